/** What `derive` remembers of how a result came about, so that an edit costs about as much as it changes. Never decides what comes out. */
import type { Topology, TopologyNode } from '../shared/topology/schema';
import type { RoutedSegment } from './routes';
import type { WantedAddress, WantedLab } from './wanted';

export interface Source {
  readonly topology: Topology;
  readonly nodes: ReadonlyMap<string, TopologyNode>;
  readonly hold: ReadonlySet<string>;
  readonly segments: readonly { readonly segment: RoutedSegment; readonly given: readonly (readonly WantedAddress[])[] }[];
}

const sources = new WeakMap<WantedLab, Source>();
export const remember = (lab: WantedLab, source: Source): void => void sources.set(lab, source);
export const recall = (lab: WantedLab): Source | undefined => sources.get(lab);

/** True if nothing that the kernel would notice differs: positions, notes and groups do not count. Linear, by reference first. */
export function sameForKernel(before: Source, topology: Topology, hold: ReadonlySet<string>): boolean {
  const old = before.topology;
  if (old.id !== topology.id || !equal(old.pools, topology.pools) || !equal([...before.hold], [...hold])) return false;
  if (old.nodes.length !== topology.nodes.length || old.links.length !== topology.links.length) return false;
  return (
    topology.nodes.every((node, at) => old.nodes[at] === node || equal({ ...old.nodes[at], position: 0 }, { ...node, position: 0 })) &&
    topology.links.every((link, at) => equal(old.links[at], link))
  );
}

/** The old object if it says the same, else the new one. */
export function keep<T>(old: T | undefined, fresh: T): T {
  return old !== undefined && equal(old, fresh) ? old : fresh;
}

/** Deep equality of plain data and maps; objects that are the same are not entered. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !equal(value, b.get(key))) return false;
    return true;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, at) => equal(value, b[at]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
