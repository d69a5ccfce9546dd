/** Lines of cables, and the sides of labels that depend on them: laid out again where something came, went or moved. */
import { layOut } from './bundles';
import type { Bundles } from './bundles';
import type { LinkItem, NodeItem } from './items';
import type { Marks } from './marks';
import type { Places } from './places';

export class Lines {
  /** Nodes beside which something came, went or moved, until `settle`. */
  private readonly disturbed = new Set<NodeItem>();

  constructor(
    private readonly nodes: ReadonlyMap<string, NodeItem>,
    private readonly bundles: Bundles,
    private readonly places: Places,
    private readonly marks: Marks,
  ) {}

  clear(): void {
    this.disturbed.clear();
  }
  disturbEnds({ a, b }: LinkItem): void {
    this.disturbed.add(a).add(b);
  }

  disturb(node: NodeItem): void {
    for (const one of this.places.around(node)) this.disturbed.add(one);
  }

  /** Lines of nodes that moved or got or lost a cable; label sides and words of them, of their neighbours and of who stands beside. Gives all of these. */
  settle(ids: Iterable<string>): ReadonlySet<NodeItem> {
    const bundles = new Set<readonly LinkItem[]>();
    const neighbours = new Set<NodeItem>();
    for (const id of ids) {
      const node = this.nodes.get(id);
      if (!node) continue;
      this.disturb(node);
      neighbours.add(node);
      for (const link of node.links) {
        bundles.add(this.bundles.of(link));
        neighbours.add(link.other(node));
      }
    }
    for (const bundle of bundles) this.layOut(bundle);
    for (const node of neighbours) for (const link of node.links) this.marks.words(link);
    const looked = new Set([...this.disturbed, ...neighbours]);
    for (const node of looked) {
      if (this.nodes.get(node.id) !== node) continue;
      // A sign stands at the corner that the cables leave free.
      if (node.turnLabel() || node.hasSign) this.marks.item(node);
    }
    this.disturbed.clear();
    return looked;
  }

  layOut(bundle: readonly LinkItem[]): void {
    layOut(bundle);
    for (const link of bundle) {
      this.places.putLine(link);
      this.marks.item(link);
    }
  }
}
