/** Wanted beside observed: folding what the supervisor reports, and the one word for the state of each device and cable. */
import type { LabState } from '../shared/contract';
import type { ObservedChange, ObservedInterface, ObservedNode, ObservedState } from '../shared/lab/observed';
import { bridgeName, uplinkPort } from '../shared/topology/kinds';
import type { TopologyLink, TopologyNode } from '../shared/topology/schema';
import { routeDifferences } from './observe-routes';
import type { WantedLab, WantedNode } from './wanted';

/** The state after a change. Nodes that it does not name keep their identity. */
export function foldObserved(state: ObservedState, change: ObservedChange): ObservedState {
  const next: ObservedState = { ...state };
  for (const id of change.gone) delete next[id];
  for (const node of change.nodes) next[node.node] = node;
  return next;
}

/** `down`: stopped by a person. `differs`: there, but not as drawn. */
export type NodeState = 'planned' | 'changing' | 'up' | 'down' | 'failed' | 'differs';
/** `down`: made, but an end has no carrier and nobody drew that. `cut`: by a person. */
export type LinkState = 'planned' | 'changing' | 'up' | 'down' | 'failed' | 'cut';

/** A change shows first, then a failure; then what is drawn as stopped; then what the kernel says. */
export function nodeState(node: TopologyNode, wanted: WantedLab, observed: ObservedState, lab: LabState | undefined): NodeState {
  if (lab?.changing.includes(node.id)) return 'changing';
  if (lab?.failed.some((one) => one.id === node.id)) return 'failed';
  const there = observed[node.id];
  if (node.stopped && !there) return 'down';
  if (!there) return 'planned';
  const drawn = wanted.nodes.get(node.id);
  return drawn && differences(drawn, there).length === 0 && routeDifferences(drawn, there).length === 0 ? 'up' : 'differs';
}

export function linkState(link: TopologyLink, wanted: WantedLab, observed: ObservedState, lab: LabState | undefined): LinkState {
  if (lab?.changing.includes(link.id)) return 'changing';
  if (lab?.failed.some((one) => one.id === link.id)) return 'failed';
  const [a, b] = link.ends;
  // Held back with a device that a person stopped.
  if (wanted.stopped?.has(a.node) || wanted.stopped?.has(b.node)) return 'down';
  const [one, other] = [interfaceOf(observed[a.node], a.interface), interfaceOf(observed[b.node], b.interface)];
  if (!one || !other) return 'planned';
  const carrier = one.carrier && other.carrier;
  if (link.up === false) return carrier ? 'changing' : 'cut';
  return carrier ? 'up' : 'down';
}

/** What the kernel says of an interface of a device; undefined while it is not there. */
export function interfaceOf(node: ObservedNode | undefined, name: string): ObservedInterface | undefined {
  return node?.interfaces.find((one) => one.name === name);
}

/** One thing that the kernel has otherwise than drawn. `missing`: drawn, not there. `extra`: there, not drawn. */
export interface Difference {
  readonly kind: 'missing' | 'extra' | 'changed';
  readonly what: 'interface' | 'address' | 'up' | 'mtu' | 'mac';
  readonly interface: string;
  /** The address, or the value that the kernel has. */
  readonly value: string;
}

/** Tunnels that the kernel makes in every new network once their module is loaded (net.core.fb_tunnels_only_for_init_net). */
const fallbackTunnels = new Set(['tunl0', 'sit0', 'gre0', 'gretap0', 'erspan0', 'ip_vti0', 'ip6_vti0', 'ip6tnl0', 'ip6gre0']);
/** There without a cable: the switch itself, its way out, and the end of a program that leads to the Internet. */
const comesByItself = ({ name, kind }: ObservedInterface, { mac }: WantedNode): boolean =>
  (name === bridgeName && mac !== undefined) || name === uplinkPort || kind === 'loopback' || kind === 'tun' || fallbackTunnels.has(name);

/** Above so many interfaces a device has an index of them. */
const few = 8;

/** Link-local IPv6 addresses come by themselves and are no difference. */
export function differences(drawn: WantedNode, there: ObservedNode): Difference[] {
  const found: Difference[] = [];
  const { interfaces } = there;
  // Thousands of devices are compared when a lab is opened, and nearly all are small.
  const index = interfaces.length > few ? new Map(interfaces.map((one) => [one.name, one])) : undefined;
  let known = 0;
  for (const [name, want] of drawn.interfaces) {
    const one = index ? index.get(name) : interfaceOf(there, name);
    if (!one) {
      found.push({ kind: 'missing', what: 'interface', interface: name, value: name });
      continue;
    }
    known++;
    // A cut takes the port of a switch down: that is the cable's state, not a difference of the device.
    if (!want.port && one.up !== want.up) found.push({ kind: 'changed', what: 'up', interface: name, value: one.up ? 'up' : 'down' });
    if (one.mtu !== want.mtu) found.push({ kind: 'changed', what: 'mtu', interface: name, value: String(one.mtu) });
    if (one.mac !== want.mac) found.push({ kind: 'changed', what: 'mac', interface: name, value: one.mac });
    for (const { address } of want.addresses)
      if (one.up && !one.addresses.some((has) => has.address === address && has.scope !== 'link'))
        found.push({ kind: 'missing', what: 'address', interface: name, value: address });
    for (const { address, scope } of one.addresses)
      if (scope !== 'link' && !want.addresses.some((wanted) => wanted.address === address))
        found.push({ kind: 'extra', what: 'address', interface: name, value: address });
  }
  if (known < interfaces.length)
    for (const one of interfaces)
      if (!drawn.interfaces.has(one.name) && !comesByItself(one, drawn))
        found.push({ kind: 'extra', what: 'interface', interface: one.name, value: one.name });
  return found;
}
