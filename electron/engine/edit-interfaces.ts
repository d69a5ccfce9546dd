/** Edits of single fields of interfaces, and of typed routes. */
import type { Topology, TopologyInterface, TopologyRoute } from '../shared/topology/schema';
import { changeInterface, changeNodes } from './edit';
import { withField } from './edit-fields';

/** @param value undefined: automatic. */
export function setInterfaceField<K extends 'ipv4' | 'ipv6' | 'mac' | 'mtu' | 'up'>(
  topology: Topology,
  node: string,
  name: string,
  key: K,
  value: TopologyInterface[K] | undefined,
): Topology {
  return changeNodes(topology, [node], (record) => changeInterface(record, name, (one) => withField(one, key, value)));
}

/** @param at place in the list; its length: a new one. @param route undefined: taken away. */
export function setRoute(topology: Topology, node: string, at: number, route: TopologyRoute | undefined): Topology {
  return changeNodes(topology, [node], (record) => {
    const routes = [...(record.routes ?? [])];
    routes.splice(at, 1, ...(route ? [route] : []));
    return withField(record, 'routes', routes.length > 0 ? routes : undefined);
  });
}
