/**
 * A pure model of what the kernel does with operations, and what it refuses: the measure that plans are tested by. It knows the facts that make
 * an order of operations right or wrong; each refusal carries the error name that the kernel would answer with.
 */
import { contains, networkOf, parseAddress, parsePrefixed } from '../shared/topology/address';
import type { PrefixedAddress } from '../shared/topology/address';
import type { Operation } from '../shared/lab/operation';
import type { KernelKind, NamespaceKind } from '../shared/topology/schema';
import { bornSettings, hasIpv6, withForwarding, withInterfaceBorn, withMtu, withoutInterface, withSetting } from './model-settings';
import type { Settings } from './model-settings';

export interface ModelInterface {
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  readonly port: boolean;
  readonly link: string;
  /** In the kernel's order: the first of an IPv4 network is its primary. */
  readonly addresses: readonly string[];
}
export interface ModelRoute {
  readonly to: string;
  readonly via?: string;
  /** The interface that it leaves through. */
  readonly through: string;
}
export interface ModelNode {
  readonly name: string;
  readonly kind: KernelKind;
  readonly isolation: readonly NamespaceKind[];
  readonly forwarding: boolean;
  readonly mac?: string;
  readonly stp: boolean;
  readonly readOnly: boolean;
  readonly settings: Settings;
  readonly files: Extract<Operation, { op: 'node.files' }>['files'];
  readonly limits: Readonly<Record<string, number | undefined>>;
  readonly interfaces: ReadonlyMap<string, ModelInterface>;
  /** By destination: one route to each. */
  readonly routes: ReadonlyMap<string, ModelRoute>;
}
export interface ModelLink {
  readonly medium: 'pair' | 'wire';
  readonly ends: readonly [{ node: string; interface: string }, { node: string; interface: string }];
  readonly cut: boolean;
}
export interface ModelState {
  readonly nodes: ReadonlyMap<string, ModelNode>;
  readonly links: ReadonlyMap<string, ModelLink>;
  /** Name servers of the lab. */
  readonly servers: readonly string[];
}
export const emptyState: ModelState = { nodes: new Map(), links: new Map(), servers: [] };

/** The kernel said no. */
export class Refused extends Error {
  constructor(
    readonly errno: string,
    readonly operation: Operation,
    why: string,
  ) {
    super(`${errno}: ${why}: ${JSON.stringify(operation)}`);
  }
}

/** BR_MAX_PORTS, net/bridge/br_private.h. */
const mostPorts = 1023;

/** All or nothing: throws at the first operation that is refused. */
export function applyAll(state: ModelState, operations: readonly Operation[]): ModelState {
  return operations.reduce(applyOne, state);
}

