/** Edits of single fields: what is not said is written as no key at all, and a record that comes out the same stays the same object. */
import type { NamespaceKind, NodeLimits, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { namespaceKinds } from '../shared/topology/schema';
import { changeLinks, changeNodes } from './edit';
import { equal } from './reuse';

type NodeField =
  | 'kind'
  | 'routes'
  | 'sysctls'
  | 'files'
  | 'startup'
  | 'isolation'
  | 'filesystem'
  | 'limits'
  | 'runAs'
  | 'shell'
  | 'stp'
  | 'internet'
  | 'computer'
  | 'nic'
  | 'stopped'
  | 'locked'
  | 'tags'
  | 'icon';
type LinkField = 'up' | 'mtu' | 'bends' | 'label';
type LabField = 'name' | 'description' | 'pools' | 'background';

/** The record with the field set, or without it. */
export function withField<T extends object>(record: T, key: string, value: unknown): T {
  const old = (record as Record<string, unknown>)[key];
  if (value === undefined ? !(key in record) : equal(old, value)) return record;
  if (value !== undefined) return { ...record, [key]: value };
  const rest = { ...record } as Record<string, unknown>;
  delete rest[key];
  return rest as T;
}

/** @param value undefined: as it is when nobody says anything. */
export function setNodeField<K extends NodeField>(
  topology: Topology,
  ids: Iterable<string>,
  key: K,
  value: TopologyNode[K] | undefined,
): Topology {
  return changeNodes(topology, ids, (node) => withField(node, key, value));
}

export function setLinkField<K extends LinkField>(
  topology: Topology,
  ids: Iterable<string>,
  key: K,
  value: TopologyLink[K] | undefined,
): Topology {
  return changeLinks(topology, ids, (link) => withField(link, key, value));
}

export const setLabField = <K extends LabField>(topology: Topology, key: K, value: Topology[K] | undefined): Topology =>
  withField(topology, key, value);

/** A note, an area or a group. */
export function setDrawnField(topology: Topology, list: 'notes' | 'areas' | 'groups', id: string, key: string, value: unknown): Topology {
  const records: readonly { id: string }[] = topology[list] ?? [];
  return { ...topology, [list]: records.map((one) => (one.id === id ? withField(one, key, value) : one)) };
}

/** Gives devices a namespace of their own, or the lab's. All six is written as no key. */
export function setOwnNamespace(topology: Topology, ids: Iterable<string>, kind: NamespaceKind, own: boolean): Topology {
  return changeNodes(topology, ids, (node) => {
    const now = new Set(node.isolation ?? namespaceKinds);
    if (own) now.add(kind);
    else now.delete(kind);
    return withField(node, 'isolation', now.size === namespaceKinds.length ? undefined : namespaceKinds.filter((one) => now.has(one)));
  });
}

export function setLimit(topology: Topology, ids: Iterable<string>, key: 'cpu' | 'memory' | 'pids', value: number | undefined): Topology {
  return changeNodes(topology, ids, (node) => {
    const limits = withField<NodeLimits>(node.limits ?? {}, key, value);
    return withField(node, 'limits', Object.keys(limits).length > 0 ? limits : undefined);
  });
}

/** @param value undefined: the kernel's own. */
export function setSetting(topology: Topology, ids: Iterable<string>, name: string, value: string | undefined): Topology {
  return changeNodes(topology, ids, (node) => {
    const sysctls = withField(node.sysctls ?? {}, name, value);
    return withField(node, 'sysctls', Object.keys(sysctls).length > 0 ? sysctls : undefined);
  });
}

export function setTag(topology: Topology, ids: Iterable<string>, tag: string, on: boolean): Topology {
  return changeNodes(topology, ids, (node) => {
    const others = (node.tags ?? []).filter((one) => one !== tag);
    const tags = on ? [...others, tag] : others;
    if (on && node.tags?.includes(tag)) return node;
    return withField(node, 'tags', tags.length > 0 ? tags : undefined);
  });
}
