/** From the drawing to what the kernel shall have: every name, MAC address, address and route decided. Pure and deterministic. */
import type { NodeLimits, Topology } from '../shared/topology/schema';
import { isOfIpv6, settingInterface } from '../shared/topology/sysctl';
import { readFiles } from './inside';
import type { Sources } from './inside';
import { leastIpv6Mtu } from './records';
import { givenTo } from './place';
import type { Place } from './place';
import type { NodeRecord } from './records';
import { equal, keep, recall, remember } from './reuse';
import { routesOf } from './routes';
import { advance, nothing } from './structure';
import type { Port, Structure } from './structure';
import { resolverOf, uplinksOf } from './uplinks';
import { emptyLab } from './wanted';
import type { WantedAddress, WantedFile, WantedInterface, WantedLab, WantedLink, WantedNode } from './wanted';

export interface DeriveOptions {
  /** Ids of nodes and links to leave out, as if they were stopped (they could not be made). */
  readonly hold?: ReadonlySet<string>;
  /**
   * Texts of the private files that lie beside the lab file, by `source`; the host reads them. Without a text the file is left out. The same map, and the
   * same result is found at once.
   */
  readonly sources?: Sources;
}
const nobody: ReadonlySet<string> = new Set();
const noSources: Sources = new Map();

/** @param previous an earlier result for this lab: parts that came out the same are its very objects. It never decides what comes out. */
export function derive(topology: Topology, previous?: WantedLab, { hold = nobody, sources = noSources }: DeriveOptions = {}): WantedLab {
  const before = previous && recall(previous);
  const step = advance(before ?? nothing, topology, { hold, sources });
  if (!step) {
    if (previous && before) remember(previous, { ...before, sources, nodeList: topology.nodes, linkList: topology.links });
    return previous ?? emptyLab;
  }
  const { structure, dirty, whole } = step;
  const links = new Map(whole ? [] : previous?.links);
  for (const id of dirty.links) {
    const link = wantedLink(structure, hold, id, previous?.links.get(id));
    if (link) links.set(id, link);
    else links.delete(id);
  }
  const nodes = new Map(whole ? [] : previous?.nodes);
  for (const id of dirty.nodes) {
    const record = structure.nodes.get(id);
    if (record && isThere(record, hold)) nodes.set(id, wantedNode(structure, record, links, previous?.nodes.get(id)));
    else nodes.delete(id);
  }
  const stopped = new Set<string>();
  for (const { id, node } of structure.nodes.values()) if (node.stopped) stopped.add(id);
  const segments = structure.places.map((place) => place.shown);
  const uplinks = uplinksOf(structure, nodes, previous?.uplinks);
  const resolver = keep(previous?.resolver, resolverOf(structure, nodes));
  const lab: WantedLab = { nodes, links, segments, uplinks, ...(resolver && { resolver }), stopped };
  const result = previous && sameLab(previous, lab) ? previous : lab;
  remember(result, structure);
  return result;
}

const isThere = ({ id, node }: NodeRecord, hold: ReadonlySet<string>): boolean => !node.stopped && !hold.has(id);

function wantedLink(structure: Structure, hold: ReadonlySet<string>, id: string, old: WantedLink | undefined): WantedLink | undefined {
  const cable = structure.cables.get(id);
  if (!cable || hold.has(id) || !cable.ends.every(({ node }) => isThere(node, hold))) return undefined;
  const { ends } = cable;
  const [a, b] = cable.link.ends;
  return keep(old, {
    id,
    medium: ends[0].node.bridge || ends[1].node.bridge ? 'pair' : 'wire',
    ends: [
      { node: a.node, interface: a.interface },
      { node: b.node, interface: b.interface },
    ],
    cut: structure.cut.has(id),
  });
}

