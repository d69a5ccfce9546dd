/** What devices use and carry, as rows: from the drawing and what the supervisor tells twice a second. */
import type { Statistics } from '../shared/contract';
import type { ObservedNode } from '../shared/lab/observed';
import type { Topology } from '../shared/topology/schema';
import { limitsIn } from './limits-column';
import { bytesIn, rateIn } from './scaled';

export interface Usage {
  node: string;
  name: string;
  kind: string;
  /** 1 is one processor. */
  cpu: number;
  /** Resident sets of its processes, bytes; 0 where only its first process is. */
  memory: number;
  /** Beside its first one. */
  processes: number;
  /** bit/s, over all its cables. */
  received: number;
  sent: number;
  /** In force, and how often they were met. */
  limits?: ObservedNode['limits'];
  limitsMet?: ObservedNode['limitsMet'];
}
export type Held = Pick<ObservedNode, 'limits' | 'limitsMet'>;
export const orders = ['cpu', 'memory', 'processes', 'traffic', 'name'] as const;
export type Order = (typeof orders)[number];

/** One row for each device, in the order of the drawing. @param held what devices are held to, by their ids */
export function usageOf(
  { nodes, links }: Topology,
  statistics: Pick<Statistics, 'nodes' | 'links'>,
  held: ReadonlyMap<string, Held> = new Map(),
): Usage[] {
  const idle = { cpu: 0, memory: 0, processes: 0, received: 0, sent: 0 };
  const rows = new Map(nodes.map(({ id, name, kind }): [string, Usage] => [id, { node: id, name, kind, ...idle, ...held.get(id) }]));
  for (const [id, cpu, memory, processes] of statistics.nodes) {
    const row = rows.get(id);
    if (row) Object.assign(row, { cpu, memory, processes: Math.max(0, processes - 1) });
  }
  const rates = new Map(statistics.links.map(([id, there, back]) => [id, [there, back] as const]));
  for (const { id, ends } of rates.size > 0 ? links : []) {
    const [there = 0, back = 0] = rates.get(id) ?? [];
    const [a, b] = ends.map((end) => rows.get(end.node));
    if (a) [a.sent, a.received] = [a.sent + there, a.received + back];
    if (b) [b.sent, b.received] = [b.sent + back, b.received + there];
  }
  return [...rows.values()];
}

/** The most first; the same in the order of their names, so that rows do not change places for nothing. */
export function ordered(rows: readonly Usage[], by: Order): Usage[] {
  const names = new Intl.Collator('en', { numeric: true });
  const value = (row: Usage): number => (by === 'traffic' ? row.received + row.sent : by === 'name' ? 0 : row[by]);
  return [...rows].sort((one, other) => value(other) - value(one) || names.compare(one.name, other.name));
}

/** Cells of a table, the head first. The last column is there for those labs alone that have limits. */
export function usageCells(rows: readonly Usage[]): string[][] {
  const limited = rows.some(({ limits }) => limits);
  return [
    ['DEVICE', 'KIND', 'CPU', 'MEMORY', 'PROCESSES', 'RECEIVED', 'SENT', ...(limited ? ['LIMITS'] : [])],
    ...rows.map((row) => [
      row.name,
      row.kind,
      `${(row.cpu * 100).toFixed(1)} %`,
      row.memory > 0 ? bytesIn(row.memory) : '-',
      String(row.processes),
      rateIn(row.received),
      rateIn(row.sent),
      ...(limited ? [limitsIn(row) || '-'] : []),
    ]),
  ];
}
