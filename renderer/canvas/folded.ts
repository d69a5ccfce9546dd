/** Groups that are drawn as one device: which they are, and who is behind which. */
import { groupCentre } from '../../electron/engine/drawn';
import type { Topology, TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';
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
  groups: readonly FoldedGroup[];
  private readonly behind = new Map<string, string>();
  /** Members that are written down, drawn or not. */
  private readonly written: ReadonlySet<string>;

  constructor(topology: Topology) {
    const collapsed = (topology.groups ?? []).filter((group) => group.collapsed);
    this.written = new Set(collapsed.flatMap(({ members }) => members));
    const drawn = collapsed.length > 0 ? new Set(topology.nodes.map(({ id }) => id)) : new Set<string>();
    this.groups = collapsed.flatMap(({ id, name, members }): FoldedGroup[] => {
      const own = members.filter((member) => drawn.has(member) && !this.behind.has(member));
      if (own.length === 0) return [];
      for (const member of own) this.behind.set(member, id);
      return [{ id, kind: 'group', name, members: own, position: groupCentre(topology.nodes, new Set(own)) }];
    });
  }

  /** A collapsed group has a member of this id, whether that is drawn or not. */
  names(id: string): boolean {
    return this.written.has(id);
  }

  /** How many cables lead to each that is drawn; those within a group are not seen. */
  cables(links: readonly TopologyLink[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { ends } of links) {
      const [a, b] = ends.map(({ node }) => this.as(node)) as [string, string];
      if (a === b && this.behind.has(ends[0].node)) continue;
      for (const id of new Set([a, b])) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  /** The groups of devices that changed, as they stand now. Work is as large as these groups. */
  moved(ids: readonly string[], nodes: ReadonlyMap<string, TopologyNode>): FoldedGroup[] {
    const groups = new Set(ids.flatMap((id) => this.behind.get(id) ?? []));
    if (groups.size === 0) return [];
    const fresh: FoldedGroup[] = [];
    this.groups = this.groups.map((group) => {
      if (!groups.has(group.id)) return group;
      const members = new Set(group.members);
      const next = { ...group, position: groupCentre(group.members.flatMap((id) => nodes.get(id) ?? []), members) }; // prettier-ignore
      fresh.push(next);
      return next;
    });
    return fresh;
  }

  /** The id that something is drawn as: that of its group, or its own. */
  as(id: string): string {
    return this.behind.get(id) ?? id;
  }
}
