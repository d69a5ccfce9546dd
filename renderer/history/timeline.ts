/** The history as points that one can go to. Pure. */
import { reverseDiff } from '../../electron/shared/topology/diff';
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import { mergeDiff } from '../../electron/shared/topology/merge';
import type { Topology } from '../../electron/shared/topology/schema';

interface Entry {
  readonly label: string;
  readonly diff: TopologyDiff;
  readonly at: number;
}
interface Both {
  readonly done: readonly Entry[];
  /** The next one to be done again is the last. */
  readonly undone: readonly Entry[];
}
export interface TimePoint {
  /** How many edits are done there. */
  readonly at: number;
  /** The edit that leads there; undefined: the beginning. */
  readonly entry: Entry | undefined;
}

/** The newest first. */
export function timeline(done: readonly Entry[], undone: readonly Entry[]): TimePoint[] {
  const all = [...done, ...[...undone].reverse()];
  return [...all.map((entry, at): TimePoint => ({ at: at + 1, entry })).reverse(), { at: 0, entry: undefined }];
}

/** The drawing at a point, with what others did since. */
export function topologyAt(now: Topology, { done, undone }: Both, at: number): Topology {
  const all = [...done, ...[...undone].reverse()];
  const diffs =
    at < done.length
      ? all
          .slice(at, done.length)
          .reverse()
          .map(({ diff }) => reverseDiff(diff))
      : all.slice(done.length, at).map(({ diff }) => diff);
  return diffs.reduce((topology, diff) => mergeDiff(topology, diff), now);
}
