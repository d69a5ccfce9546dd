/** Which device lies in a direction of another one. */
import type { Point } from './geometry';
import type { NodeItem } from './items';
import type { Scene } from './scene';

/**
 * The nearest node in a direction: in its quarter of the plane, so that each node lies in one direction; only if there is none, up to 63° aside.
 * Nearness along the direction counts once, aside of it twice.
 * @param besides a node that is passed over
 */
export function neighbour(scene: Scene, from: NodeItem, direction: Point, besides?: NodeItem): NodeItem | undefined {
  let best: { node: NodeItem; quarter: boolean; cost: number } | undefined;
  for (const node of scene.nodes.values()) {
    const [dx, dy] = [node.x - from.x, node.y - from.y];
    const along = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y - dy * direction.x);
    if (node === from || node === besides || along <= 0 || aside > along * 2) continue;
    const [quarter, cost] = [aside <= along, along + 2 * aside];
    if (!best || (quarter === best.quarter ? cost < best.cost : quarter)) best = { node, quarter, cost };
  }
  return best?.node;
}
