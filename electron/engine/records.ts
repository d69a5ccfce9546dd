/**
 * What is read out of a node's record once and kept as long as the record lives: typed addresses and routes as numbers, MAC addresses, order.
 * A record of a drawing never changes (an edit makes a new one), so everything here is remembered by it. `memo` fields hold the last result
 * made from it; they save work, they never decide what comes out.
 */
import {
  formatAddress,
  formatPrefixed,
  isOfSomebody,
  networkOf,
  parseAddress,
  parseDestination,
  parsePrefixed,
} from '../shared/topology/address';
import type { Address, Family, PrefixedAddress } from '../shared/topology/address';
import { hash, naturally, ordinalOf } from '../shared/topology/order';
import { isBridge, kernelKindOf } from '../shared/topology/kinds';
import { namespaceKinds } from '../shared/topology/schema';
import type { KernelKind, NamespaceKind, TopologyInterface, TopologyNode } from '../shared/topology/schema';
import { isIpv6Off } from '../shared/topology/sysctl';
import { because } from '../shared/text/reason';
import { readCommands, readSettings } from './inside';
import type { WantedAddress, WantedCommand, WantedFile, WantedInterface, WantedNode, WantedRoute } from './wanted';

/** IEEE 802.3: what a cable carries when nobody says otherwise, bytes. */
const defaultMtu = 1500;
/** RFC 8200, section 5: below it the kernel turns IPv6 off on the interface. */
export const leastIpv6Mtu = 1280;

export interface InterfaceRecord {
  readonly name: string;
  /** `eth` and 12 of `eth12`, for a quick natural order. */
  readonly stem: string;
  readonly number: number;
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  /** IPv6 is possible: not turned off by a setting, and the MTU is large enough for it. */
  readonly ipv6: boolean;
  /** What a person typed, readable and each once; undefined: automatic. */
  readonly typed: Readonly<Partial<Record<Family, readonly PrefixedAddress[]>>>;
  addresses?: {
    ipv4: PrefixedAddress | undefined;
    ipv6: PrefixedAddress | undefined;
    numbers: Readonly<Partial<Record<Family, number>>>;
    made: readonly WantedAddress[];
  };
  wanted?: WantedInterface;
}

export interface TypedRoute {
  readonly to: PrefixedAddress;
  readonly via?: Address;
  readonly made: WantedRoute;
}

export interface NodeRecord {
  readonly lab: string;
  readonly node: TopologyNode;
  readonly id: string;
  /** The number in its id; Infinity without one. */
  readonly age: number;
  readonly kernel: KernelKind;
  /** To the kernel a switch or hub. */
  readonly bridge: boolean;
  /** Leads between segments: a router or a way to the Internet. */
  readonly routing: boolean;
  readonly mac: string | undefined;
  readonly isolation: readonly NamespaceKind[];
  readonly routes: readonly TypedRoute[];
  /** All that are drawn, whether what they are settings of is there or not. */
  readonly settings: ReadonlyMap<string, string>;
  readonly startup: readonly WantedCommand[];
  /** This computer's own end in the segment: only of `this-computer`. */
  readonly outside: InterfaceRecord | undefined;
  readonly interfaces: Map<string, InterfaceRecord>;
  files?: readonly WantedFile[];
  map?: ReadonlyMap<string, WantedInterface>;
  routed?: { from: readonly unknown[]; made: readonly WantedRoute[] };
  wanted?: WantedNode;
}

/** Of the lab's edge: leads outside. */
export const isEdge = ({ node, kernel }: NodeRecord): boolean => node.kind !== kernel;

const records = new WeakMap<TopologyNode, NodeRecord>();

/** @param lab id of the lab: part of what MAC addresses are made from. */
export function recordOf(lab: string, node: TopologyNode): NodeRecord {
  let record = records.get(node);
  if (record?.lab !== lab) records.set(node, (record = readNode(lab, node)));
  return record;
}

/** The interface, drawn or not: one that only a cable names has the default of everything. @param mtu that of its cable, bytes. */
export function interfaceOf(record: NodeRecord, name: string, mtu = defaultMtu): InterfaceRecord {
  const drawn = record.node.interfaces?.find((one) => one.name === name);
  const own = drawn?.mtu ?? mtu;
  let found = record.interfaces.get(name);
  if (found?.mtu !== own) record.interfaces.set(name, (found = readInterface(record, name, own, drawn)));
  return found;
}

