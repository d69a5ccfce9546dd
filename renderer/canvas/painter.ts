/**
 * Paints what is out of date, from the paper up to the words.
 *
 * Painting a part gives to the pixel what painting everything gives. Therefore a part is not painted under a clip: rasterizers cut lines at a
 * clip before they smooth them, and a cut line is smoothed otherwise. Whatever reaches into the damage is painted whole on a second canvas
 * of the same size, each cable as a path of its own, always in the same order; then the damage is copied from there.
 */
import type { Box } from './geometry';
import { grow, overlaps } from './geometry';
import type { GhostItem } from './ghosts';
import type { LinkItem, NodeItem } from './items';
import type { Label } from './labels';
import { Layout } from './layout';
import { paintChangePlates } from './paint-changes';
import { paintCableHandles, paintCables, paintLights } from './paint-cables';
import { paintDraftCable, paintGuides, paintPointer } from './paint-draft';
import { Ground } from './paint-ground';
import { paintFlows } from './paint-flows';
import { ghostWords, paintGhostPlates, paintGhosts } from './paint-ghosts';
import { paintHandles, paintNodes, paintOverNodes, paintUnderNodes } from './paint-nodes';
import { paintPaper, paintPlate } from './paint-paper';
import type { Scene } from './scene';
import { Sprites } from './sprites';
import type { Context } from './sprites';
import type { Text } from './text';
import { Texts } from './text';
import type { Theme } from './theme';

export class Painter {
  private readonly context: CanvasRenderingContext2D;
  /** The second canvas, made when a part is painted the first time. */
  private part: OffscreenCanvasRenderingContext2D | undefined;
  private readonly sprites: Sprites;
  private readonly texts: Texts;
  private readonly layout: Layout;
  private readonly ground: Ground;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scene: Scene,
    private theme: Theme,
    /** Others than the ones that copy pixels. */
    tools?: { sprites: Sprites; texts: Texts },
  ) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser has no Canvas 2D, so the network cannot be drawn. Update the browser.');
    this.context = context;
    this.ground = new Ground(scene);
    this.sprites = tools?.sprites ?? new Sprites(theme);
    this.texts = tools?.texts ?? new Texts(scene.viewport.ratio);
    this.layout = new Layout(scene, theme, this.texts.width);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.sprites.setTheme(theme);
    this.texts.reset(this.scene.viewport.ratio);
    this.layout.setTheme(theme);
    this.scene.damage.all();
  }

  /** Lays out what is seen; to be called before `paintOnto`, and before it is asked how far everything reaches. */
  update(): void {
    this.layout.update();
  }

  /** Fits the backing store to the viewport. */
  resize(): void {
    const { width, height, ratio } = this.scene.viewport;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.part = undefined;
    this.texts.reset(ratio);
    this.scene.damage.all();
  }

  /** Paints what the damage asks for; `now` in ms moves what moves. Returns the boxes painted. */
  paint(now: number): Box[] {
    const { width, height, ratio } = this.scene.viewport;
    this.layout.update();
    const boxes = this.scene.damage.take(width, height);
    const [first] = boxes;
    if (!first) return boxes;
    if (first.x1 - first.x0 === width && first.y1 - first.y0 === height) this.compose(this.context, boxes, now);
    else {
      const part = this.secondCanvas();
      this.compose(part, boxes, now);
      for (const box of boxes) {
        const [x, y, wide, high] = device(box, ratio);
        this.context.drawImage(part.canvas, x, y, wide, high, x, y, wide, high);
      }
    }
    return boxes;
  }

  /** Paints what a box (CSS px of the picture) shows onto another canvas, without the paper. */
  paintOnto(context: Context, box: Box): void {
    this.compose(context, [box], 0, false);
  }

  private secondCanvas(): OffscreenCanvasRenderingContext2D {
    const context = this.part ?? new OffscreenCanvas(this.canvas.width, this.canvas.height).getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser has no canvas beside the page, so the network cannot be drawn. Update the browser.');
    this.part = context;
    return context;
  }

  /** Paints whole whatever reaches into the boxes; outside of them, what it leaves is of no use. */
  private compose(context: Context, boxes: readonly Box[], now: number, paper = true): void {
    const { scene, sprites, theme } = this;
    const { view, ratio, level } = scene.viewport;
    sprites.prepare(view.scale, ratio, level);
    const { nodes, links: found } = this.layout.within(boxes);
    // A cable whose end is in the hand is drawn by the gesture.
    const links = scene.draft.cable?.instead ? found.filter(({ id }) => id !== scene.draft.cable?.instead) : found;
    const ghosts = scene.ghosts.within(boxes);
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (paper) for (const box of boxes) paintPaper(context, device(box, ratio), view, ratio, theme);
    const zoom = view.scale * ratio;
    context.setTransform(zoom, 0, 0, zoom, view.x * ratio, view.y * ratio);
    this.ground.paint(context, boxes.map((box) => scene.viewport.boxToCanvas(box)), theme); // prettier-ignore
    context.setTransform(1, 0, 0, 1, 0, 0);
    paintUnderNodes(context, scene, nodes, theme);
    context.setTransform(zoom, 0, 0, zoom, view.x * ratio, view.y * ratio);
    paintGhosts(context, scene, ghosts, theme);
    paintCables(context, scene, links, theme, now);
    if (level !== 'far') paintFlows(context, links, theme);
    paintDraftCable(context, scene, theme);
    context.setTransform(1, 0, 0, 1, 0, 0);
    paintNodes(context, scene, nodes, sprites, theme);
    paintLights(context, scene, links, theme);
    paintGhostPlates(context, scene, ghosts, theme);
    paintOverNodes(context, scene, nodes, theme, now);
    paintChangePlates(context, scene, nodes, links, theme);
    if (level !== 'far') this.words(context, boxes, nodes, links, ghosts);
    paintHandles(context, scene, nodes, theme);
    context.setTransform(zoom, 0, 0, zoom, view.x * ratio, view.y * ratio);
    paintCableHandles(context, scene, links, theme);
    context.setTransform(1, 0, 0, 1, 0, 0);
    paintGuides(context, scene, theme);
    paintPointer(context, scene, sprites, theme);
  }

  /** First the words of cables, the important ones last; then those of devices. */
  private words(
    context: Context,
    boxes: readonly Box[],
    nodes: readonly NodeItem[],
    links: readonly LinkItem[],
    ghosts: readonly GhostItem[],
  ): void {
    const { view, ratio } = this.scene.viewport;
    const labels: Label[] = links.flatMap(({ drawn }) => drawn?.words.filter(({ stands }) => stands) ?? []).sort((a, b) => b.rank - a.rank);
    for (const { drawn } of nodes) labels.push(...(drawn?.words.filter(({ stands }) => stands) ?? []));
    const texts: Text[] = ghostWords(this.scene, ghosts, this.theme);
    for (const label of labels) {
      const seen = this.layout.seen(label.box);
      if (!boxes.some((damaged) => overlaps(grow(seen, 8), damaged))) continue;
      if (label.plate) paintPlate(context, seen, label.plate, ratio, this.theme);
      texts.push(...label.texts);
    }
    this.texts.draw(context, texts, view);
  }
}

/** The smallest box of whole device px around a box of CSS px: x, y, width, height. */
function device(box: Box, ratio: number): [number, number, number, number] {
  const [x, y] = [Math.floor(box.x0 * ratio), Math.floor(box.y0 * ratio)];
  return [x, y, Math.ceil(box.x1 * ratio) - x, Math.ceil(box.y1 * ratio) - y];
}
