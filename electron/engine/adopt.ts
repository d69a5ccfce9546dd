/** One click from what the kernel has to the drawing: an observed difference becomes what is wanted. */
import type { Topology, TopologyRoute } from '../shared/topology/schema';
import { setAddresses } from './edit';
import { setInterfaceField, setRoute } from './edit-interfaces';
import type { Difference } from './observe';
import type { RouteDifference } from './observe-routes';
import type { WantedNode } from './wanted';

/** @returns undefined: a drawing cannot say it. An interface is there by its cable alone. */
export function adopt(topology: Topology, node: WantedNode, { what, kind, interface: name, value }: Difference): Topology | undefined {
  switch (what) {
    case 'interface':
      return undefined;
    case 'mtu':
      return setInterfaceField(topology, node.id, name, 'mtu', Number(value));
    case 'mac':
      return setInterfaceField(topology, node.id, name, 'mac', value);
    case 'up':
      return setInterfaceField(topology, node.id, name, 'up', value === 'up' ? undefined : false);
    case 'address': {
      const isIpv6 = value.includes(':');
      const now = (node.interfaces.get(name)?.addresses ?? []).map(({ address }) => address).filter((one) => one.includes(':') === isIpv6);
      const then = kind === 'extra' ? [...now, value] : now.filter((one) => one !== value);
      return setAddresses(topology, node.id, name, isIpv6 ? 'ipv6' : 'ipv4', then);
    }
  }
}

/** @returns undefined: it is an automatic route, which a drawing cannot leave out alone. */
export function adoptRoute(topology: Topology, { id }: WantedNode, { kind, to, via, dev }: RouteDifference): Topology | undefined {
  const typed = topology.nodes.find((node) => node.id === id)?.routes ?? [];
  const isDefault = to === '0.0.0.0/0' || (to === '::/0' && via !== undefined);
  const written = isDefault ? 'default' : to;
  if (kind === 'missing') {
    const at = typed.findIndex((route) => (route.to === written || route.to === to) && route.via === via);
    return at < 0 ? undefined : setRoute(topology, id, at, undefined);
  }
  // The kernel finds the interface of a gateway itself, unless every one has that network.
  const needsInterface = via === undefined || /^fe[89ab]/i.test(via);
  const route: TopologyRoute = { to: written, ...(via !== undefined && { via }), ...(needsInterface && dev !== undefined && { dev }) };
  return setRoute(topology, id, typed.length, route);
}
