/** Edits of a drawing, as pure functions: each gives the new topology, in which records that did not change are the same objects. */
import { parseClip, writeClip } from '../shared/topology/clip';
import type { LinkEnd, NodeKind, Topology, TopologyInterface, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { settingInterface, settingName } from '../shared/topology/sysctl';
import { freeInterface, freeName, freshId, idsIn, namesIn, nextLinkNumber } from './names';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type AddressFamily = 'ipv4' | 'ipv6';

/** A new device with the next free name (h1, r1, s1, hub1). */
export function addNode(topology: Topology, kind: NodeKind, position: Point, id?: string): Topology {
  const name = freeName(namesIn(topology), kind);
  return {
    ...topology,
    nodes: [...topology.nodes, { id: id ?? freshId(idsIn(topology), name), name, kind, position: { x: position.x, y: position.y } }],
  };
}

/** A new cable between two devices, at their next free interfaces. Unknown devices: nothing changes. */
export function addLink(topology: Topology, nodeA: string, nodeB: string): Topology {
  const byId = new Map(topology.nodes.map((node) => [node.id, node]));
  if (!byId.has(nodeA) || !byId.has(nodeB)) return topology;
  const first: LinkEnd = { node: nodeA, interface: freeInterface(topology, nodeA) };
  const second: LinkEnd = { node: nodeB, interface: freeInterface(topology, nodeB, nodeA === nodeB ? [first.interface] : []) };
  const link: TopologyLink = { id: freshId(idsIn(topology), `l${nextLinkNumber(topology)}`), ends: [first, second] };
  return { ...topology, links: [...topology.links, link] };
}

/** Removes devices (with their cables), cables, notes, areas and groups by id. */
export function removeItems(topology: Topology, ids: Iterable<string>): Topology {
  const gone = new Set(ids);
  const links = topology.links.filter((link) => !gone.has(link.id) && !link.ends.some((end) => gone.has(end.node)));
  const nodes = topology.nodes.filter((node) => !gone.has(node.id));
  const next: Topology = { ...topology };
  if (nodes.length !== topology.nodes.length) next.nodes = nodes;
  if (links.length !== topology.links.length) next.links = links;
  for (const list of ['notes', 'areas', 'groups'] as const) {
    const old = topology[list];
    if (old?.some((one) => gone.has(one.id))) Object.assign(next, { [list]: old.filter((one: { id: string }) => !gone.has(one.id)) });
  }
  return next;
}

/** Moves devices. Cables between two that move by the same way take their bends along. */
export function moveNodes(topology: Topology, positions: ReadonlyMap<string, Point>): Topology {
  const by = new Map<string, Point>();
  const moved = changeNodes(topology, positions.keys(), (node) => {
    const to = positions.get(node.id)!;
    by.set(node.id, { x: to.x - node.position.x, y: to.y - node.position.y });
    return to.x === node.position.x && to.y === node.position.y ? node : { ...node, position: { x: to.x, y: to.y } };
  });
  const bent = moved.links.filter(({ bends, ends }) => bends && ends.every((end) => by.has(end.node)));
  if (bent.length === 0) return moved;
  return changeLinks(
    moved,
    bent.map(({ id }) => id),
    (link) => {
      const [a, b] = link.ends.map((end) => by.get(end.node)!) as [Point, Point];
      const together = a.x === b.x && a.y === b.y && (a.x !== 0 || a.y !== 0);
      return together ? { ...link, bends: link.bends!.map(({ x, y }) => ({ x: x + a.x, y: y + a.y })) } : link;
    },
  );
}

export const renameNode = (topology: Topology, id: string, name: string): Topology =>
  changeNodes(topology, [id], (node) => ({ ...node, name }));
export const setKind = (topology: Topology, ids: Iterable<string>, kind: NodeKind): Topology =>
  changeNodes(topology, ids, (node) => ({ ...node, kind }));

/** Stops devices or starts them again; "not stopped" is written as no key at all. */
export function setNodeStopped(topology: Topology, ids: Iterable<string>, stopped: boolean): Topology {
  return changeNodes(topology, ids, (node) => (stopped ? { ...node, stopped } : without(node, 'stopped')));
}

/** Cuts cables (false) or mends them (true). */
export function setLinkUp(topology: Topology, ids: Iterable<string>, up: boolean): Topology {
  return changeLinks(topology, ids, (link) => ((link.up ?? true) === up ? link : up ? without(link, 'up') : { ...link, up }));
}

/** Gives an interface another name wherever it is named: on its cables, in what is drawn of it, in routes and settings. */
export function renameInterface(topology: Topology, node: string, old: string, name: string): Topology {
  const renamed = <T extends { name: string }>(one: T): T => (one.name === old ? { ...one, name } : one);
  const drawn = changeNodes(topology, [node], ({ ...record }) => {
    if (record.interfaces) record.interfaces = record.interfaces.map(renamed);
    if (record.routes) record.routes = record.routes.map((route) => (route.dev === old ? { ...route, dev: name } : route));
    if (record.sysctls)
      record.sysctls = Object.fromEntries(Object.entries(record.sysctls).map(([setting, value]) => [settingOf(setting, old, name), value]));
    return record;
  });
  const isIt = (end: LinkEnd): boolean => end.node === node && end.interface === old;
  const links = topology.links.filter(({ ends }) => ends.some(isIt)).map(({ id }) => id);
  return changeLinks(drawn, links, (link) => ({
    ...link,
    ends: link.ends.map((end) => (isIt(end) ? { ...end, interface: name } : end)) as TopologyLink['ends'],
  }));
}
function settingOf(setting: string, old: string, name: string): string {
  if (settingInterface(setting) !== old) return setting;
  const parts = setting.split(setting.includes('/') ? '/' : '.');
  return settingName(parts.map((part, at) => (at === 3 ? name : part)).join('/'));
}

/** @param addresses with prefix lengths; undefined: automatic again. */
export function setAddresses(
  topology: Topology,
  node: string,
  name: string,
  family: AddressFamily,
  addresses: readonly string[] | undefined,
): Topology {
  return changeNodes(topology, [node], (record) =>
    changeInterface(record, name, (one) => (addresses ? { ...one, [family]: [...addresses] } : without(one, family))),
  );
}

/** Changes an interface's record; one that says nothing but its name is left out of the file. */
export function changeInterface(node: TopologyNode, name: string, change: (old: TopologyInterface) => TopologyInterface): TopologyNode {
  const list = node.interfaces ?? [];
  const changed = change(list.find((one) => one.name === name) ?? { name });
  const others = list.filter((one) => one.name !== name);
  const interfaces =
    Object.keys(changed).length > 1
      ? list.some((one) => one.name === name)
        ? list.map((one) => (one.name === name ? changed : one))
        : [...list, changed]
      : others;
  return interfaces.length ? { ...node, interfaces } : without(node, 'interfaces');
}

/** The same topology if no record changes. */
export function changeNodes(topology: Topology, ids: Iterable<string>, change: (node: TopologyNode) => TopologyNode): Topology {
  const nodes = changeSome(topology.nodes, ids, change);
  return nodes === topology.nodes ? topology : { ...topology, nodes };
}
export function changeLinks(topology: Topology, ids: Iterable<string>, change: (link: TopologyLink) => TopologyLink): Topology {
  const links = changeSome(topology.links, ids, change);
  return links === topology.links ? topology : { ...topology, links };
}
function changeSome<T extends { readonly id: string }>(list: T[], ids: Iterable<string>, change: (record: T) => T): T[] {
  const wanted = new Set(ids);
  let isChanged = false;
  const changed = list.map((record) => {
    const next = wanted.has(record.id) ? change(record) : record;
    isChanged ||= next !== record;
    return next;
  });
  return isChanged ? changed : list;
}

/** What the clipboard holds: the devices and the cables among them, as text. */
export function copyItems(topology: Topology, ids: Iterable<string>): string {
  const wanted = new Set(ids);
  const nodes = topology.nodes.filter((node) => wanted.has(node.id));
  const links = topology.links.filter((link) => link.ends.every((end) => wanted.has(end.node)));
  return writeClip({ nodes, links });
}

/**
 * Adds what `copyItems` gave, under new ids and free names. MAC addresses and typed addresses are not copied: two of them would be a conflict.
 * Text that is something else changes nothing.
 */
export function pasteItems(topology: Topology, text: string, offset: Point): { topology: Topology; ids: string[] } {
  const clip = parseClip(text);
  if (!clip) return { topology, ids: [] };
  const [names, ids] = [namesIn(topology), idsIn(topology)];
  const fresh = (stem: string): string => {
    const id = freshId(ids, stem);
    ids.add(id);
    return id;
  };
  const renamed = new Map<string, string>();
  const nodes = clip.nodes.map((node): TopologyNode => {
    const name = names.has(node.name) ? freeName(names, node.kind) : node.name;
    names.add(name);
    const id = fresh(name);
    renamed.set(node.id, id);
    const interfaces = node.interfaces?.map((one) => without(without(without(one, 'mac'), 'ipv4'), 'ipv6'));
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    return { ...node, id, name, position, ...(interfaces && { interfaces }) };
  });
  let number = nextLinkNumber(topology);
  const links = clip.links.map((link): TopologyLink => {
    const [a, b] = link.ends;
    const ends: [LinkEnd, LinkEnd] = [
      { ...a, node: renamed.get(a.node)! },
      { ...b, node: renamed.get(b.node)! },
    ];
    const bends = link.bends?.map(({ x, y }) => ({ x: x + offset.x, y: y + offset.y }));
    return { ...link, id: fresh(`l${number++}`), ends, ...(bends && { bends }) };
  });
  return {
    topology: { ...topology, nodes: [...topology.nodes, ...nodes], links: [...topology.links, ...links] },
    ids: [...renamed.values()],
  };
}

/** The record without a key; the same object if it has none. */
export function without<T extends object>(record: T, key: string): T {
  if (!(key in record)) return record;
  const rest = { ...record } as Record<string, unknown>;
  delete rest[key];
  return rest as T;
}
