/**
 * What joins a lab to the world outside, complete: what the nodes `internet`, `this-computer` and `nic` ask of whoever carries it out. To the kernel they
 * are a router and two switches; this is the one thing more that each has.
 */
import { uplinkPort } from '../shared/topology/kinds';
import { givenTo } from './place';
import type { NodeRecord } from './records';
import { macOf } from './records';
import { equal, keep } from './reuse';
import { routesBeyond } from './routes';
import type { Structure } from './structure';
import type { WantedAddress, WantedLab, WantedNode, WantedRoute } from './wanted';

/**
 * Addresses at which a node of kind `internet` answers name queries of the whole lab: nobody in a lab has them (RFC 2544 and RFC 4193 networks), so they follow the
 * default route. pasta(1) takes them as `--dns-forward`; slirp4netns(1) answers at .3 of its network, `--cidr 198.19.255.0/24`.
 */
export const resolverAddresses = { ipv4: '198.19.255.3', ipv6: 'fd5e:57ac:6e77::3' } as const;

export interface WantedForward {
  readonly protocol: 'tcp' | 'udp';
  /** Of this computer's loopback. */
  readonly port: number;
  readonly node: string;
  /** Where the node listens: its first IPv4 address, without prefix length (native/src/internet.c says why no other). */
  readonly address: string;
  readonly nodePort: number;
}
export interface InternetUplink {
  readonly kind: 'internet';
  readonly forwards: readonly WantedForward[];
  /** Nodes reach services on this computer's own loopback. */
  readonly loopback: boolean;
}
export interface ComputerUplink {
  readonly kind: 'this-computer';
  /** Name of this computer's end, the same for the same lab and node; at most 15 bytes. */
  readonly interface: string;
  readonly mac: string;
  /** MAC address of the end in the lab, the bridge's port `uplinkPort`. */
  readonly portMac: string;
  readonly addresses: readonly WantedAddress[];
  /** Of this computer, to the lab's other segments; only if asked for. */
  readonly routes: readonly WantedRoute[];
}
export interface NicUplink {
  readonly kind: 'nic';
  /** Absent: not chosen yet. */
  readonly interface?: string;
  readonly mode: 'bridge' | 'macvlan' | 'whole';
}
export type WantedUplink = InternetUplink | ComputerUplink | NicUplink;

type Nodes = ReadonlyMap<string, WantedNode>;
const families = ['ipv4', 'ipv6'] as const;

/** Of the nodes that are there. @param old the result before, to be used again where it is the same. */
export function uplinksOf(structure: Structure, nodes: Nodes, old: WantedLab['uplinks'] | undefined): WantedLab['uplinks'] {
  if (structure.edges.size === 0) return old?.size === 0 ? old : new Map();
  const found = new Map<string, WantedUplink>();
  for (const [id, record] of [...structure.edges].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (nodes.has(id)) found.set(id, keep(old?.get(id), uplinkOf(record, structure, nodes)));
  return old && equal(old, found) ? old : found;
}

/** Undefined where no node leads to the Internet, or none with an address. */
export function resolverOf({ edges }: Pick<Structure, 'edges'>, nodes: Nodes): WantedLab['resolver'] {
  const ways = [...edges.values()].filter(({ node }) => node.kind === 'internet').flatMap(({ id }) => nodes.get(id) ?? []);
  const servers = families.filter((family) => ways.some((node) => firstAddress(node, family))).map((family) => resolverAddresses[family]);
  return servers.length > 0 ? { servers } : undefined;
}

function uplinkOf(record: NodeRecord, structure: Structure, nodes: Nodes): WantedUplink {
  switch (record.node.kind) {
    case 'this-computer':
      return computerUplink(record, structure);
    case 'nic': {
      const { interface: name, mode = 'macvlan' } = record.node.nic ?? {};
      return { kind: 'nic', ...(name !== undefined && { interface: name }), mode };
    }
    default:
      return internetUplink(record, nodes);
  }
}

function internetUplink({ node }: NodeRecord, nodes: Nodes): InternetUplink {
  const forwards = (node.internet?.forwards ?? []).flatMap(({ protocol, port, node: id, nodePort }) => {
    const target = nodes.get(id);
    const address = target && firstAddress(target, 'ipv4');
    return address === undefined ? [] : [{ protocol, port, node: id, address, nodePort }];
  });
  return { kind: 'internet', forwards, loopback: node.internet?.loopback ?? false };
}

function computerUplink({ id, lab, node, outside }: NodeRecord, structure: Structure): ComputerUplink {
  const place = structure.placeOfBridge.get(id);
  const addresses = place && outside ? givenTo(place, outside) : [];
  return {
    kind: 'this-computer',
    interface: outside!.name,
    mac: outside!.mac,
    portMac: macOf(lab, id, uplinkPort),
    addresses,
    routes: node.computer?.routes && place ? routesBeyond(place.routed, addresses, structure.graph) : [],
  };
}

function firstAddress({ interfaces }: WantedNode, family: 'ipv4' | 'ipv6'): string | undefined {
  for (const { up, addresses } of interfaces.values()) {
    const found = up && addresses.find(({ address }) => address.includes(':') === (family === 'ipv6'));
    if (found) return found.address.slice(0, found.address.indexOf('/'));
  }
  return undefined;
}
