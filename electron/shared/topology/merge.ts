/** Edits that were made against an older state of the drawing: merged field by field, so that two people can draw at once. */
import { applyDiff, diffTopologies } from './diff';
import type { TopologyDiff } from './diff';
import type { Topology } from './schema';

type Listed = 'nodes' | 'links' | 'notes' | 'areas' | 'groups';
interface Identified {
  id: string;
}
interface Part {
  added: Identified[];
  changed: [Identified, Identified][];
  removed: Identified[];
}
const lists: Listed[] = ['nodes', 'links', 'notes', 'areas', 'groups'];
/** What a diff of the lab's own fields may not touch. */
const structural = new Set<string>([...lists, 'id', 'nestwork', '__proto__']);

/**
 * The topology after the diff. A record that has changed meanwhile keeps those changes in the fields that the diff does not
 * change; links whose device is gone are left out.
 */
export function mergeDiff(topology: Topology, diff: TopologyDiff): Topology {
  const rebased: Record<string, unknown> = {};
  if (diff.lab) rebased.lab = diff.lab.map((fields) => Object.fromEntries(Object.entries(fields).filter(([key]) => !structural.has(key))));
  for (const list of lists) {
    const part = diff[list] as Part | undefined;
    if (!part) continue;
    const touched = new Set(part.changed.map(([before]) => before.id));
    const current = new Map<string, Identified>();
    if (touched.size)
      for (const record of (topology[list] ?? []) as Identified[]) if (touched.has(record.id)) current.set(record.id, record);
    const changed = part.changed.flatMap(([before, after]): [Identified, Identified][] => {
      const now = current.get(after.id);
      return now ? [[now, mergeRecord(before, after, now)]] : [];
    });
    rebased[list] = { ...part, changed };
  }
  const merged = applyDiff(topology, rebased);
  return mayDangle(diff) ? withoutDangling(merged) : merged;
}

/** Whether a link can have lost its device, or come without one. Most edits cannot do that, and need not be looked through. */
function mayDangle(diff: TopologyDiff): boolean {
  const { nodes, links } = diff;
  return (
    (nodes?.removed.length ?? 0) + (links?.added.length ?? 0) > 0 ||
    (links?.changed.some(([before, after]) => !equal(before.ends, after.ends)) ?? false)
  );
}

/** `mine` was made from `base`; `theirs` too. Theirs with my changes on top. */
export function rebase(base: Topology, mine: Topology, theirs: Topology): Topology {
  return mine === base ? theirs : mergeDiff(theirs, diffTopologies(base, mine));
}

function mergeRecord(before: Identified, after: Identified, now: Identified): Identified {
  if (equal(before, now)) return after;
  const merged: Record<string, unknown> = { ...now };
  const old: Record<string, unknown> = { ...before };
  const next: Record<string, unknown> = { ...after };
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (equal(old[key], next[key])) continue;
    if (key in next) merged[key] = next[key];
    else delete merged[key];
  }
  return merged as unknown as Identified;
}

/** Without the links whose device is not there; the topology itself if there are none. */
export function withoutDangling(topology: Topology): Topology {
  const nodes = new Set(topology.nodes.map((node) => node.id));
  const whole = topology.links.every((link) => link.ends.every((end) => nodes.has(end.node)));
  return whole ? topology : { ...topology, links: topology.links.filter((link) => link.ends.every((end) => nodes.has(end.node))) };
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  return (
    keysA.length === keysB.length &&
    keysA.every((key) => key in b && equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