export function applyOne(state: ModelState, operation: Operation): ModelState {
  const refuse = (errno: string, why: string): never => {
    throw new Refused(errno, operation, why);
  };
  const nodeOf = (id: string): ModelNode => state.nodes.get(id) ?? refuse('ESRCH', 'no such node');
  const withNode = (id: string, node: ModelNode): ModelState => ({ ...state, nodes: new Map(state.nodes).set(id, node) });
  const interfaceOf = (id: string, name: string): ModelInterface =>
    nodeOf(id).interfaces.get(name) ?? refuse('ENODEV', 'no such interface');
  const withInterface = (id: string, name: string, one: ModelInterface, routes = nodeOf(id).routes): ModelState =>
    withNode(id, { ...nodeOf(id), interfaces: new Map(nodeOf(id).interfaces).set(name, one), routes });

  switch (operation.op) {
    case 'node.create': {
      if (state.nodes.has(operation.node)) refuse('EEXIST', 'the node is there');
      const { node, name, kind, isolation, forwarding, mac, stp = false, readOnly = false } = operation;
      const bridge = kind === 'switch' || kind === 'hub';
      if (bridge !== (mac !== undefined)) refuse('EINVAL', 'a bridge, and only a bridge, has a MAC address');
      if (!isolation.includes('net')) refuse('EINVAL', 'a node has a network of its own');
      if (stp && kind !== 'switch') refuse('EINVAL', 'only a switch has a spanning tree');
      if (readOnly && !(isolation.includes('mnt') && isolation.includes('user'))) refuse('EINVAL', "the files are the lab's");
      return withNode(node, {
        name,
        kind,
        isolation,
        forwarding,
        ...(mac !== undefined && { mac }),
        stp,
        readOnly,
        settings: bornSettings(forwarding),
        files: [],
        limits: {},
        interfaces: new Map(),
        routes: new Map(),
      });
    }
    case 'node.delete': {
      if (nodeOf(operation.node).interfaces.size > 0) refuse('EBUSY', 'its cables must go first');
      const nodes = new Map(state.nodes);
      nodes.delete(operation.node);
      return { ...state, nodes };
    }
    case 'node.rename':
      return withNode(operation.node, { ...nodeOf(operation.node), name: operation.name });
    case 'node.kind': {
      const node = nodeOf(operation.node);
      const isBridge = operation.kind === 'switch' || operation.kind === 'hub';
      if (isBridge !== (node.mac !== undefined)) refuse('EINVAL', 'a bridge stays a bridge');
      if (node.stp && operation.kind !== 'switch') refuse('EINVAL', 'only a switch has a spanning tree');
      return withNode(operation.node, { ...withForwarding(node, operation.forwarding), kind: operation.kind });
    }
    case 'node.stp': {
      const node = nodeOf(operation.node);
      if (node.kind !== 'switch') refuse('EINVAL', 'only a switch has a spanning tree');
      return withNode(operation.node, { ...node, stp: operation.stp });
    }
    case 'node.sysctl': {
      const result = withSetting(nodeOf(operation.node), operation.name, operation.value);
      return 'errno' in result ? refuse(result.errno, result.why) : withNode(operation.node, result);
    }
    case 'node.files': {
      const node = nodeOf(operation.node);
      if (!node.isolation.includes('mnt')) refuse('EINVAL', "the files are the lab's");
      if (new Set(operation.files.map(({ path }) => path)).size < operation.files.length) refuse('EINVAL', 'one path twice');
      return withNode(operation.node, { ...node, files: operation.files });
    }
    case 'node.limits': {
      const { node: id, cpu, memory, pids } = operation;
      return withNode(id, { ...nodeOf(id), limits: { cpu, memory, pids } });
    }
    case 'lab.resolver':
      return { ...state, servers: operation.servers };
    case 'link.create': {
      if (state.links.has(operation.link)) refuse('EEXIST', 'the cable is there');
      const nodes = new Map(state.nodes);
      for (const { node: id, interface: name, mac, mtu, up, port } of operation.ends) {
        const node = nodes.get(id) ?? refuse('ESRCH', 'no such node');
        if (node.interfaces.has(name)) refuse('EEXIST', 'the interface is there');
        if (port !== (node.mac !== undefined)) refuse('EINVAL', 'every end at a bridge, and only there, is a port');
        if (port && node.interfaces.size >= mostPorts) refuse('EXFULL', 'the bridge has no port left');
        nodes.set(id, {
          ...node,
          settings: withInterfaceBorn(node.settings, name, mtu),
          interfaces: new Map(node.interfaces).set(name, { mac, mtu, up, port, link: operation.link, addresses: [] }),
        });
      }
      if (operation.medium === 'wire' && operation.ends.some((end) => end.port)) refuse('EINVAL', 'a wire joins layer-3 ends');
      const ends = operation.ends.map(({ node, interface: name }) => ({ node, interface: name })) as unknown as ModelLink['ends'];
      return { ...state, nodes, links: new Map(state.links).set(operation.link, { medium: operation.medium, ends, cut: operation.cut }) };
    }
    case 'link.delete': {
      const link = state.links.get(operation.link) ?? refuse('ENODEV', 'no such cable');
      const nodes = new Map(state.nodes);
      for (const { node: id, interface: name } of link.ends) {
        const node = nodes.get(id)!;
        const interfaces = new Map(node.interfaces);
        interfaces.delete(name);
        const routes = without(node.routes, (route) => route.through === name);
        nodes.set(id, { ...node, interfaces, routes, settings: withoutInterface(node.settings, name) });
      }
      const links = new Map(state.links);
      links.delete(operation.link);
      return { ...state, nodes, links };
    }
    case 'link.cut':
    case 'link.restore': {
      const link = state.links.get(operation.link) ?? refuse('ENODEV', 'no such cable');
      const cut = operation.op === 'link.cut';
      if (link.cut === cut) refuse('EALREADY', cut ? 'it is cut' : 'it is whole');
      return { ...state, links: new Map(state.links).set(operation.link, { ...link, cut }) };
    }
    case 'interface.set': {
      const { node: id, interface: name, up, mtu, mac } = operation;
      const one = interfaceOf(id, name);
      const next = { ...one, ...(up !== undefined && { up }), ...(mtu !== undefined && { mtu }), ...(mac !== undefined && { mac }) };
      // Set down, the kernel flushes the routes through it; the supervisor keeps the addresses.
      const routes = next.up ? nodeOf(id).routes : without(nodeOf(id).routes, (route) => route.through === name);
      // Below 1,280 bytes IPv6 is turned off (addrconf_notify, NETDEV_CHANGEMTU).
      const addresses = next.mtu < 1280 ? one.addresses.filter((address) => !address.includes(':')) : one.addresses;
      const left = next.mtu < 1280 ? without(routes, (route) => route.through === name && route.to.includes(':')) : routes;
      const changed = withInterface(id, name, { ...next, addresses }, left);
      const node = changed.nodes.get(id)!;
      return { ...changed, nodes: new Map(changed.nodes).set(id, { ...node, settings: withMtu(node.settings, name, one.mtu, next.mtu) }) };
    }
    case 'address.add': {
      const { node: id, interface: name, address } = operation;
      const one = interfaceOf(id, name);
      if (one.port) refuse('EINVAL', 'a port has no addresses');
      if (!parsePrefixed(address)) refuse('EINVAL', 'no address');
      if (one.addresses.includes(address)) refuse('EEXIST', 'the address is there');
      if (address.includes(':') && !hasIpv6(nodeOf(id), name, one)) refuse('EINVAL', 'IPv6 is off on this interface');
      return withInterface(id, name, { ...one, addresses: [...one.addresses, address] });
    }
    case 'address.delete':
      return withoutAddress(state, operation, interfaceOf(operation.node, operation.interface), refuse);
    case 'route.add': {
      const node = nodeOf(operation.node);
      const { to, via, dev } = operation;
      const destination = parsePrefixed(to) ?? refuse('EINVAL', 'no destination');
      if (networkOf(destination).value !== destination.value) refuse('EINVAL', 'host bits are set');
      if (node.routes.has(to)) refuse('EEXIST', 'the route is there');
      if (isConnected(node, destination)) refuse('EEXIST', 'the node is on that network');
      const through = via === undefined ? dev : wayTo(node, via, dev);
      if (through === undefined) return refuse(via === undefined ? 'ENODEV' : 'ENETUNREACH', 'no way to the gateway');
      const one = node.interfaces.get(through) ?? refuse('ENODEV', 'no such interface');
      if (!one.up) refuse('ENETDOWN', 'the interface is down');
      if (to.includes(':') && !hasIpv6(node, through, one)) refuse('EACCES', 'IPv6 is off on this interface');
      const routes = new Map(node.routes).set(to, { to, ...(via !== undefined && { via }), through });
      return withNode(operation.node, { ...node, routes });
    }
    case 'route.delete': {
      const node = nodeOf(operation.node);
      const route = node.routes.get(operation.to);
      if (!route || route.via !== operation.via || (operation.dev !== undefined && operation.dev !== route.through))
        refuse('ESRCH', 'no such route');
      return withNode(operation.node, { ...node, routes: without(node.routes, (other) => other === route) });
    }
    case 'interface.delete':
      return refuse('EINVAL', 'the model has only what was drawn');
    case 'command.run':
      nodeOf(operation.node);
      return state;
  }
}

