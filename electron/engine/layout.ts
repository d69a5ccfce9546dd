/**
 * Places for devices that nobody wants to place one by one: in tiers, by forces, on circles, in a grid. Pure and deterministic: the same drawing gives
 * the same places. Each connected part is laid out by itself; the parts stand side by side, around the middle of where the devices stood.
 */
import type { Topology, TopologyNode } from '../shared/topology/schema';
import { changeLinks, moveNodes, without } from './edit';
import type { Point } from './edit';
import { circle } from './layout-circle';
import { forces } from './layout-force';
import { partsOf } from './layout-graph';
import type { Part } from './layout-graph';
import { cell, packed } from './layout-pack';
import { tiers } from './layout-tiers';

export const layoutKinds = ['tiers', 'force', 'circle', 'grid'] as const;
export type LayoutKind = (typeof layoutKinds)[number];

/** The grid that positions snap to, canvas px. */
const snap = 12;

const ways: Record<Exclude<LayoutKind, 'grid'>, (part: Part) => Point[]> = { tiers, force: forces, circle };

/**
 * Places by id of the given devices, canvas px; no two of them overlap. What is locked is left out: it stays.
 * @param ids absent: all devices
 */
export function placesFor(topology: Topology, kind: LayoutKind, ids?: ReadonlySet<string>): Map<string, Point> {
  const nodes = topology.nodes.filter((node) => !node.locked && (!ids || ids.has(node.id)));
  if (nodes.length === 0) return new Map();
  const placed =
    kind === 'grid' ? inGrid(nodes) : packed(partsOf(topology, nodes).map((part) => ({ ids: part.ids, places: ways[kind](part) })));
  const middle = middleOf(nodes.map(({ position }) => position));
  const centre = middleOf([...placed.values()]);
  const shift = { x: onGrid(middle.x - centre.x), y: onGrid(middle.y - centre.y) };
  return new Map([...placed].map(([id, { x, y }]) => [id, { x: onGrid(x) + shift.x, y: onGrid(y) + shift.y }]));
}

/** The drawing with these places. Cables of what has moved are straight again: their bends were made for other places. */
export function laidOut(topology: Topology, places: ReadonlyMap<string, Point>): Topology {
  const moved = moveNodes(topology, places);
  const before = new Map(topology.nodes.map((node) => [node.id, node]));
  const other = new Set(moved.nodes.filter((node) => before.get(node.id) !== node).map(({ id }) => id));
  const bent = moved.links.filter(({ bends, ends }) => bends && ends.some((end) => other.has(end.node)));
  return changeLinks(moved, bent.map(({ id }) => id), (link) => without(link, 'bends')); // prettier-ignore
}

/** Row by row, in the order in which they stand. */
function inGrid(nodes: readonly TopologyNode[]): Map<string, Point> {
  const columns = Math.ceil(Math.sqrt(nodes.length * 1.4));
  const order = [...nodes].sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x);
  return new Map(order.map((node, at) => [node.id, { x: (at % columns) * cell.width, y: Math.floor(at / columns) * cell.height }]));
}

const onGrid = (value: number): number => Math.round(value / snap) * snap;
function middleOf(points: readonly Point[]): Point {
  const range = (values: number[]): number => {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
    return (low + high) / 2;
  };
  return { x: range(points.map(({ x }) => x)), y: range(points.map(({ y }) => y)) };
}
