/** What a gesture shows elsewhere than the document has it: devices that are dragged, cables that are bent. All of it can be dropped again. */
import type { Facts } from './facts';
import type { Point } from './geometry';
import type { LinkItem, NodeItem } from './items';

/** What the scene lets be done with its items. */
export interface Carrier {
  readonly nodes: ReadonlyMap<string, NodeItem>;
  readonly links: ReadonlyMap<string, LinkItem>;
  place(id: string, x: number, y: number): void;
  settleLines(ids: Iterable<string>): void;
}

export class Carried {
  private readonly moved = new Set<string>();
  private readonly bent = new Set<string>();

  constructor(
    private readonly scene: Carrier,
    private readonly facts: Facts,
  ) {}

  moveTo(positions: ReadonlyMap<string, Point>): void {
    for (const [id, { x, y }] of positions) {
      this.moved.add(id);
      this.scene.place(id, x, y);
    }
    for (const id of positions.keys()) for (const link of this.scene.nodes.get(id)?.links ?? []) this.carryBends(link, positions);
    this.scene.settleLines(positions.keys());
  }

  bendTo(id: string, bends: readonly Point[]): void {
    const link = this.scene.links.get(id);
    if (!link) return;
    this.bent.add(id);
    link.bends = bends;
    this.scene.settleLines([link.a.id, link.b.id]);
  }

  /** The document has a place for the node: that one counts. */
  forget(id: string): void {
    this.moved.delete(id);
  }

  clear(): void {
    this.moved.clear();
    this.bent.clear();
  }

  drop(): void {
    const ids = [...this.moved];
    this.moved.clear();
    for (const id of ids) {
      const position = this.facts.placeOf(id);
      if (position) this.scene.place(id, position.x, position.y);
    }
    for (const id of this.bent) {
      const link = this.scene.links.get(id);
      if (!link) continue;
      link.bends = this.facts.links.get(id)?.bends ?? [];
      ids.push(link.a.id, link.b.id);
    }
    this.bent.clear();
    this.scene.settleLines(ids);
  }

  /** As the edit will have it: bends go along with both ends. */
  private carryBends(link: LinkItem, positions: ReadonlyMap<string, Point>): void {
    const bends = this.facts.links.get(link.id)?.bends;
    const [is, other] = [positions.get(link.a.id), positions.get(link.b.id)];
    const was = this.facts.placeOf(link.a.id);
    if (!bends || !is || !other || !was) return;
    this.bent.add(link.id);
    link.bends = bends.map(({ x, y }) => ({ x: x + is.x - was.x, y: y + is.y - was.y }));
  }
}