function wantedNode(
  structure: Structure,
  record: NodeRecord,
  links: ReadonlyMap<string, WantedLink>,
  old: WantedNode | undefined,
): WantedNode {
  const all = structure.ports.get(record.id) ?? [];
  const placeOf = ({ cable }: Port): ReturnType<Structure['placeOfCable']['get']> => structure.placeOfCable.get(cable.link.id);
  const here = all.filter(({ cable }) => links.has(cable.link.id));
  const interfaces = interfacesOf(
    record,
    here.map((port) => wantedInterface(record, port, addressesAt(placeOf(port), port), old)),
    old,
  );
  const places = record.kernel === 'host' ? all.map((port) => ({ interface: port.interface.name, segment: placeOf(port)!.routed })) : [];
  const routes = routesOf(record, places, interfaces, structure.graph);
  const files = filesOf(record, structure.sources);
  const last = record.wanted;
  if (last && last.interfaces === interfaces && last.routes === routes && last.files === files) return keep(old, last);
  const { id, name, runAs, filesystem, stp, limits } = record.node;
  const { isolation, mac, startup, kernel: kind } = record;
  return (record.wanted = keep(old, {
    id,
    name,
    kind,
    isolation,
    forwarding: kind === 'router',
    ...(mac !== undefined && { mac }),
    stp: record.node.kind === 'switch' && stp === true,
    readOnly: filesystem === 'read-only' && isolation.includes('mnt') && isolation.includes('user'),
    ...(runAs !== undefined && { runAs }),
    sysctls: settingsThere(record, interfaces),
    files,
    limits: limits ? plainLimits(limits) : noLimits,
    startup,
    interfaces,
    routes,
  }));
}

/** Private files hide the computer's own at their path, which takes a mount namespace of the node's own. */
function filesOf(record: NodeRecord, sources: Sources): readonly WantedFile[] {
  const { files } = record.node;
  if (!files?.length || !record.isolation.includes('mnt')) return noFiles;
  return (record.files = keep(record.files, readFiles(files, sources)));
}
const noFiles: readonly WantedFile[] = [];
const noLimits: WantedNode['limits'] = {};

function plainLimits({ cpu, memory, pids }: NodeLimits): WantedNode['limits'] {
  return { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }), ...(pids !== undefined && { pids }) };
}

/** Settings of interfaces that are not there, or of IPv6 where it is off by the MTU, have no file that could be written. */
function settingsThere({ settings, bridge }: NodeRecord, interfaces: ReadonlyMap<string, WantedInterface>): ReadonlyMap<string, string> {
  if (settings.size === 0) return settings;
  const isThere = (setting: string): boolean => {
    const name = settingInterface(setting);
    if (name === undefined || name === 'lo' || (bridge && name === 'br0')) return true;
    const one = interfaces.get(name);
    return one !== undefined && (one.mtu >= leastIpv6Mtu || !isOfIpv6(setting));
  };
  return new Map([...settings].filter(([name]) => isThere(name)));
}

const addressesAt = (place: Place | undefined, port: Port): readonly WantedAddress[] => (place ? givenTo(place, port.interface) : []);

/** The same map as last time, or as in `old`, if all of its interfaces are the same objects. */
function interfacesOf(
  record: NodeRecord,
  list: readonly WantedInterface[],
  old: WantedNode | undefined,
): ReadonlyMap<string, WantedInterface> {
  for (const map of [old?.interfaces, record.map]) {
    if (map?.size === list.length && list.every((one) => map.get(one.name) === one)) return (record.map = map);
  }
  return (record.map = new Map(list.map((one) => [one.name, one])));
}

function wantedInterface(
  { bridge }: NodeRecord,
  { interface: one, cable }: Port,
  addresses: readonly WantedAddress[],
  old: WantedNode | undefined,
): WantedInterface {
  const last = one.wanted;
  const before = old?.interfaces.get(one.name);
  if (last && last.link === cable.link.id && last.port === bridge && (bridge || last.addresses === addresses)) return keep(before, last);
  const { name, mac, mtu, up, ipv6 } = one;
  return (one.wanted = keep(before, { name, mac, mtu, up, ipv6, port: bridge, link: cable.link.id, addresses: bridge ? [] : addresses }));
}

function sameLab(a: WantedLab, b: WantedLab): boolean {
  const same = <T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): boolean => {
    if (one.size !== other.size) return false;
    for (const [id, value] of one) if (other.get(id) !== value) return false;
    return true;
  };
  return (
    same(a.nodes, b.nodes) &&
    same(a.links, b.links) &&
    a.segments.length === b.segments.length &&
    a.segments.every((one, at) => one === b.segments[at]) &&
    a.uplinks === b.uplinks &&
    a.resolver === b.resolver &&
    equal([...(a.stopped ?? [])].sort(), [...(b.stopped ?? [])].sort())
  );
}
