/** Gestures of the pointer: what is pressed, dragged and let go becomes one command of the model, at the end. */
import { splices } from '../../electron/engine/cables';
import type { NodeKind } from '../../electron/shared/topology/schema';
import { t } from '../text';
import { cableDrag } from './cable-drags';
import type { Drag } from './drag';
import { boxOf, snapped } from './geometry';
import type { Box, Point } from './geometry';
import { cableAt, hitAt, inside, nodeAt } from './hit';
import type { Hit } from './hit';
import type { CanvasModel } from './model';
import { NodeDrag } from './node-drag';
import type { Scene } from './scene';

/** A pointer event, as far as gestures need it. Places are CSS px from the canvas element's corner. */
export interface PointerInput {
  readonly x: number;
  readonly y: number;
  /** 0 left, 1 middle, 2 right. */
  readonly button: number;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  /** The space bar is held. */
  readonly space: boolean;
  /** The same place in the window, CSS px; absent: nothing can be asked there. */
  readonly client?: Point;
}

/** What can be selected. */
type Drawn = Exclude<Hit, { on: 'paper' | 'ghost' }>;
type Gesture =
  | { kind: 'pan'; x: number; y: number }
  | { kind: 'press'; x: number; y: number; hit: Drawn; toggles: boolean }
  | { kind: 'ghost'; id: string }
  | { kind: 'drag'; drag: Drag }
  | { kind: 'cable'; from: string; x: number; y: number; moved: boolean }
  | { kind: 'band'; from: Point; before: readonly string[]; moved: boolean };

/** The devices that cables are pulled from: all that are selected, if it is one of several; never the one they go to. */
export function sourcesOf(model: CanvasModel, scene: Scene, from: string, target: string | undefined): string[] {
  const selection = model.selection();
  if (!selection.has(from)) return [from];
  return [from, ...[...selection].filter((id) => id !== from && id !== target && scene.nodes.has(id))];
}

/** CSS px that a pressed pointer may tremble without dragging. */
const tremble = 4;

