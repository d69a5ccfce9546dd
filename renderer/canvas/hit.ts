/** What is under the pointer. The scene answers itself: there are no elements to ask. */
import { cableDistance, pieceAt } from './cable';
import { boxAround, overlaps, silhouetteDistance, silhouettes } from './geometry';
import type { Box, Point } from './geometry';
import type { LinkItem } from './items';
import type { Scene } from './scene';

/** Of a cable: an end, one of its bends, or the piece of its line between two of these, counted from its first end. */
export interface CablePart {
  readonly kind: 'end' | 'bend' | 'piece';
  readonly at: number;
}
export type Hit =
  | { on: 'paper' }
  | { on: 'link'; id: string; part: CablePart }
  | { on: 'node'; id: string }
  | { on: 'edge'; id: string }
  | { on: 'ghost'; id: string };

/** Around a silhouette, canvas px at 100 %: the band from which a cable is pulled. */
const edgeInside = 4;
const edgeOutside = 11;
/** How near to a cable's line counts as on it, CSS px. */
const cableReach = 6;
/** How near to a bend counts as on it, CSS px. */
const bendReach = 8;
/** From where a cable leaves its device, along the line: here its end is taken hold of. Canvas px, and at most a part of its length. */
const endReach = 36;
const endPart = 0.22;

/** Hits at a canvas point. Inside a device moves it; the band around it starts a cable (not at far zoom: too small to aim at). */
export function hitAt(scene: Scene, p: Point): Hit {
  const { scale } = scene.viewport.view;
  const outside = scene.viewport.level === 'far' ? 0 : edgeOutside;
  const inside = scene.viewport.level === 'far' ? -Infinity : edgeInside;
  const { nodes, links } = scene.touching(
    boxAround(p.x, p.y, Math.max(edgeOutside, cableReach / scale), Math.max(edgeOutside, cableReach / scale)),
  );
  let best: { id: string; distance: number } | undefined;
  for (const node of nodes) {
    const distance = silhouetteDistance(node.kind, { x: p.x - node.x, y: p.y - node.y });
    const limit = scene.viewport.level === 'far' ? 3 / scale : outside;
    if (distance <= limit && (!best || distance <= best.distance)) best = { id: node.id, distance };
  }
  if (best && best.distance <= 0) return { on: best.distance > -inside ? 'edge' : 'node', id: best.id };
  let nearest: { link: LinkItem; distance: number } | undefined;
  for (const link of links) {
    const distance = cableDistance(link.line, p) * scale;
    if (distance <= cableReach && (!nearest || distance < nearest.distance)) nearest = { link, distance };
  }
  // Beside a device its band wins over a cable that leaves there, except right on the line beyond the link light.
  if (best && !(nearest && nearest.distance < 3 && best.distance > 9))
    return { on: scene.viewport.level === 'far' ? 'node' : 'edge', id: best.id };
  const ghost = nearest && nearest.distance < 3 ? undefined : scene.ghosts.at(p);
  if (ghost) return { on: 'ghost', id: ghost.id };
  return nearest ? { on: 'link', id: nearest.link.id, part: partAt(nearest.link, p, scale) } : { on: 'paper' };
}

function partAt({ line }: LinkItem, p: Point, scale: number): CablePart {
  const distance = ({ x, y }: Point) => Math.hypot(x - p.x, y - p.y);
  const bend = line.through.findIndex((one) => distance(one) * scale <= bendReach);
  if (bend >= 0) return { kind: 'bend', at: bend };
  const reach = Math.min(endReach, line.length * endPart);
  const [a, b] = [distance(line.a), distance(line.b)];
  if (Math.min(a, b) <= reach) return { kind: 'end', at: a <= b ? 0 : 1 };
  return { kind: 'piece', at: pieceAt(line, p).piece };
}

/** The node that a cable let go at this point would be plugged into: the device under it, or one very near. */
export function nodeAt(scene: Scene, p: Point): string | undefined {
  const hit = hitAt(scene, p);
  return hit.on === 'node' || hit.on === 'edge' ? hit.id : undefined;
}

/** The one cable at this point that a device dropped here would be put into. */
export function cableAt(scene: Scene, p: Point): string | undefined {
  const hit = hitAt(scene, p);
  const link = hit.on === 'link' ? scene.links.get(hit.id) : undefined;
  return link && link.stands === 1 && !link.line.loop ? link.id : undefined;
}

/** Nodes whose middle lies in a box, and cables with both ends in it: what a rubber band takes. */
export function inside(scene: Scene, box: Box): string[] {
  const found = scene.touching(box);
  const within = (p: Point) => p.x >= box.x0 && p.x <= box.x1 && p.y >= box.y0 && p.y <= box.y1;
  const nodes = found.nodes.filter((node) =>
    overlaps(box, boxAround(node.x, node.y, silhouettes[node.kind].width / 4, silhouettes[node.kind].height / 4)),
  );
  const links = found.links.filter((link) => within(link.line.a) && within(link.line.b));
  return [...nodes.map(({ id }) => id), ...links.map(({ id }) => id)];
}
