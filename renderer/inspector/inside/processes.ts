/** Processes as a tree: each under the one that started it. Pure. */
import type { NodeProcess } from '../../../electron/shared/contract/live';

export interface ProcessRow {
  readonly process: NodeProcess;
  /** From 1. */
  readonly level: number;
  /** Pids of those that it is under. */
  readonly above: readonly number[];
  readonly children: number;
}

/** In the order of a tree, siblings by pid. One whose parent is not in the device is a root. */
export function processTree(processes: readonly NodeProcess[]): ProcessRow[] {
  const known = new Set(processes.map((one) => one.pid));
  const children = new Map<number, NodeProcess[]>();
  for (const one of [...processes].sort((a, b) => a.pid - b.pid)) {
    const parent = known.has(one.parent) && one.parent !== one.pid ? one.parent : 0;
    children.set(parent, [...(children.get(parent) ?? []), one]);
  }
  const rows: ProcessRow[] = [];
  const walk = (pid: number, above: readonly number[]): void => {
    for (const process of children.get(pid) ?? []) {
      rows.push({ process, level: above.length + 1, above, children: children.get(process.pid)?.length ?? 0 });
      if (!above.includes(process.pid)) walk(process.pid, [...above, process.pid]);
    }
  };
  walk(0, []);
  return rows;
}

/** Rows that are seen while some are folded. */
export const unfolded = (rows: readonly ProcessRow[], folded: ReadonlySet<number>): ProcessRow[] =>
  rows.filter(({ above }) => !above.some((pid) => folded.has(pid)));

/** Signals that a person sends, as in signal(7), numbers of x86 and ARM. */
export const signals = [
  { name: 'TERM', number: 15 },
  { name: 'INT', number: 2 },
  { name: 'HUP', number: 1 },
  { name: 'STOP', number: 19 },
  { name: 'CONT', number: 18 },
  { name: 'USR1', number: 10 },
  { name: 'USR2', number: 12 },
  { name: 'KILL', number: 9 },
] as const;
