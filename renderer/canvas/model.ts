/** What the canvas asks of the rest of the window, and what it offers to it. The topology store implements `CanvasModel`. */
import type { WantedLab } from '../../electron/engine/wanted';
import type { LabState } from '../../electron/shared/contract';
import type { ObservedState } from '../../electron/shared/lab/observed';
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import type { NodeKind, Topology, TopologyBackground } from '../../electron/shared/topology/schema';
import type { CanvasAct } from './acts';
import type { Rates } from './flows';
import type { Box, Point } from './geometry';
import type { View } from './viewport';

export type { Point } from './geometry';
export type { View } from './viewport';

export type Tool = 'select' | 'cable' | 'cut' | `add:${NodeKind}`;
export interface Layers {
  addresses: boolean;
  interfaces: boolean;
  rates: boolean;
  /** The whole lab, small, where the drawing is larger than the view. */
  minimap: boolean;
}

/** What changed since the last change, so that only that is drawn again. */
export type CanvasChange =
  | { kind: 'document'; diff: TopologyDiff }
  /** `stays`: the view does. */
  | { kind: 'whole'; stays?: boolean }
  | { kind: 'observed'; nodes: readonly string[] }
  | { kind: 'lab'; ids: readonly string[] | 'all' }
  | { kind: 'selection' }
  | { kind: 'ghosts' }
  | { kind: 'rates'; links: readonly string[] }
  | { kind: 'tool' }
  | { kind: 'layers' };

/** Something that the kernel has and nobody drew: with two ends a cable, with one an interface that leads nowhere. */
export interface GhostRecord {
  readonly id: string;
  readonly ends: readonly [GhostEnd] | readonly [GhostEnd, GhostEnd];
  /** Read aloud. */
  readonly spoken: string;
}
export interface GhostEnd {
  readonly node: string;
  readonly interface: string;
}

/** `+`: only in the other drawing; `-`: only in this one; `~`: in both, not the same. */
export type ChangeSign = '+' | '-' | '~';
export interface Comparison {
  readonly signs: ReadonlyMap<string, ChangeSign>;
  /** What differs, in a few words. */
  readonly wordsOf: (id: string) => string | undefined;
}

/** Read by the canvas, never watched: changes are told through `onChange`. Every command is one undoable edit. */
export interface CanvasModel {
  topology(): Topology;
  wanted(): WantedLab;
  observed(): ObservedState;
  lab(): LabState | undefined;
  selection(): ReadonlySet<string>;
  tool(): Tool;
  layers(): Layers;
  /** Traffic on cables. Absent or empty: none is drawn. */
  rates?(): Rates;
  /** What nobody drew. Absent: nothing is known of it. */
  ghosts?(): readonly GhostRecord[];
  /** How each thing differs between the two drawings that are shown as one. Absent or undefined: one drawing is shown, beside the kernel. */
  compared?(): Comparison | undefined;
  /** Positions snap to the 12 px grid. */
  snap(): boolean;
  /** Whether a key, as `commands/keys.ts` writes it, is one of an act's. */
  means(act: CanvasAct, key: string): boolean;
  onChange(listener: (change: CanvasChange) => void): () => void;

  /** @param cable that it is put into, if it was dropped onto one */
  addNode(kind: NodeKind, position: Point, cable?: string): string | undefined;
  /** `place` in the window, CSS px: there the members of a group that is drawn as one device can be offered. */
  connect(a: string, b: string, place?: Point): void;
  /** A cable from each of these to one. */
  connectMany(from: readonly string[], to: string): void;
  /** Lets the person choose the interfaces of a new cable. `place` in the window, CSS px. */
  chooseEnds(a: string, b: string, place: Point): void;
  /** Plugs an end of a cable into another device. */
  replug(link: string, at: 0 | 1, node: string): void;
  /** Lets the person choose the interface that an end of a cable is plugged into. `place` in the window, CSS px. */
  choosePlug(link: string, at: 0 | 1, node: string, place: Point): void;
  /** Bends of a cable from its first end to its second, canvas px. */
  bend(link: string, bends: readonly Point[]): void;
  /** @param step one of several by key, which are one edit together */
  move(positions: ReadonlyMap<string, Point>, step?: boolean): void;
  /** Notes and areas in a box of the canvas, by id. */
  marksWithin?(box: Box): readonly string[];
  remove(ids: readonly string[]): void;
  setLinkUp(id: string, up: boolean): void;
  select(ids: readonly string[]): void;
  setTool(tool: Tool): void;
  /** Opens a shell in the node. */
  open(id: string): void;
  /** The context menu of a node, link or ghost, or of the paper (null), at a place of the window in CSS px. */
  menu(id: string | null, at: Point): void;
  /** Says it politely to a screen reader. */
  announce(text: string): void;
}

/** What the mounted canvas offers to the window around it. Canvas points are canvas px; client points are CSS px of the window. */
export interface CanvasHandle {
  /** Shows the whole lab, at most at 100 %. */
  fit(): void;
  /** Shows devices and cables as large as they fit. */
  show(ids: readonly string[]): void;
  /** Lets devices glide to their places from where they were, canvas px; with reduced motion they are there at once. */
  glide(from: ReadonlyMap<string, Point>): void;
  zoomTo(scale: number): void;
  zoomBy(factor: number): void;
  view(): View;
  /** The canvas point in the middle of the view. */
  centre(): Point;
  focusNode(id: string): void;
  canvasPointAt(clientX: number, clientY: number): Point;
  /** Shows a device that is being dragged here, where it would be placed; outside the canvas: nothing. */
  carryAt(kind: NodeKind, clientX: number, clientY: number): void;
  /** Places a device where it was dropped; undefined when that is outside the canvas. */
  dropAt(kind: NodeKind, clientX: number, clientY: number): string | undefined;
  /** Paints another picture under the drawing than the document has, until that changes; undefined: none. */
  showBackground(background: TopologyBackground | undefined): void;
  /** Does what a key would do, to the device or cable that has the keyboard. */
  act(act: CanvasAct): void;
  /** Moves the view so that the node or link is in it. */
  reveal(id: string): void;
  /** The same for a box, canvas px. */
  revealBox(box: Box): void;
  onView(listener: (view: View) => void): () => void;
}
