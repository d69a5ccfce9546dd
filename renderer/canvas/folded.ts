/** Groups that are drawn as one device: which they are, and who is behind which. */
import { groupCentre } from '../../electron/engine/drawn';
import type { Topology } from '../../electron/shared/topology/schema';
import type { Point } from './geometry';

export interface FoldedGroup {
  readonly id: string;
  readonly kind: 'group';
  readonly name: string;
  readonly position: Point;
  /** Devices behind it, by id. */
  readonly members: readonly string[];
}

export class Folded {
  readonly groups: readonly FoldedGroup[];
  private readonly behind = new Map<string, string>();

  constructor(topology: Topology) {
    const collapsed = (topology.groups ?? []).filter((group) => group.collapsed);
    const drawn = collapsed.length > 0 ? new Set(topology.nodes.map(({ id }) => id)) : new Set<string>();
    this.groups = collapsed.flatMap(({ id, name, members }): FoldedGroup[] => {
      const own = members.filter((member) => drawn.has(member) && !this.behind.has(member));
      if (own.length === 0) return [];
      for (const member of own) this.behind.set(member, id);
      return [{ id, kind: 'group', name, members: own, position: groupCentre(topology, new Set(own)) }];
    });
  }

  /** The id that something is drawn as: that of its group, or its own. */
  as(id: string): string {
    return this.behind.get(id) ?? id;
  }
}
