/** The labs that are measured, and what they are as objects for the yardstick and as steps for `ip`. */
import { derive } from '../../../electron/engine/derive';
import { generate } from '../../../electron/engine/generate';
import { plan } from '../../../electron/engine/plan';
import { emptyLab } from '../../../electron/engine/wanted';
import type { Operation } from '../../../electron/shared/lab/operation';
import type { Topology, TopologyLink, TopologyNode } from '../../../electron/shared/topology/schema';

export const shapeNames = ['star', 'chain', 'fat-tree', 'campus'] as const;
export type ShapeName = (typeof shapeNames)[number];

/** A lab of about `n` nodes; its id is its own in each call, so that two may run at once. */
export function labOf(shape: ShapeName, n: number): Topology {
  const topology = shape === 'campus' ? campus(n) : generate(shape, shape === 'fat-tree' ? Math.max(1, Math.round(n * 0.75)) : n);
  return { ...topology, id: `bench-${shape}-${n}-${(labs += 1)}` };
}
let labs = 0;

/** A core router, routers of buildings below it, and a switch with four hosts for each segment: 1,000 nodes are 200 segments. */
function campus(n: number): Topology {
  const nodes: TopologyNode[] = [];
  const links: TopologyLink[] = [];
  const ports = new Map<string, number>();
  const add = (kind: 'host' | 'router' | 'switch', name: string): void => {
    nodes.push({ id: name, name, kind, position: { x: (nodes.length % 40) * 120, y: Math.floor(nodes.length / 40) * 120 } });
  };
  const port = (node: string): { node: string; interface: string } => {
    const next = ports.get(node) ?? 0;
    ports.set(node, next + 1);
    return { node, interface: `eth${next}` };
  };
  const join = (a: string, b: string): void => void links.push({ id: `l${links.length + 1}`, ends: [port(a), port(b)] });
  const segments = Math.max(1, Math.round(n / 5));
  add('router', 'core');
  for (let at = 0; at < segments; at++) {
    const building = `b${Math.floor(at / 20) + 1}`;
    if (at % 20 === 0) {
      add('router', building);
      join('core', building);
    }
    add('switch', `s${at + 1}`);
    join(building, `s${at + 1}`);
    for (let host = 0; host < 4; host++) {
      add('host', `h${4 * at + host + 1}`);
      join(`h${4 * at + host + 1}`, `s${at + 1}`);
    }
  }
  return { nestwork: 1, id: 'campus', name: 'campus', nodes, links };
}

export const operationsOf = (topology: Topology): Operation[] => plan(derive(topology), emptyLab).steps.map(({ operation }) => operation);

/** The interfaces' numbers are the yardstick's own: from 1001 on in each node, as Nestwork's are. */
class Numbers {
  private readonly next = new Map<string, number>();
  private readonly known = new Map<string, number>();
  take(node: string, name: string): number {
    const number = this.next.get(node) ?? 1001;
    this.next.set(node, number + 1);
    this.known.set(`${node} ${name}`, number);
    return number;
  }
  of(node: string, name: string): number {
    return this.known.get(`${node} ${name}`) ?? 0;
  }
}

/** The same objects as lines for e2e/bench/labs/bare, and the ids of the cables in their order. */
export function yardstickOf(operations: readonly Operation[]): { lines: string; cables: string[]; nodes: string[] } {
  const numbers = new Numbers();
  const nodes: string[] = [];
  const at = new Map<string, number>();
  const cables: string[] = [];
  const lines: string[] = [];
  const inside = new Map<string, string[]>();
  const sorted: Record<'a' | 'r', Map<number, string[]>> = { a: new Map(), r: new Map() };
  const into = (kind: 'a' | 'r', node: number, line: string): void => {
    const list = sorted[kind].get(node) ?? [];
    list.push(line);
    sorted[kind].set(node, list);
  };
  for (const one of operations) {
    if (one.op === 'node.create') {
      at.set(one.node, nodes.length);
      nodes.push(one.node);
      inside.set(one.node, []);
      lines.push(one.mac ? `n b ${numbers.take(one.node, 'br0')} ${one.mac}` : one.forwarding ? 'n f' : 'n');
    } else if (one.op === 'link.create') {
      cables.push(one.link);
      const ends = one.ends.map((end) =>
        [at.get(end.node), end.interface, numbers.take(end.node, end.interface), end.port ? 1 : 0, end.mac].join(' '),
      );
      lines.push(`${one.medium === 'wire' ? 'w' : 'p'} ${ends.join(' ')}`);
    } else if (one.op === 'address.add') {
      const [address, prefix] = one.address.split('/');
      const node = at.get(one.node)!;
      into('a', node, `a ${node} ${numbers.of(one.node, one.interface)} ${address} ${prefix}`);
    } else if (one.op === 'route.add') {
      const [to, prefix] = one.to.split('/');
      const node = at.get(one.node)!;
      into('r', node, `r ${node} ${to} ${prefix} ${one.via ?? '-'} ${one.dev === undefined ? 0 : numbers.of(one.node, one.dev)}`);
    } else throw new Error(`The yardstick knows no ${one.op}.`);
  }
  for (const kind of ['a', 'r'] as const)
    for (const [, list] of [...sorted[kind]].sort(([a], [b]) => a - b)) for (const line of list) lines.push(line);
  return { lines: `${lines.join('\n')}\n.\n`, cables, nodes };
}

/** A process of `ip`: in the network of `node` (else that of the lab), what it is asked for. */
export interface IpStep {
  node: string | null;
  words: string;
}
/** What a person types for the same network, one `ip` a step; nodes have the namespaces that `ip netns` gives, which are fewer. */
export function ipSteps(operations: readonly Operation[]): IpStep[] {
  const steps: IpStep[] = [];
  for (const one of operations) {
    if (one.op === 'node.create') {
      steps.push({ node: null, words: `netns add ${one.node}` }, { node: one.node, words: 'link set lo up' });
      if (one.mac)
        steps.push(
          { node: one.node, words: `link add br0 address ${one.mac} type bridge` },
          { node: one.node, words: 'link set br0 addrgenmode none up' },
        );
    } else if (one.op === 'link.create') {
      const [a, b] = one.ends;
      steps.push({
        node: null,
        words: `link add ${a.interface} address ${a.mac} netns ${a.node} type veth peer name ${b.interface} address ${b.mac} netns ${b.node}`,
      });
      for (const end of one.ends)
        steps.push({ node: end.node, words: `link set ${end.interface} ${end.port ? 'master br0 addrgenmode none ' : ''}up` });
    } else if (one.op === 'address.add') steps.push({ node: one.node, words: `address add ${one.address} dev ${one.interface}` });
    else if (one.op === 'route.add')
      steps.push({
        node: one.node,
        words: `route add ${one.to}${one.via ? ` via ${one.via}` : ''}${one.dev ? ` dev ${one.dev}` : ''}`,
      });
  }
  return steps;
}
