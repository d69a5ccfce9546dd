/**
 * The history of this window's edits, kept by the host: a page that was loaded again, or whose process or host ended, can still undo. Undo lays only the
 * fields that it is about over the drawing as it is (`rebased`), so a history that somebody else's edits have overtaken does no harm.
 */
import type { Client } from '../../electron/shared/client';
import type { History, HistoryEntry, HistoryPart } from '../../electron/shared/contract';
import type { useClient } from './client';

export type Entry = HistoryEntry;
type Shown = { readonly done: readonly Entry[]; readonly undone: readonly Entry[] };

/** ms after an edit. */
const rest = 300;
/** Characters of JSON that are told at once: a frame has its limit, and the host keeps no more. */
const largest = 4_000_000;
/** Where a tab of the browser remembers its last connection: after a reload it goes on with that one's history. */
const connection = 'connection';
const none: Shown = { done: [], undone: [] };

export class KeptHistory {
  /** What the host has of this window, by document; absent until it was asked. */
  private readonly told = new Map<string, Shown>();
  private readonly shown = new Map<string, Shown>();
  private readonly waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private client: Client | undefined;
  private was: string | undefined;

  constructor(private readonly call: ReturnType<typeof useClient>['call']) {
    // What was done last before the page goes.
    globalThis.addEventListener?.('pagehide', () => this.flush());
  }

  /** To be called for each connection. A host that is connected anew is told everything again. */
  connected(client: Client): void {
    const again = this.client !== undefined;
    this.was = sessionStorage.getItem(connection) ?? undefined;
    this.client = client;
    if (again) for (const document of this.told.keys()) void this.again(document);
  }

  /** What this window can take back in a document that it has not shown before. */
  async take(document: string): Promise<History | undefined> {
    const { was } = this;
    const taken = await this.call('history.take', { document, ...(was !== undefined && { was }) });
    // By now the host has said how it calls this connection.
    if (this.client?.name) sessionStorage.setItem(connection, this.client.name);
    const history = taken.ok ? taken.value : undefined;
    this.told.set(document, history ?? none);
    if (this.shown.has(document)) this.soon(document);
    return history;
  }

  /** The same window by another connection: what it shows counts. */
  private async again(document: string): Promise<void> {
    await this.take(document);
    this.told.set(document, none);
    this.soon(document);
  }

  keep(document: string, history: Shown): void {
    this.shown.set(document, history);
    this.soon(document);
  }

  /** Tells the host at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const document of this.waiting) {
      const [before, now] = [this.told.get(document), this.shown.get(document)];
      // Until it was asked it may have more than this page.
      if (!before || !now) continue;
      this.waiting.delete(document);
      this.told.set(document, now);
      const [done, undone] = [changed(before.done, now.done), changed(before.undone, now.undone)];
      if (done || undone) void this.call('history.keep', { document, ...(done && { done }), ...(undone && { undone }) });
    }
  }

  private soon(document: string): void {
    this.waiting.add(document);
    this.timer ??= setTimeout(() => this.flush(), rest);
  }
}

/** From where on the lists differ, and what the second one has there; where that is too much, only the newest of it. Undefined: they do not. */
export function changed(before: readonly Entry[], now: readonly Entry[]): HistoryPart | undefined {
  if (before === now) return undefined;
  let from = 0;
  while (from < before.length && before[from] === now[from]) from++;
  if (from === before.length && from === now.length) return undefined;
  let at = now.length;
  let size = 0;
  while (at > from && (size += JSON.stringify(now[at - 1]).length) <= largest) at--;
  return { from: at, entries: now.slice(at) };
}
