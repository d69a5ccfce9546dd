/**
 * This window's copy of a drawing that several people may be editing. Own edits show at once and are sent; what the host has confirmed is kept apart, and
 * edits that are still under way are laid over it again whenever somebody else's come in between. So every window ends where the host is: the later
 * edit wins, field by field.
 */
import { applyDiff, diffTopologies } from '../../electron/shared/topology/diff';
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import { mergeDiff } from '../../electron/shared/topology/merge';
import type { Topology } from '../../electron/shared/topology/schema';

interface Pending {
  readonly diff: TopologyDiff;
  readonly base: Topology;
  readonly result: Topology;
}

export class Replica {
  private confirmed: Topology;
  private pending: Pending[] = [];
  private shown: Topology;

  constructor(topology: Topology) {
    this.confirmed = topology;
    this.shown = topology;
  }

  /** What the window shows: confirmed, with the own edits that are under way. */
  get topology(): Topology {
    return this.shown;
  }

  /** An own edit, shown from now on. To be sent to the host in this order; the host's answer to the oldest is `answered`. */
  edit(diff: TopologyDiff): void {
    const base = this.shown;
    this.shown = applyDiff(base, diff);
    this.pending.push({ diff, base, result: this.shown });
  }

  /**
   * The host has changed the drawing. `own`: by this window's oldest edit under way, and by nothing else.
   * @returns ids of records where an own edit under way meets this one in the same field
   */
  told(diff: TopologyDiff, own: boolean): string[] {
    const [first] = this.pending;
    if (own && first?.base === this.confirmed) {
      this.confirmed = first.result;
      return [];
    }
    this.confirmed = applyDiff(this.confirmed, diff);
    const met = own ? [] : this.pending.flatMap((one) => meeting(one.diff, diff));
    this.lay();
    return met;
  }

  /** The host has answered the oldest edit under way, taken or not: what became of it was told before. */
  answered(): void {
    const first = this.pending.shift();
    // Nothing came in between: what is shown is what the host has, and stays the same object.
    if (first && first.result === this.confirmed) return;
    this.lay();
  }

  private lay(): void {
    let shown = this.confirmed;
    this.pending = this.pending.map(({ diff }) => {
      const base = shown;
      shown = mergeDiff(base, diff);
      return { diff, base, result: shown };
    });
    this.shown = shown;
  }
}

/** What an undo, or any edit that was made on an older state, changes now: only the fields that it was about. */
export function rebased(topology: Topology, diff: TopologyDiff): TopologyDiff {
  return diffTopologies(topology, mergeDiff(topology, diff));
}

type Fields = Readonly<Record<string, unknown>>;
type Changed = readonly (readonly [Fields, Fields])[];

/** Ids of records that both change in one field, to different values. */
function meeting(mine: TopologyDiff, theirs: TopologyDiff): string[] {
  return (['nodes', 'links', 'notes', 'areas', 'groups'] as const).flatMap((list) => {
    const other = new Map(((theirs[list]?.changed ?? []) as Changed).map(([before, after]) => [after.id, [before, after] as const]));
    return ((mine[list]?.changed ?? []) as Changed).flatMap(([before, after]) => {
      const their = other.get(after.id);
      const fields = Object.keys({ ...before, ...after });
      const meets =
        their &&
        fields.some((key) => differ(before[key], after[key]) && differ(their[0][key], their[1][key]) && differ(after[key], their[1][key]));
      return meets ? [after.id as string] : [];
    });
  });
}
const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
