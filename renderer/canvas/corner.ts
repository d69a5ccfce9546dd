/** Where a device's sign stands. */
import { silhouettes } from './geometry';
import type { Point } from './geometry';
import type { NodeItem } from './items';

/** The place of a sign on a device's corner, canvas px from its middle. */
export function cornerOf(node: NodeItem): Point {
  const { width, height, shape } = silhouettes[node.kind];
  const round = { circle: 5, stadium: 7, box: 1 }[shape];
  return { x: freeCorner(node) * (width / 2 - round), y: -(height / 2 - round) };
}

/** 1: the right corner; -1: the left one, if a cable leaves up and to the right but none up and to the left. */
function freeCorner(node: NodeItem): 1 | -1 {
  let [left, right] = [0, 0];
  for (const link of node.links) {
    const other = link.heading(node);
    if (other.y >= node.y - 8) continue;
    if (other.x > node.x + 8) right++;
    else if (other.x < node.x - 8) left++;
  }
  return right > left ? -1 : 1;
}
