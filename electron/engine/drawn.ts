/** Edits of what is drawn beside the network: notes, areas, groups, the picture under it. Pure; the kernel is never concerned. */
import type { Topology, TopologyArea, TopologyNode } from '../shared/topology/schema';
import { moveNodes } from './edit';
import type { Point } from './edit';
import { freshId, idsIn } from './names';

export interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}
/** Around the middles of devices, canvas px: their halves, and room for labels and the area's name. */
const around = { x: 120, above: 72, below: 84 } as const;
const leastArea = { width: 96, height: 72 } as const;

/** @param position top left corner, canvas px */
export function addNote(topology: Topology, text: string, position: Point): { topology: Topology; id: string } {
  const id = freshId(idsIn(topology), 'note');
  return { topology: { ...topology, notes: [...(topology.notes ?? []), { id, text, position: { x: position.x, y: position.y } }] }, id };
}

/** An area of a size that can be taken hold of. */
export function addArea(topology: Topology, { x, y, width, height }: Frame, name?: string): { topology: Topology; id: string } {
  const id = freshId(idsIn(topology), 'area');
  const area: TopologyArea = { id, position: { x, y }, size: atLeast({ width, height }), ...(name !== undefined && { name }) };
  return { topology: { ...topology, areas: [...(topology.areas ?? []), area] }, id };
}
const atLeast = ({ width, height }: { width: number; height: number }) => ({
  width: Math.max(leastArea.width, width),
  height: Math.max(leastArea.height, height),
});

/** The frame around devices and their labels; undefined if there are none. */
export function frameAround(topology: Topology, ids: ReadonlySet<string>): Frame | undefined {
  const places = topology.nodes.filter(({ id }) => ids.has(id)).map(({ position }) => position);
  if (places.length === 0) return undefined;
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs) - around.x, Math.min(...ys) - around.above];
  return { x, y, width: Math.max(...xs) + around.x - x, height: Math.max(...ys) + around.below - y };
}

/** Moves a note, or an area with all that stands in it. What is locked stays. */
export function moveDrawn(topology: Topology, id: string, to: Point): Topology {
  const position = { x: to.x, y: to.y };
  const moved = <T extends { id: string; locked?: boolean; position: Point }>(list: readonly T[] | undefined): T[] | undefined =>
    list?.map((one) => (one.id === id && !one.locked ? { ...one, position } : one));
  const area = topology.areas?.find((one) => one.id === id);
  if (!area) return topology.notes?.some((one) => one.id === id) ? { ...topology, notes: moved(topology.notes)! } : topology;
  if (area.locked) return topology;
  const by = { x: to.x - area.position.x, y: to.y - area.position.y };
  const inside = ({ x, y }: Point): boolean =>
    x >= area.position.x && y >= area.position.y && x <= area.position.x + area.size.width && y <= area.position.y + area.size.height;
  const nodes = topology.nodes.filter((node) => !node.locked && inside(node.position));
  const carried = moveNodes(topology, new Map(nodes.map(({ id, position: { x, y } }) => [id, { x: x + by.x, y: y + by.y }])));
  const notes = topology.notes?.map((one) =>
    !one.locked && inside(one.position) ? { ...one, position: { x: one.position.x + by.x, y: one.position.y + by.y } } : one,
  );
  return { ...carried, areas: moved(topology.areas)!, ...(notes && { notes }) };
}

/** Notes whose corner lies in a frame, and areas that lie in it whole. */
export function marksWithin({ notes, areas }: Topology, { x, y, width, height }: Frame): string[] {
  const holds = (px: number, py: number): boolean => px >= x && py >= y && px <= x + width && py <= y + height;
  const found = [
    ...(notes ?? []).filter(({ position }) => holds(position.x, position.y)),
    ...(areas ?? []).filter(({ position: at, size }) => holds(at.x, at.y) && holds(at.x + size.width, at.y + size.height)),
  ];
  return found.map(({ id }) => id);
}

/** Moves notes and areas, and nothing that stands in them. What is locked stays. */
export function moveMarks(topology: Topology, ids: ReadonlySet<string>, by: Point): Topology {
  const moved = <T extends { id: string; locked?: boolean; position: Point }>(list: readonly T[] | undefined): T[] | undefined =>
    list?.some(({ id, locked }) => ids.has(id) && !locked)
      ? list.map((one) =>
          ids.has(one.id) && !one.locked ? { ...one, position: { x: one.position.x + by.x, y: one.position.y + by.y } } : one,
        )
      : undefined;
  const [notes, areas] = [moved(topology.notes), moved(topology.areas)];
  return notes || areas ? { ...topology, ...(notes && { notes }), ...(areas && { areas }) } : topology;
}

export function resizeArea(topology: Topology, id: string, size: { width: number; height: number }): Topology {
  const areas = topology.areas?.map((one) => (one.id === id && !one.locked ? { ...one, size: atLeast(size) } : one));
  return areas ? { ...topology, areas } : topology;
}

/** Devices and notes as one group. They leave the groups that they were in; a group that nobody is left in is gone. */
export function addGroup(topology: Topology, name: string, members: readonly string[]): { topology: Topology; id: string } {
  const id = freshId(idsIn(topology), 'group');
  const taken = new Set(members);
  const others = (topology.groups ?? []).map((group) => {
    const rest = group.members.filter((member) => !taken.has(member));
    return rest.length === group.members.length ? group : { ...group, members: rest };
  });
  const groups = [...others.filter((group) => group.members.length > 0), { id, name, members: [...members] }];
  return { topology: { ...topology, groups }, id };
}

/** The group that a device or note is in, or that has this id. */
export const groupOf = ({ groups }: Topology, id: string) => groups?.find((group) => group.id === id || group.members.includes(id));

/** Where a group stands while it is drawn as one device: in the middle of its devices, canvas px. */
export function groupCentre(nodes: readonly TopologyNode[], members: ReadonlySet<string>): Point {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { id, position } of nodes)
    if (members.has(id))
      [x0, y0, x1, y1] = [Math.min(x0, position.x), Math.min(y0, position.y), Math.max(x1, position.x), Math.max(y1, position.y)];
  return x0 === Infinity ? { x: 0, y: 0 } : { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
}

/** Places of devices, where that of a group stands for all its devices: they move as it does. */
export function withMembers(topology: Topology, positions: ReadonlyMap<string, Point>): Map<string, Point> {
  const all = new Map(positions);
  for (const group of topology.groups ?? []) {
    const to = positions.get(group.id);
    if (!to) continue;
    all.delete(group.id);
    const members = new Set(group.members);
    const from = groupCentre(topology.nodes, members);
    for (const { id, position, locked } of topology.nodes)
      if (members.has(id) && !locked) all.set(id, { x: position.x + to.x - from.x, y: position.y + to.y - from.y });
  }
  return all;
}