export class PointerGestures {
  private gesture: Gesture | undefined;
  /** First device chosen with the cable tool by clicking. */
  private chosen: string | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    /** Shows the rubber band, in CSS px; undefined hides it. */
    private readonly showBand: (box: Box | undefined) => void,
  ) {}

  /** True while something is being dragged, pulled or panned. */
  get busy(): boolean {
    return this.gesture !== undefined;
  }

  down(input: PointerInput): void {
    if (this.gesture) return;
    if (input.button === 1 || (input.button === 0 && input.space)) {
      this.gesture = { kind: 'pan', x: input.x, y: input.y };
      return;
    }
    if (input.button !== 0) return;
    const at = this.canvasPoint(input);
    const hit = hitAt(this.scene, at);
    const tool = this.model.tool();
    if (tool.startsWith('add:')) return this.placeAt(at, input);
    if (tool === 'cut') {
      if (hit.on === 'link') this.cutOrMend(hit.id);
      return;
    }
    if (tool === 'cable') {
      if (hit.on === 'node' || hit.on === 'edge') this.startCable(hit.id, input);
      else this.cancel();
      return;
    }
    if (hit.on === 'edge') this.gesture = { kind: 'cable', from: hit.id, x: input.x, y: input.y, moved: false };
    else if (hit.on === 'paper') {
      const keep = input.shift || input.control;
      this.gesture = { kind: 'band', from: at, before: keep ? [...this.model.selection()] : [], moved: false };
    } else if (hit.on === 'ghost') this.gesture = { kind: 'ghost', id: hit.id };
    else this.press(hit, input);
  }

  move(input: PointerInput): void {
    const at = this.canvasPoint(input);
    const { gesture } = this;
    if (!gesture) return this.hover(at, input);
    const moved = 'x' in gesture && Math.hypot(input.x - gesture.x, input.y - gesture.y) > tremble;
    if (gesture.kind === 'pan') {
      this.scene.viewport.pan(input.x - gesture.x, input.y - gesture.y);
      gesture.x = input.x;
      gesture.y = input.y;
    } else if (gesture.kind === 'press') {
      if (moved) this.startDrag(gesture);
      if (this.gesture?.kind === 'drag') this.gesture.drag.move(at, input);
    } else if (gesture.kind === 'drag') gesture.drag.move(at, input);
    else if (gesture.kind === 'cable') {
      gesture.moved ||= moved;
      if (gesture.moved || this.chosen) this.pull(gesture.from, at);
    } else if (gesture.kind === 'band') {
      const box = boxOf(this.scene.viewport.toScreen(gesture.from), input);
      gesture.moved ||= Math.max(box.x1 - box.x0, box.y1 - box.y0) > tremble;
      if (!gesture.moved) return;
      this.showBand(box);
      const within = boxOf(gesture.from, at);
      this.select([...gesture.before, ...inside(this.scene, within), ...(this.model.marksWithin?.(within) ?? [])]);
    }
  }

  up(input: PointerInput): void {
    const { gesture } = this;
    this.gesture = undefined;
    if (!gesture) return;
    const at = this.canvasPoint(input);
    if (gesture.kind === 'press') this.release({ id: gesture.hit.id, toggles: gesture.toggles });
    else if (gesture.kind === 'drag') gesture.drag.drop(at, input);
    else if (gesture.kind === 'cable') this.plug(gesture, at, input);
    else if (gesture.kind === 'ghost') {
      // A ghost is not selected: what can be done with it is asked at once.
      if (this.under(input) === gesture.id && input.client) this.model.menu(gesture.id, input.client);
    } else if (gesture.kind === 'band') {
      this.showBand(undefined);
      if (!gesture.moved) this.select(gesture.before);
      else this.announceSelection();
    }
    if (!this.chosen) this.hover(at, input);
  }

  doubleClick(input: PointerInput): void {
    if (this.model.tool() !== 'select') return;
    const hit = hitAt(this.scene, this.canvasPoint(input));
    if (hit.on === 'node' || hit.on === 'edge') this.model.open(hit.id);
    const link = hit.on === 'link' && hit.part.kind === 'bend' && this.scene.links.get(hit.id);
    if (link) this.model.bend(link.id, link.bends.filter((_, at) => at !== hit.part.at)); // prettier-ignore
  }

  /** `client` is the same place in the window. */
  menu(input: PointerInput, client: Point): void {
    this.cancel();
    const hit = hitAt(this.scene, this.canvasPoint(input));
    const id = hit.on === 'paper' ? null : hit.id;
    if (id && hit.on !== 'ghost' && !this.model.selection().has(id)) this.model.select([id]);
    this.model.menu(id, client);
  }

  leave(): void {
    if (this.gesture) return;
    this.scene.setHover(undefined);
    this.scene.setDraft({ placing: undefined });
  }

  /** Takes back what is under way. True if there was something. */
  cancel(): boolean {
    const { gesture, chosen } = this;
    this.gesture = undefined;
    this.chosen = undefined;
    this.showBand(undefined);
    this.scene.setDraft({ cable: undefined });
    if (gesture?.kind === 'drag') gesture.drag.cancel();
    if (gesture?.kind === 'band') this.model.select(gesture.before);
    return gesture !== undefined || chosen !== undefined;
  }

  /** Another tool: what the old one had begun is over. */
  toolChanged(): void {
    this.cancel();
    this.scene.setHover(undefined);
    this.scene.setDraft({ placing: undefined });
  }

  /** Shows a device that would be placed there, and the cable that it would be put into. @param free not on the grid */
  carry(kind: NodeKind, at: Point, free = false): void {
    const into = splices(kind) ? cableAt(this.scene, at) : undefined;
    this.scene.setHover(into === undefined ? undefined : { id: into, edge: undefined });
    this.scene.setDraft({ placing: { kind, at: this.model.snap() && !free ? snapped(at) : at } });
  }

  /** The device, cable or ghost under the pointer. */
  under(input: PointerInput): string | undefined {
    const hit = hitAt(this.scene, this.canvasPoint(input));
    return hit.on === 'paper' ? undefined : hit.id;
  }

  /** The CSS cursor for what a press would do now. */
  cursor(space: boolean): string {
    if (this.gesture?.kind === 'pan') return 'grabbing';
    if (space) return 'grab';
    if (this.gesture?.kind === 'drag') return this.gesture.drag.cursor;
    const tool = this.model.tool();
    if (tool.startsWith('add:') || tool === 'cable' || this.gesture?.kind === 'cable' || this.scene.hover?.edge) return 'crosshair';
    if (tool === 'cut') return this.scene.hover && this.scene.links.has(this.scene.hover.id) ? 'pointer' : 'default';
    const { hover } = this.scene;
    if (hover?.part && this.scene.links.get(hover.id)?.stands === 1)
      return { end: 'grab', bend: 'move', piece: 'pointer' }[hover.part.kind];
    return hover && !this.scene.links.has(hover.id) ? 'pointer' : 'default';
  }

  private canvasPoint(input: PointerInput): Point {
    return this.scene.viewport.toCanvas(input.x, input.y);
  }

  private hover(at: Point, input: PointerInput): void {
    const tool = this.model.tool();
    if (tool.startsWith('add:')) {
      this.carry(tool.slice(4) as NodeKind, at, input.alt);
      return;
    }
    if (this.scene.draft.placing) this.scene.setDraft({ placing: undefined });
    if (this.chosen) return this.pull(this.chosen, at);
    const hit = hitAt(this.scene, at);
    const node = hit.on === 'node' || hit.on === 'edge';
    if (hit.on === 'paper' || (tool === 'cut' && hit.on !== 'link') || (tool === 'cable' && !node)) this.scene.setHover(undefined);
    else {
      const edge = hit.on === 'edge' && tool === 'select' ? at : undefined;
      this.scene.setHover({ id: hit.id, edge, ...(hit.on === 'link' && tool === 'select' && { part: hit.part }) });
    }
  }

  private placeAt(at: Point, input: PointerInput): void {
    const kind = this.model.tool().slice(4) as never;
    this.scene.setDraft({ placing: undefined });
    this.model.addNode(kind, this.model.snap() && !input.alt ? snapped(at) : at, cableAt(this.scene, at));
    if (!input.shift) this.model.setTool('select');
  }

  private cutOrMend(id: string): void {
    const link = this.scene.links.get(id);
    if (link) this.model.setLinkUp(id, link.view.cut);
  }

  private press(hit: Drawn, input: PointerInput): void {
    const toggles = input.shift || input.control;
    if (!toggles && !this.model.selection().has(hit.id)) this.select([hit.id]);
    this.gesture = { kind: 'press', x: input.x, y: input.y, hit, toggles };
  }

  private release({ id, toggles }: { id: string; toggles: boolean }): void {
    const selection = this.model.selection();
    if (!toggles) this.select([id]);
    else this.select(selection.has(id) ? [...selection].filter((one) => one !== id) : [...selection, id]);
    this.announceSelection();
  }

  private startDrag({ x, y, hit }: Gesture & { kind: 'press' }): void {
    const link = this.scene.links.get(hit.id);
    const drag = link && hit.on === 'link' ? cableDrag(this.scene, this.model, link, hit.part) : this.nodeDrag(hit.id, { x, y });
    this.gesture = drag && { kind: 'drag', drag };
  }
  private nodeDrag(id: string, from: Point): Drag | undefined {
    if (!this.scene.nodes.has(id)) return undefined;
    if (!this.model.selection().has(id)) this.model.select([...this.model.selection(), id]);
    const { view } = this.scene.nodes.get(id)!;
    if (view.locked) {
      this.model.announce(t('canvas.isLocked', { what: view.name }));
      return undefined;
    }
    return new NodeDrag(this.scene, this.model, id, this.scene.viewport.toCanvas(from.x, from.y));
  }

  private startCable(id: string, input: PointerInput): void {
    const from = this.chosen ?? id;
    this.gesture = { kind: 'cable', from, x: input.x, y: input.y, moved: false };
    this.pull(from, this.canvasPoint(input));
  }

  private pull(from: string, at: Point): void {
    const over = nodeAt(this.scene, at);
    this.scene.setHover(undefined);
    this.scene.setDraft({
      cable: { from: sourcesOf(this.model, this.scene, from, over), to: at, target: over === from ? undefined : over },
    });
  }

  private plug({ from, moved }: { from: string; moved: boolean }, at: Point, input: PointerInput): void {
    const target = nodeAt(this.scene, at);
    const tool = this.model.tool();
    if (target !== undefined && target !== from && (moved || this.chosen !== undefined)) {
      const sources = sourcesOf(this.model, this.scene, from, target);
      this.finishCable();
      if (sources.length > 1) this.model.connectMany(sources, target);
      else if (input.control && input.client) this.model.chooseEnds(from, target, input.client);
      else this.model.connect(from, target, input.client);
    } else if (!moved && tool === 'cable' && this.chosen === undefined) {
      this.chosen = from;
      this.model.announce(t('canvas.from', { name: this.name(from) }));
    } else {
      this.finishCable();
      if (!moved && tool === 'select') this.release({ id: from, toggles: input.shift || input.control });
    }
  }

  private finishCable(): void {
    this.chosen = undefined;
    this.scene.setDraft({ cable: undefined });
  }

  private name(id: string): string {
    return this.scene.nodes.get(id)?.view.name ?? id;
  }

  /** Only a selection that differs is a selection. */
  private select(ids: readonly string[]): void {
    const wanted = new Set(ids);
    const now = this.model.selection();
    if (wanted.size === now.size && [...wanted].every((id) => now.has(id))) return;
    this.model.select([...wanted]);
  }

  private announceSelection(): void {
    const ids = [...this.model.selection()];
    const [only] = ids;
    const spoken = only && (this.scene.nodes.get(only) ?? this.scene.links.get(only))?.view.spoken;
    if (ids.length === 1 && spoken) this.model.announce(t('canvas.selected', { what: spoken }));
    else if (ids.length > 1) this.model.announce(t('canvas.manySelected', { n: ids.length }));
  }
}
