/** What devices use and carry, as rows: from the drawing and what the supervisor tells twice a second. */
import type { Statistics } from '../shared/contract';
import type { Topology } from '../shared/topology/schema';

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
}
export const orders = ['cpu', 'memory', 'processes', 'traffic', 'name'] as const;
export type Order = (typeof orders)[number];

/** One row for each device, in the order of the drawing. */
export function usageOf({ nodes, links }: Topology, statistics: Pick<Statistics, 'nodes' | 'links'>): Usage[] {
  const rows = new Map(
    nodes.map(({ id, name, kind }) => [id, { node: id, name, kind, cpu: 0, memory: 0, processes: 0, received: 0, sent: 0 }]),
  );
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

/** Cells of a table, the head first. */
export function usageCells(rows: readonly Usage[]): string[][] {
  return [
    ['DEVICE', 'KIND', 'CPU', 'MEMORY', 'PROCESSES', 'RECEIVED', 'SENT'],
    ...rows.map(({ name, kind, cpu, memory, processes, received, sent }) => [
      name,
      kind,
      `${(cpu * 100).toFixed(1)} %`,
      memory > 0 ? bytesIn(memory) : '-',
      String(processes),
      scaled(received, 1000, rateUnits),
      scaled(sent, 1000, rateUnits),
    ]),
  ];
}
/** `64.0 MiB` */
export const bytesIn = (memory: number): string => scaled(memory, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
const rateUnits = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];

function scaled(value: number, step: number, units: readonly string[]): string {
  let at = 0;
  let left = value;
  for (; left >= step && at < units.length - 1; at++) left /= step;
  return `${at === 0 || left >= 100 ? Math.round(left) : left.toFixed(1)} ${units[at]}`;
}
