/** What the kernel has and nobody drew, as things of the canvas: cables between devices, and interfaces that lead to none. Pure. */
import type { ObservedInterface, ObservedNode } from '../shared/lab/observed';
import { isBridge } from '../shared/topology/kinds';
import type { Topology, TopologyNode } from '../shared/topology/schema';
import { addLinkAt } from './cables';
import { changeInterface, changeNodes } from './edit';
import { differences } from './observe';
import type { WantedNode } from './wanted';

/** An interface that no drawn cable made. */
export interface Undrawn {
  readonly node: string;
  readonly there: ObservedInterface;
}
export interface Ghost {
  /** Stays the same as long as the kernel has it. */
  readonly id: string;
  /** Two: a veth pair between devices of the lab, or within one. One: an interface whose other end is not in the lab, or that has none. */
  readonly ends: readonly [Undrawn] | readonly [Undrawn, Undrawn];
}

export function undrawnInterfaces(drawn: WantedNode, there: ObservedNode): Undrawn[] {
  const names = new Set(differences(drawn, there).flatMap((one) => (one.kind === 'extra' && one.what === 'interface' ? one.value : [])));
  return names.size === 0 ? [] : there.interfaces.filter(({ name }) => names.has(name)).map((one) => ({ node: drawn.id, there: one }));
}

/**
 * Joins ends that are one veth pair. Indexes are unique in one network only: two ends in different ones are a pair if each names the other's index and
 * no other end does; otherwise each stands for itself.
 */
export function ghostsOf(undrawn: readonly Undrawn[]): Ghost[] {
  const partners = partnersOf(undrawn);
  return undrawn.flatMap((end): Ghost[] => {
    const other = partners.get(end);
    const paired = other && partners.get(other) === end;
    if (!paired) return [{ id: idOf(end), ends: [end] }];
    return keyOf(end) < keyOf(other) ? [{ id: `${idOf(end)} ${keyOf(other)}`, ends: [end, other] }] : [];
  });
}
const keyOf = ({ node, there }: Undrawn): string => `${node}/${there.name}`;
const idOf = (end: Undrawn): string => `ghost ${keyOf(end)}`;

/** For each end the only one that can be its other. */
function partnersOf(undrawn: readonly Undrawn[]): Map<Undrawn, Undrawn> {
  const byIndexes = new Map<string, Undrawn[]>();
  for (const end of undrawn) {
    const key = `${end.there.index} ${end.there.peerElsewhere ?? end.there.peer ?? ''}`;
    byIndexes.set(key, [...(byIndexes.get(key) ?? []), end]);
  }
  const found = new Map<Undrawn, Undrawn>();
  for (const end of undrawn) {
    const { index, peer, peerElsewhere } = end.there;
    if (peer === undefined && peerElsewhere === undefined) continue;
    const all = byIndexes.get(`${peerElsewhere ?? peer} ${index}`) ?? [];
    const fit = all.filter((other) =>
      peer !== undefined
        ? other.node === end.node && other.there.peer !== undefined
        : other.node !== end.node && other.there.peerElsewhere !== undefined,
    );
    if (fit.length === 1) found.set(end, fit[0]!);
  }
  return found;
}

/**
 * The drawing with the ghost as a cable: between the same interfaces, with the addresses, MAC addresses and MTU that they have. An end without an address
 * gets what a drawn one would. Undefined: a drawing cannot say it, since an interface is there by its cable alone.
 */
export function adoptGhost(topology: Topology, { ends }: Ghost): Topology | undefined {
  const [a, b] = ends;
  if (!b) return undefined;
  const cabled = addLinkAt(topology, endOf(a), endOf(b));
  if (cabled === topology) return undefined;
  return ends.reduce((all, { node, there }) => changeNodes(all, [node], (record) => asThere(record, there)), cabled);
}
const endOf = ({ node, there }: Undrawn): { node: string; interface: string } => ({ node, interface: there.name });

function asThere(node: TopologyNode, { name, mac, mtu, addresses }: ObservedInterface): TopologyNode {
  const typed = addresses.filter(({ scope }) => scope === 'global');
  const of = (family: string): string[] => typed.filter((one) => one.family === family).map(({ address }) => address);
  const [ipv4, ipv6] = [of('inet'), of('inet6')];
  return changeInterface(node, name, (one) => ({
    ...one,
    mac,
    ...(mtu !== 1500 && { mtu }),
    ...(!isBridge(node) && { ...(ipv4.length > 0 && { ipv4 }), ...(ipv6.length > 0 && { ipv6 }) }),
  }));
}
