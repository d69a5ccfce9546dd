/** What a gesture under way shows, before it is an edit; and how far that reaches. */
import type { NodeKind } from '../../electron/shared/topology/schema';
import { boxOf, grow } from './geometry';
import type { Box, Point } from './geometry';
import type { Guide } from './guides';
import type { CablePart } from './hit';

export interface Draft {
  /** Cables being pulled: from nodes to a place or to the node they would be plugged into. `instead`: an end of this cable is being moved. */
  cable: { from: readonly string[]; to: Point; target: string | undefined; instead?: string } | undefined;
  /** A device about to be placed. */
  placing: { kind: NodeKind; at: Point } | undefined;
  /** With what a dragged device stands in line. */
  guides: readonly Guide[];
}
export interface Hover {
  id: string;
  /** The pointer is where a cable starts. */
  edge: Point | undefined;
  /** What of a cable is under the pointer. */
  part?: CablePart;
}

/** The plus at the pointer and the end of a cable, CSS px. */
const pointerReach = 12;
const cableReach = 24;
/** Half of the largest device with its outline, canvas px. */
const deviceReach = 48;

/** Boxes of the canvas that the drawing of a hover's plus fills. */
export function hoverBoxes(hover: Hover | undefined, scale: number): Box[] {
  return hover?.edge ? [grow(boxOf(hover.edge, hover.edge), pointerReach / scale)] : [];
}

/** Boxes of the canvas that the drawing of a draft fills, its devices' rings apart. `from` is where the cables start. */
export function draftBoxes({ cable, placing, guides }: Draft, from: readonly Point[], scale: number): Box[] {
  const boxes: Box[] = [];
  if (cable) for (const one of from) boxes.push(grow(boxOf(one, cable.to), cableReach / Math.min(1, scale)));
  if (placing) boxes.push(grow(boxOf(placing.at, placing.at), deviceReach));
  for (const guide of guides) boxes.push(grow(boxOf(guide.from, guide.to), 2 / scale));
  return boxes;
}
