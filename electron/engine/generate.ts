/** Labs of a regular shape: for trying out, for classes and for measuring. Ids are plain names, so that the same call gives the same file. */
import type { NodeKind, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import type { freeInterface } from './names';

export const shapes = ['star', 'chain', 'ring', 'tree', 'grid', 'fat-tree'] as const;
export type Shape = (typeof shapes)[number];
/** A bridge takes 1,023 ports (BR_MAX_PORTS, net/bridge/br_private.h). */
const mostPorts = 1023;
const step = 144;

/**
 * - `star`: a switch with n hosts (more than 1,000: several switches in a chain).
 * - `chain`, `ring`: n routers in a row or a circle, each cabled to the next.
 * - `tree`: n switches as a binary tree, with two hosts at each leaf.
 * - `grid`: n routers in rows and columns, each cabled to its neighbours.
 * - `fat-tree`: n hosts below three tiers of routers of k ports each, k as small as does (Al-Fares et al., SIGCOMM 2008).
 * @param n from 1 to 10,000.
 */
export function generate(shape: Shape, n: number): Topology {
  const builder = new Builder(`${shape}-${n}`);
  if (shape === 'star') star(builder, n);
  else if (shape === 'tree') tree(builder, n);
  else if (shape === 'grid') grid(builder, n);
  else if (shape === 'fat-tree') fatTree(builder, n);
  else row(builder, n, shape === 'ring');
  return builder.topology;
}

function star(builder: Builder, hosts: number): void {
  const perSwitch = mostPorts - 23;
  for (let first = 0, number = 1; first < hosts; first += perSwitch, number++) {
    const count = Math.min(perSwitch, hosts - first);
    const radius = Math.max(168, (count * 72) / (2 * Math.PI));
    const centre = { x: (number - 1) * (2 * radius + step), y: 0 };
    builder.node('switch', `s${number}`, centre.x, centre.y);
    if (number > 1) builder.link(`s${number - 1}`, `s${number}`);
    for (let at = 0; at < count; at++) {
      const angle = (2 * Math.PI * at) / count - Math.PI / 2;
      builder.node('host', `h${first + at + 1}`, centre.x + radius * Math.cos(angle), centre.y + radius * Math.sin(angle));
      builder.link(`h${first + at + 1}`, `s${number}`);
    }
  }
}

function row(builder: Builder, routers: number, closed: boolean): void {
  const radius = Math.max(120, (routers * step) / (2 * Math.PI));
  const perRow = Math.max(5, Math.ceil(Math.sqrt(routers)));
  for (let at = 0; at < routers; at++) {
    const angle = (2 * Math.PI * at) / routers - Math.PI / 2;
    const [line, column] = [Math.floor(at / perRow), at % perRow];
    // Long chains turn back at the end of each line, as a folded ruler.
    const x = closed ? radius * Math.cos(angle) : (line % 2 ? perRow - 1 - column : column) * step;
    builder.node('router', `r${at + 1}`, x, closed ? radius * Math.sin(angle) : line * step);
    if (at > 0) builder.link(`r${at}`, `r${at + 1}`);
  }
  if (closed && routers > 2) builder.link(`r${routers}`, 'r1');
}

function tree(builder: Builder, switches: number): void {
  const levels = Math.floor(Math.log2(switches)) + 1;
  const width = 2 ** (levels - 1) * 2 * step;
  let host = 0;
  for (let number = 1; number <= switches; number++) {
    const level = Math.floor(Math.log2(number));
    const x = ((number - 2 ** level + 0.5) * width) / 2 ** level;
    builder.node('switch', `s${number}`, x, level * step);
    if (number > 1) builder.link(`s${Math.floor(number / 2)}`, `s${number}`);
    if (2 * number > switches) {
      for (const side of [-0.5, 0.5]) {
        builder.node('host', `h${++host}`, x + side * step, (level + 1) * step);
        builder.link(`s${number}`, `h${host}`);
      }
    }
  }
}

function grid(builder: Builder, routers: number): void {
  const columns = Math.ceil(Math.sqrt(routers));
  for (let at = 0; at < routers; at++) {
    const [line, column] = [Math.floor(at / columns), at % columns];
    builder.node('router', `r${at + 1}`, column * step, line * step);
    if (column > 0) builder.link(`r${at}`, `r${at + 1}`);
    if (line > 0) builder.link(`r${at + 1 - columns}`, `r${at + 1}`);
  }
}

/**
 * Each pod has k/2 routers that hosts are cabled to and k/2 above them, all of these with each other; the i-th of the upper ones of every pod reaches the i-th
 * group of k/2 core routers. Hosts of one router stand below it, a few in a row.
 */
function fatTree(builder: Builder, hosts: number): void {
  let half = 1;
  while (2 * half ** 3 < hosts) half++;
  const pods = 2 * half;
  const perRow = Math.ceil(Math.sqrt(half));
  const rack = perRow * 96 + 48;
  const pod = half * rack + 72;
  const width = pods * pod - 72 - 48;
  // Tiers stand apart as far as they are wide: cables that lie flat cannot be told from each other.
  const upper = Math.max(2 * step, width / 6);
  const lower = upper + Math.max(2 * step, pod / 3);
  const rows = { core: 0, upper, lower, hosts: lower + step };
  for (let at = 0; at < half * half; at++) builder.node('router', `core${at + 1}`, ((at + 0.5) * width) / (half * half) - 48, rows.core);
  let host = 0;
  for (let number = 0; number < pods; number++) {
    const middle = (at: number): number => number * pod + at * rack + ((perRow - 1) * 96) / 2;
    const name = (tier: string, at: number): string => `${tier}${number * half + at + 1}`;
    for (let at = 0; at < half; at++) {
      builder.node('router', name('agg', at), middle(at), rows.upper);
      for (let other = 0; other < half; other++) builder.link(`core${at * half + other + 1}`, name('agg', at));
    }
    for (let at = 0; at < half; at++) {
      builder.node('router', name('edge', at), middle(at), rows.lower);
      for (let other = 0; other < half; other++) builder.link(name('agg', other), name('edge', at));
      for (let place = 0; place < half && host < hosts; place++) {
        const [line, column] = [Math.floor(place / perRow), place % perRow];
        builder.node('host', `h${++host}`, number * pod + at * rack + column * 96, rows.hosts + line * 96);
        builder.link(name('edge', at), `h${host}`);
      }
    }
  }
}

class Builder {
  private readonly nodes: TopologyNode[] = [];
  private readonly links: TopologyLink[] = [];
  private readonly ports = new Map<string, number>();

  constructor(private readonly name: string) {}

  get topology(): Topology {
    return { nestwork: 1, id: this.name, name: this.name, nodes: this.nodes, links: this.links };
  }
  node(kind: NodeKind, name: string, x: number, y: number): void {
    this.nodes.push({ id: name, name, kind, position: { x: Math.round(x / 12) * 12, y: Math.round(y / 12) * 12 } });
  }
  link(a: string, b: string): void {
    this.links.push({
      id: `l${this.links.length + 1}`,
      ends: [
        { node: a, interface: this.port(a) },
        { node: b, interface: this.port(b) },
      ],
    });
  }
  /** The next interface: what `freeInterface` would find, without a search. */
  private port(node: string): ReturnType<typeof freeInterface> {
    const next = this.ports.get(node) ?? 0;
    this.ports.set(node, next + 1);
    return `eth${next}`;
  }
}
