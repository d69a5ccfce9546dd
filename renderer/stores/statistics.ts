/** Statistics of a running lab, twice a second for as long as somebody looks. */
import type { Statistics } from '../../electron/shared/contract/live';
import { useClient } from './client';

/** How many look, by document. */
const watchers = new Map<string, number>();

/** @returns what ends it */
export function onStatistics(document: string, listener: (statistics: Statistics) => void): () => void {
  const { call, client } = useClient();
  const want = (on: boolean): void => void call('labs.statistics' as never, { document, on } as never);
  const before = watchers.get(document) ?? 0;
  watchers.set(document, before + 1);
  if (before === 0) want(true);
  const end = client?.on('lab.statistics' as never, (event: Statistics) => event.document === document && listener(event));
  return () => {
    end?.();
    const left = (watchers.get(document) ?? 1) - 1;
    watchers.set(document, left);
    if (left === 0) want(false);
  };
}
