/**
 * The history of a lab's edits, kept beside the page: a page that was loaded again, or whose process ended, can still undo. Undo lays only the fields that it is
 * about over the drawing as it is (`rebased`), so a history that somebody else's edits have overtaken does no harm.
 */
import type { TopologyDiff } from '../../electron/shared/topology/diff';

export interface Entry {
  readonly label: string;
  readonly diff: TopologyDiff;
  /** Wall clock, ms. */
  readonly at: number;
}
export interface History {
  readonly done: readonly Entry[];
  readonly undone: readonly Entry[];
}

/** Edits that are kept, and characters that they may fill: browsers give a page some five million. */
const most = 200;
const largest = 1_000_000;
/** ms after an edit. */
const rest = 300;
const keyOf = (document: string): string => `history ${document}`;

const waiting = new Map<string, History>();
let timer: ReturnType<typeof setTimeout> | undefined;

export function keepHistory(document: string, history: History): void {
  waiting.set(document, history);
  timer ??= setTimeout(write, rest);
}

function write(): void {
  timer = undefined;
  for (const [document, { done, undone }] of waiting) {
    let text = '';
    // The oldest edits are the ones that nobody takes back.
    for (let count = most; count > 0; count = Math.floor(count / 2)) {
      text = JSON.stringify({ done: done.slice(-count), undone: undone.slice(-count) });
      if (text.length <= largest) break;
    }
    try {
      if (text.length <= largest) sessionStorage.setItem(keyOf(document), text);
      else sessionStorage.removeItem(keyOf(document));
    } catch {
      // A browser that keeps nothing: undo ends with the page, as it did.
    }
  }
  waiting.clear();
}

/** What this tab has kept, whatever became of the page. */
export function keptHistory(document: string): History | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(document));
    return text === null ? undefined : (JSON.parse(text) as History);
  } catch {
    return undefined;
  }
}
