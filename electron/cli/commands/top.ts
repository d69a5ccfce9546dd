import type { Statistics } from '../../shared/contract';
import type { ObservedNode } from '../../shared/lab/observed';
import type { Topology } from '../../shared/topology/schema';
import { exit } from '../command';
import type { Run } from '../command';
import { deferred } from '../deferred';
import { openLab } from '../find';
import { openSession } from '../in-process';
import type { Session } from '../in-process';
import { misused } from '../misuse';
import { openScreen } from '../screen';
import { suggestion } from '../nearest';
import { columns, printable } from '../terminal';
import type { Terminal } from '../terminal';
import { ordered, orders, usageCells, usageOf } from '../usage-table';
import type { Held, Order, Usage } from '../usage-table';

const keys: Readonly<Record<string, Order>> = { c: 'cpu', m: 'memory', p: 'processes', t: 'traffic', n: 'name' };

export const run: Run = async ({ positionals, values }, context) => {
  const { out, json } = context;
  const order = orders.find((one) => one === (values.sort ?? 'cpu'));
  if (!order) {
    const hint = suggestion(String(values.sort), orders, `There are ${orders.join(', ')}.`);
    return misused(out, `Devices cannot be ordered by "${String(values.sort)}".`, hint);
  }
  const session = openSession(context);
  try {
    const opened = await openLab(session.client, positionals[0]);
    if (!opened.ok) return (out.error(opened.error), exit.failed);
    const { document } = opened.value;
    const once = values.once === true || (!json && !(process.stdout.isTTY && process.stdin.isTTY));
    return await watch(session, document.document, document.topology, { once, json, order, out });
  } finally {
    await session.close();
  }
};

interface Manner {
  once: boolean;
  json: boolean;
  order: Order;
  out: Terminal;
}

async function watch({ host, client }: Session, document: string, first: Topology, { once, json, order, out }: Manner): Promise<number> {
  const done = deferred<number>();
  let drawn = first;
  let by = order;
  let looks = 0;
  let last: Statistics | undefined;
  const held = new Map<string, Held>();
  const take = (nodes: readonly ObservedNode[]): void => {
    for (const { node, limits, limitsMet } of nodes) held.set(node, { ...(limits && { limits }), ...(limitsMet && { limitsMet }) });
  };
  const screen = once || json ? null : openScreen((key) => (key === 'q' ? done.resolve(exit.ok) : keys[key] && ((by = keys[key]), show())));
  const show = (): void => {
    if (!last) return;
    const rows = ordered(usageOf(drawn, last, held), by);
    if (json) out.result(JSON.stringify({ lab: drawn.id, at: last.at, nodes: rows }));
    else if (screen) screen.draw(page(drawn, rows, by, out));
    else for (const line of table(rows, out)) out.result(line);
  };
  client.on('lab.statistics', (statistics) => {
    // A rate needs two looks.
    if (statistics.document !== document || (looks += 1) < 2) return;
    last = statistics;
    const found = host.documents.get(document);
    if (found.ok) drawn = found.value.topology;
    show();
    if (once) done.resolve(exit.ok);
  });
  client.on('lab.state', (state) => {
    if (state.document !== document || !['ended', 'stopped'].includes(state.phase)) return;
    screen?.close();
    if (state.error) out.error(state.error);
    done.resolve(exit.failed);
  });
  client.on('lab.observed', ({ document: changed, nodes }) => changed === document && take(nodes));
  const there = await client.call('labs.observed', { document });
  if (there.ok) take(there.value.nodes);
  const asked = await client.call('labs.statistics', { document, on: true });
  if (!asked.ok) done.resolve((out.error(asked.error), exit.failed));
  const stop = (): void => done.resolve(once ? exit.interrupted : exit.ok);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const code = await done.promise;
  screen?.close();
  return code;
}

/** Numbers stand at the right of their columns. */
function table(rows: readonly Usage[], out: Terminal): string[] {
  const cells = usageCells(rows);
  const widths = cells[0]!.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)));
  const aligned = cells.map((row) => row.map((cell, at) => (at < 2 || cells[0]![at] === 'LIMITS' ? cell : cell.padStart(widths[at]!))));
  return columns([aligned[0]!.map((head) => out.faint(head)), ...aligned.slice(1)]);
}

function page(
  { name, nodes }: Topology,
  rows: readonly Usage[],
  by: Order,
  out: Terminal,
): { head: string[]; rows: string[]; foot: string } {
  const cpu = rows.reduce((sum, row) => sum + row.cpu, 0);
  const processes = rows.reduce((sum, row) => sum + row.processes, 0);
  const [head, ...lines] = table(rows, out);
  const title = `${out.strong(printable(name))}  ${nodes.length} devices, ${processes} processes, ${(cpu * 100).toFixed(1)} % CPU`;
  return { head: [title, '', head!], rows: lines, foot: out.faint(`By ${by}. Order: c m p t n   End: q`) };
}
