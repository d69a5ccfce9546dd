/** The window's own problems and the host's, as one list. Linear in both. */
import type { Problem } from '../../electron/shared/contract';

export interface HostsView {
  /** The host alone found them. */
  readonly added: readonly Problem[];
  /** The window alone did: the host knows better. */
  readonly forgiven: readonly Problem[];
}

const key = ({ code, node, interface: name, link, args }: Problem): string => JSON.stringify([code, node, name, link, args]);

export function difference(mine: readonly Problem[], theirs: readonly Problem[]): HostsView {
  const [here, there] = [mine, theirs].map((list) => new Set(list.map(key))) as [Set<string>, Set<string>];
  return { added: theirs.filter((one) => !here.has(key(one))), forgiven: mine.filter((one) => !there.has(key(one))) };
}

/** Between two answers of the host: what it added stays, and what it forgave stays forgiven. */
export function merged(mine: readonly Problem[], { added, forgiven }: HostsView): readonly Problem[] {
  if (added.length + forgiven.length === 0) return mine;
  const known = new Set(mine.map(key));
  const gone = new Set(forgiven.map(key));
  return [...mine.filter((one) => !gone.has(key(one))), ...added.filter((one) => !known.has(key(one)))];
}