/** The primary of an IPv4 network takes its secondaries along; the last IPv4 address takes the IPv4 routes of the interface along. */
function withoutAddress(
  state: ModelState,
  operation: Extract<Operation, { op: 'address.delete' }>,
  one: ModelInterface,
  refuse: (errno: string, why: string) => never,
): ModelState {
  const { node: id, interface: name, address } = operation;
  const node = state.nodes.get(id)!;
  if (!one.addresses.includes(address)) refuse('EADDRNOTAVAIL', 'no such address');
  const gone = new Set([address]);
  if (!address.includes(':')) {
    const parsed = parsePrefixed(address)!;
    const family = one.addresses.filter((other) => sameNetwork(parsePrefixed(other)!, parsed));
    if (family[0] === address) for (const other of family) gone.add(other);
  }
  const addresses = one.addresses.filter((other) => !gone.has(other));
  const flushed = !address.includes(':') && !addresses.some((other) => !other.includes(':'));
  const routes = flushed ? without(node.routes, (route) => route.through === name && !route.to.includes(':')) : node.routes;
  return {
    ...state,
    nodes: new Map(state.nodes).set(id, { ...node, routes, interfaces: new Map(node.interfaces).set(name, { ...one, addresses }) }),
  };
}

function sameNetwork(a: PrefixedAddress, b: PrefixedAddress): boolean {
  return a.family === b.family && a.length === b.length && networkOf(a).value === networkOf(b).value;
}

/** True if the prefix is the network of an address on an interface that is up: the kernel made that route itself. */
function isConnected(node: ModelNode, to: PrefixedAddress): boolean {
  return [...node.interfaces.values()].some((one) => one.up && one.addresses.some((address) => sameNetwork(parsePrefixed(address)!, to)));
}

/** The interface with the narrowest network that has the gateway, as the kernel looks it up. */
function wayTo(node: ModelNode, via: string, dev: string | undefined): string | undefined {
  const gateway = parseAddress(via);
  if (!gateway) return undefined;
  let best: { name: string; length: number } | undefined;
  for (const [name, one] of node.interfaces) {
    if (!one.up || (dev !== undefined && dev !== name)) continue;
    for (const address of one.addresses) {
      const own = parsePrefixed(address)!;
      if (own.value === gateway.value && own.family === gateway.family) return undefined;
      if (contains(own, gateway) && (!best || own.length > best.length)) best = { name, length: own.length };
    }
  }
  return best?.name;
}

function without(routes: ReadonlyMap<string, ModelRoute>, gone: (route: ModelRoute) => boolean): ReadonlyMap<string, ModelRoute> {
  const kept = [...routes].filter(([, route]) => !gone(route));
  return kept.length === routes.size ? routes : new Map(kept);
}