/** Oldest first: by the number in the id, then by the id. Independent of the order in the file. */
export function byAge(a: { readonly age: number; readonly id: string }, b: { readonly age: number; readonly id: string }): number {
  return a.age === b.age ? naturally(a.id, b.id) : a.age - b.age;
}
/** eth2 before eth10. */
export function byName(a: InterfaceRecord, b: InterfaceRecord): number {
  return a.stem === b.stem && a.number !== b.number ? a.number - b.number : naturally(a.name, b.name);
}

function readNode(lab: string, node: TopologyNode): NodeRecord {
  const own = node.isolation && new Set([...node.isolation, 'net']);
  const kernel = kernelKindOf[node.kind];
  const bridge = isBridge(node);
  return {
    lab,
    node,
    id: node.id,
    age: ordinalOf(node.id) ?? Infinity,
    kernel,
    bridge,
    routing: kernel === 'router',
    mac: bridge ? macOf(lab, node.id, 'br0') : undefined,
    isolation: own ? namespaceKinds.filter((kind) => own.has(kind)) : namespaceKinds,
    routes: (node.routes ?? []).flatMap((route) => readRoute(route) ?? []),
    settings: readSettings(node.sysctls),
    startup: readCommands(node.startup),
    outside: node.kind === 'this-computer' ? readOutside(lab, node) : undefined,
    interfaces: new Map(),
  };
}

function readInterface(
  { lab, node, settings }: NodeRecord,
  name: string,
  mtu: number,
  drawn: TopologyInterface | undefined,
): InterfaceRecord {
  const [, stem = name, number = '0'] = /^(.*?)(\d{1,9})$/.exec(name) ?? [];
  const ipv6 = mtu >= leastIpv6Mtu && !isIpv6Off(settings, name);
  return {
    name,
    stem,
    number: Number(number),
    mac: drawn?.mac ?? macOf(lab, node.id, name),
    mtu,
    up: drawn?.up ?? true,
    ipv6,
    typed: { ipv4: readAddresses(drawn?.ipv4, 'ipv4'), ipv6: ipv6 ? readAddresses(drawn?.ipv6, 'ipv6') : [] },
  };
}

/** The end of a veth pair on this computer, in a segment as any layer-3 end. */
function readOutside(lab: string, { id, computer }: TopologyNode): InterfaceRecord {
  const name = `nw-${hash(`${lab}/${id}`, 3).toString(16).padStart(8, '0')}`;
  const typed = { ipv4: readAddresses(computer?.ipv4, 'ipv4'), ipv6: readAddresses(computer?.ipv6, 'ipv6') };
  return { name, stem: name, number: 0, mac: macOf(lab, id, 'outside'), mtu: defaultMtu, up: true, ipv6: true, typed };
}

/** What cannot be read, and what no interface can have, is left out: `validate` names it. */
function readAddresses(texts: readonly string[] | undefined, family: Family): readonly PrefixedAddress[] | undefined {
  if (!texts) return undefined;
  const found = new Map<string, PrefixedAddress>();
  for (const text of texts) {
    const address = parsePrefixed(text);
    // The kernel holds an IPv6 address once, whatever its prefix length (ipv6_add_addr), an IPv4 address once for each.
    if (address?.family === family && isOfSomebody(address))
      found.set(family === 'ipv6' ? formatAddress(address) : formatPrefixed(address), address);
  }
  return [...found.values()];
}

function readRoute({ to: text, via: gateway, dev }: { to: string; via?: string; dev?: string }): TypedRoute | undefined {
  const to = parseDestination(text, gateway);
  const via = gateway === undefined ? undefined : parseAddress(gateway);
  if (!to || (gateway !== undefined && (via?.family !== to.family || !isOfSomebody(via))) || (!via && dev === undefined)) return undefined;
  const made: WantedRoute = {
    to: formatPrefixed(networkOf(to)),
    ...(via && { via: formatAddress(via) }),
    ...(dev !== undefined && { dev }),
    automatic: false,
    reason: because('typed'),
  };
  return { to: networkOf(to), ...(via && { via }), made };
}

/** Locally administered, unicast, and the same for the same lab, node and interface for ever (IEEE 802, U/L bit). */
export function macOf(lab: string, node: string, name: string): string {
  const text = `${lab}/${node}/${name}`;
  const digits = hash(text, 1).toString(16).padStart(8, '0') + (hash(text, 2) & 255).toString(16).padStart(2, '0');
  return `02:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}:${digits.slice(6, 8)}:${digits.slice(8, 10)}`;
}
