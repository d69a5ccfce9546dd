import type { LabState } from '../../shared/contract';
import type { ObservedNode } from '../../shared/lab/observed';
import type { TopologyNode } from '../../shared/topology/schema';
import { exit } from '../command';
import type { Run } from '../command';
import { findLab } from '../find';
import { limitsIn } from '../limits-column';
import { openSession } from '../in-process';
import { columns, printable } from '../terminal';
import { age } from './list';

export const run: Run = async ({ positionals }, context) => {
  const { client, close } = openSession(context);
  try {
    const found = await findLab(client, positionals[0]);
    if (!found.ok) return (context.out.error(found.error), exit.failed);
    const attached = await client.call('documents.attach', { lab: found.value.lab });
    if (!attached.ok) return (context.out.error(attached.error), exit.failed);
    const observed = await client.call('labs.observed', { document: attached.value.document });
    if (!observed.ok) return (context.out.error(observed.error), exit.failed);
    const { topology, lab } = attached.value;
    const there = new Map(observed.value.nodes.map((node) => [node.node, node]));
    const nodes = topology.nodes.map((node) => describe(node, there.get(node.id), lab));
    if (context.json) {
      context.out.result(JSON.stringify({ ...found.value, ...lab, document: undefined, nodes }));
      return exit.ok;
    }
    context.out.result(
      `${context.out.strong(printable(topology.name))} (lab ${topology.id}), up for ${age(found.value.since)}, supervisor ${lab.pid}`,
    );
    // A column for those labs alone that have some.
    const limited = nodes.some(({ limits }) => limits);
    const rows = nodes.map((node) => [
      node.name,
      node.kind,
      node.state === 'up' ? context.out.good('up') : node.state === 'paused' ? 'paused' : context.out.bad(node.state),
      String(node.pid ?? ''),
      ...(limited ? [limitsIn(node) || '-'] : []),
      node.addresses.join(' '),
    ]);
    const heads = ['DEVICE', 'KIND', 'STATE', 'PID', ...(limited ? ['LIMITS'] : []), 'ADDRESSES'];
    for (const line of columns([heads.map((head) => context.out.faint(head)), ...rows])) context.out.result(line);
    for (const { error } of lab.failed) context.out.error(error);
    return exit.ok;
  } finally {
    await close();
  }
};

interface Described {
  id: string;
  name: string;
  kind: string;
  state: 'up' | 'paused' | 'stopped' | 'failed' | 'missing';
  /** First process, seen from outside: for nsenter. */
  pid?: number;
  /** In force, of control groups: processors, bytes, processes. */
  limits?: NonNullable<ObservedNode['limits']>;
  /** How often: processes killed for memory, forks refused. */
  limitsMet?: NonNullable<ObservedNode['limitsMet']>;
  addresses: string[];
}

function describe(node: TopologyNode, there: ObservedNode | undefined, lab: LabState): Described {
  const { id, name, kind } = node;
  const failed = lab.failed.some((one) => one.id === id);
  const state = failed ? 'failed' : there ? (there.frozen ? 'paused' : 'up') : node.stopped ? 'stopped' : 'missing';
  const addresses =
    there?.interfaces.flatMap((one) => one.addresses.filter(({ scope }) => scope === 'global').map(({ address }) => address)) ?? [];
  return { id, name, kind, state, addresses, ...(there && heldTo(there)) };
}

const heldTo = ({ pid, limits, limitsMet }: ObservedNode): Pick<Described, 'pid' | 'limits' | 'limitsMet'> => ({
  pid,
  ...(limits && { limits }),
  ...(limitsMet && { limitsMet }),
});
