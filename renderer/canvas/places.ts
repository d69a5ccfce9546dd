/** Where devices and cables are: what touches a box, and on which side of a device there is room for its label. */
import { grow, overlaps } from './geometry';
import type { Box } from './geometry';
import { Grid } from './grid';
import { emptiestSide, roomReach } from './items';
import type { LinkItem, NodeItem, Side } from './items';

export class Places {
  private readonly nodes = new Grid<NodeItem>();
  private readonly links = new Grid<LinkItem>();

  put(node: NodeItem): void {
    this.nodes.put(node, node.box());
  }
  putLine(link: LinkItem): void {
    if (link.line.loop || link.line.through.length > 0) this.links.put(link, link.line.box);
    else this.links.putLine(link, link.line.a, link.line.b, 4);
  }
  removeNode(node: NodeItem): void {
    this.nodes.remove(node);
  }
  removeLink(link: LinkItem): void {
    this.links.remove(link);
  }
  clear(): void {
    this.nodes.clear();
    this.links.clear();
  }

  /** Nodes and links whose silhouettes or lines may touch a box of the canvas. */
  touching(box: Box): { nodes: NodeItem[]; links: LinkItem[] } {
    const wide = grow(box, 1);
    const links = [...this.links.query(box, new Set())].filter((link) => link.stands > 0 && overlaps(link.line.box, wide));
    return { nodes: this.nodesIn(box), links };
  }

  /** Devices to which a device at this one's place may be in the way, itself among them. */
  around(node: NodeItem): NodeItem[] {
    return this.nodesIn(grow(node.box(), roomReach));
  }

  readonly sideOf = (node: NodeItem): Side => emptiestSide(node, (box) => this.countBeside(node, box));

  private countBeside(node: NodeItem, box: Box): number {
    let count = 0;
    for (const other of this.nodes.query(box, new Set())) if (other !== node && overlaps(other.box(), box)) count++;
    return count;
  }

  private nodesIn(box: Box): NodeItem[] {
    return [...this.nodes.query(box, new Set())].filter((node) => overlaps(node.box(), box));
  }
}
