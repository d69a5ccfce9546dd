/** What the windows of one document can take back, each its own edits; and what windows have left that are gone. */
import type { History, HistoryEntry, HistoryPart } from '../shared/contract';

/** Edits that are kept of each list, and characters of JSON that they may fill: whole records are in them, perhaps with a floor plan. */
const most = 200;
const largest = 4_000_000;

interface Kept {
  readonly entry: HistoryEntry;
  /** JSON of it. */
  readonly text: string;
}

/** One of the two lists: the newest entries of it, and how many of the oldest were forgotten. */
class Stack {
  private forgotten = 0;
  private kept: Kept[] = [];

  get entries(): HistoryEntry[] {
    return this.kept.map(({ entry }) => entry);
  }
  get texts(): string[] {
    return this.kept.map(({ text }) => text);
  }

  change({ from, entries }: HistoryPart): void {
    if (from < this.forgotten || from > this.forgotten + this.kept.length) {
      this.kept = [];
      this.forgotten = from;
    }
    this.kept.length = from - this.forgotten;
    this.kept.push(...entries.map((entry) => ({ entry, text: JSON.stringify(entry) })));
    this.forget(this.kept.length - most);
    let size = 0;
    let at = this.kept.length;
    // The oldest edits are the ones that nobody takes back.
    while (at > 0 && (size += this.kept[at - 1]!.text.length) <= largest) at--;
    this.forget(at);
  }
  private forget(count: number): void {
    if (count <= 0) return;
    this.kept.splice(0, count);
    this.forgotten += count;
  }
}

/** Whether a client of that name is there. */
export type Connected = (client: string) => boolean;

interface Both {
  done: Stack;
  undone: Stack;
}
const both = (): Both => ({ done: new Stack(), undone: new Stack() });

export class DocumentHistory {
  /** By the client that goes on with it. */
  private readonly by = new Map<string, Both>();

  /** A part of it has come back from the disk: the next window that has none of its own goes on with it. */
  restore(history: History): void {
    const kept = both();
    kept.done.change({ from: 0, entries: history.done });
    kept.undone.change({ from: 0, entries: history.undone });
    this.by.set('journal', kept);
  }

  take(client: string, was: string | undefined, connected: Connected): History {
    const own = this.by.get(client) ?? (was !== undefined && !connected(was) ? this.by.get(was) : undefined);
    const left = own ? [] : [...this.by].filter(([name]) => !connected(name));
    const history = own ? plain(own) : merged(left.map(([, one]) => one));
    if (own && was !== undefined && this.by.get(was) === own) this.by.delete(was);
    for (const [name] of left) this.by.delete(name);
    const kept = own ?? both();
    if (!own) {
      kept.done.change({ from: 0, entries: history.done });
      kept.undone.change({ from: 0, entries: history.undone });
    }
    this.by.set(client, kept);
    return history;
  }

  keep(client: string, { done, undone }: { done?: HistoryPart | undefined; undone?: HistoryPart | undefined }): void {
    const kept = this.by.get(client) ?? both();
    this.by.set(client, kept);
    if (done) kept.done.change(done);
    if (undone) kept.undone.change(undone);
  }

  /** JSON of everything that could be taken back now, whoever did it; null if there is nothing. */
  text(): { done: string; undone: string } | null {
    const all = [...this.by.values()];
    const one = all.length === 1 ? all[0]! : undefined;
    const history = one ? undefined : merged(all);
    const [done, undone] = history
      ? [history.done.map((entry) => JSON.stringify(entry)), history.undone.map((entry) => JSON.stringify(entry))]
      : [one!.done.texts, one!.undone.texts];
    return done.length + undone.length === 0 ? null : { done: `[${done.join(',')}]`, undone: `[${undone.join(',')}]` };
  }
}

const plain = ({ done, undone }: Both): History => ({ done: done.entries, undone: undone.entries });

/** Several as one, in the order of time; what two of them have is there once. */
function merged(all: readonly Both[]): History {
  const [only] = all;
  if (only && all.length === 1) return plain(only);
  const seen = new Set<string>();
  const once = ({ at, label }: HistoryEntry): boolean => {
    const key = `${at} ${label}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  };
  const done = all.flatMap((one) => one.done.entries).filter(once);
  const undone = all.flatMap((one) => one.undone.entries).filter(once);
  return { done: done.sort((a, b) => a.at - b.at), undone: undone.sort((a, b) => b.at - a.at) };
}
