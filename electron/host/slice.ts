/** A change too large for one message to the supervisor is made in several, each of which leads to a whole drawing. */
import { applyDiff, diffTopologies } from '../shared/topology/diff';
import { withoutDangling } from '../shared/topology/merge';
import type { Topology, TopologyLink } from '../shared/topology/schema';

/**
 * A drawing on the way from `before` to `after` that differs from `before` in at most `limit` nodes and links; `after` itself
 * where that is enough. Links go first and come last, so that none is without its device.
 */
export function slice(before: Topology, after: Topology, limit: number): Topology {
  if (before.nodes.length + before.links.length + after.nodes.length + after.links.length <= limit) return after;
  const diff = diffTopologies(before, after);
  const count = (part?: { added: unknown[]; changed: unknown[]; removed: unknown[] }): number =>
    part ? part.added.length + part.changed.length + part.removed.length : 0;
  if (count(diff.nodes) + count(diff.links) <= limit) return after;
  let left = limit;
  const take = <T>(list: readonly T[] = []): T[] => {
    const some = list.slice(0, left);
    left -= some.length;
    return some;
  };
  const links = { added: [] as TopologyLink[], changed: [] as [TopologyLink, TopologyLink][], removed: take(diff.links?.removed) };
  const nodes = { removed: take(diff.nodes?.removed), added: take(diff.nodes?.added), changed: take(diff.nodes?.changed) };
  links.changed = take(diff.links?.changed);
  links.added = take(diff.links?.added);
  // A cable that moves to another device loses the old one first; it is added again by a later step.
  return withoutDangling(
    applyDiff(before, {
      ...diff,
      nodes: nodes,
      links,
    }),
  );
}
