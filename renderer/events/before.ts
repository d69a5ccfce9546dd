/** The drawing before and after an edit that lies back, found by taking back what came since. Pure. */
import { applyDiff, reverseDiff } from '../../electron/shared/topology/diff';
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import type { Topology } from '../../electron/shared/topology/schema';

/** @param since diffs that led from the edit's own to `now`, the oldest first. The edit itself is the first of them. */
export function around(now: Topology, since: readonly TopologyDiff[]): { before: Topology; after: Topology } {
  const [own = {}, ...later] = since;
  const after = later.reduceRight((topology, diff) => applyDiff(topology, reverseDiff(diff)), now);
  return { before: applyDiff(after, reverseDiff(own)), after };
}
