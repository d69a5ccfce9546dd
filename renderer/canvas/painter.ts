/** Paints what is out of date: clipped to the damage, from the paper up to the words. */
import type { Box } from './geometry';
import { grow, overlaps } from './geometry';
import { signs } from './icons';
import type { LinkItem, NodeItem } from './items';
import { linkLabels, nodeLabel, typeFor } from './labels';
import type { Label } from './labels';
import { paintCables, paintLights } from './paint-cables';
import { paintDraftCable, paintPointer } from './paint-draft';
import { paintHandles, paintNodes, paintOverNodes, paintUnderNodes } from './paint-nodes';
import { labelReach } from './marks';
import type { Scene } from './scene';
import { Sprites } from './sprites';
import type { Text } from './text';
import { Texts } from './text';
import type { Theme } from './theme';

/** Between the dots of the paper at 100 %, canvas px; they thin out so that they are never closer than this many px seen. */
const dotStep = 24;
const closestDots = 14;
/** How far beyond a damaged box a cable's words may reach, CSS px. */
const wordReach = 220;

export class Painter {
  private readonly context: CanvasRenderingContext2D;
  private readonly sprites: Sprites;
  private readonly texts: Texts;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scene: Scene,
    private theme: Theme,
  ) {
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('This browser has no Canvas 2D, so the network cannot be drawn. Update the browser.');
    this.context = context;
    this.sprites = new Sprites(theme);
    this.texts = new Texts(scene.viewport.ratio);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.sprites.setTheme(theme);
    this.texts.reset(this.scene.viewport.ratio);
    this.scene.damage.all();
  }

  /** Fits the backing store to the viewport. */
  resize(): void {
    const { width, height, ratio } = this.scene.viewport;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.texts.reset(ratio);
    this.scene.damage.all();
  }

  /** Paints what the damage asks for; `now` in ms moves what moves. Returns the boxes painted. */
  paint(now: number): Box[] {
    const { viewport, damage } = this.scene;
    const boxes = damage.take(viewport.width, viewport.height);
    if (boxes.length === 0) return boxes;
    const { context } = this;
    const { view, ratio, level } = viewport;
    this.sprites.prepare(view.scale, ratio, level);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.save();
    context.beginPath();
    for (const box of boxes) context.rect(...device(box, ratio));
    context.clip();
    this.paper(boxes);
    const { nodes, links, wordNodes, wordLinks } = this.reached(boxes);
    paintUnderNodes(context, this.scene, nodes, this.theme);
    const zoom = view.scale * ratio;
    context.setTransform(zoom, 0, 0, zoom, view.x * ratio, view.y * ratio);
    paintCables(context, this.scene, links, this.theme, now);
    paintDraftCable(context, this.scene, this.theme);
    context.setTransform(1, 0, 0, 1, 0, 0);
    paintNodes(context, this.scene, nodes, this.sprites, this.theme);
    paintLights(context, this.scene, links, this.theme);
    paintOverNodes(context, this.scene, nodes, this.theme, now);
    if (level !== 'far') this.words(boxes, wordNodes, wordLinks);
    paintHandles(context, this.scene, nodes, this.theme);
    paintPointer(context, this.scene, this.sprites, this.theme);
    context.restore();
    return boxes;
  }

  /** What stands in the damaged boxes, and what has words that may reach into them. */
  private reached(boxes: readonly Box[]) {
    const { viewport } = this.scene;
    const { scale } = viewport.view;
    const near = viewport.level === 'near';
    const reach = viewport.level === 'far' ? 0 : Math.max(wordReach, this.widestLabel());
    const found = {
      nodes: new Set<NodeItem>(),
      links: new Set<LinkItem>(),
      wordNodes: new Set<NodeItem>(),
      wordLinks: new Set<LinkItem>(),
    };
    for (const box of boxes) {
      const [a, b] = [viewport.toCanvas(box.x0, box.y0), viewport.toCanvas(box.x1, box.y1)];
      const exact = { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
      const drawn = this.scene.touching(grow(exact, 24));
      for (const node of drawn.nodes) found.nodes.add(node);
      for (const link of drawn.links) found.links.add(link);
      if (reach === 0) continue;
      const worded = this.scene.touching(grow(exact, reach / scale));
      for (const node of worded.nodes) found.wordNodes.add(node);
      if (near) for (const link of worded.links) found.wordLinks.add(link);
    }
    return { nodes: [...found.nodes], links: [...found.links], wordNodes: [...found.wordNodes], wordLinks: [...found.wordLinks] };
  }

  private widest = 0;
  private widestAt = -1;
  private widestLabel(): number {
    if (this.widestAt !== this.scene.revision) {
      this.widestAt = this.scene.revision;
      this.widest = 0;
      for (const node of this.scene.nodes.values()) this.widest = Math.max(this.widest, labelReach(node, 1));
    }
    return this.widest * Math.max(1, this.scene.viewport.view.scale);
  }

  private paper(boxes: readonly Box[]): void {
    const { context, theme } = this;
    const { view, ratio } = this.scene.viewport;
    context.fillStyle = theme.colour.paper;
    for (const box of boxes) context.fillRect(...device(box, ratio));
    let step = dotStep * view.scale;
    while (step < closestDots) step *= 2;
    const size = Math.max(1, Math.round(1.5 * ratio));
    context.fillStyle = theme.colour['paper-dot'];
    context.beginPath();
    for (const box of boxes) {
      const [firstX, firstY] = [Math.ceil((box.x0 - 2 - view.x) / step), Math.ceil((box.y0 - 2 - view.y) / step)];
      for (let row = firstY; row * step + view.y < box.y1; row++)
        for (let column = firstX; column * step + view.x < box.x1; column++)
          context.rect(Math.round((column * step + view.x) * ratio), Math.round((row * step + view.y) * ratio), size, size);
    }
    context.fill();
  }

  private words(boxes: readonly Box[], nodes: readonly NodeItem[], links: readonly LinkItem[]): void {
    const type = typeFor(this.theme, this.scene.viewport.view.scale);
    const labels: Label[] = nodes.map((node) => nodeLabel(this.scene, node, type, this.texts));
    if (links.length > 0) labels.unshift(...linkLabels(this.scene, links, nodes, type, this.texts));
    const seen = labels.filter(({ box }) => boxes.some((damaged) => overlaps(grow(box, 6), damaged)));
    const texts: Text[] = [];
    for (const label of seen) {
      if (label.plate) this.plate(label);
      texts.push(...label.texts);
    }
    this.texts.draw(this.context, texts);
  }

  private plate({ box, plate }: Label): void {
    const { context, theme } = this;
    const { ratio } = this.scene.viewport;
    context.save();
    context.scale(ratio, ratio);
    context.beginPath();
    context.roundRect(
      Math.round(box.x0) + 0.5,
      Math.round(box.y0) + 0.5,
      Math.round(box.x1 - box.x0) - 1,
      Math.round(box.y1 - box.y0) - 1,
      4,
    );
    context.fillStyle = plate === 'paper' ? theme.colour.paper : theme.colour.surface;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = theme.colour.line;
    if (plate !== 'paper') context.stroke();
    if (plate === 'cut') {
      context.translate(box.x0 + 8, (box.y0 + box.y1) / 2 - 8);
      context.lineWidth = 1.5;
      context.lineCap = 'round';
      context.strokeStyle = theme.colour.ink;
      context.stroke(signs().scissors);
    }
    context.restore();
  }
}

function device(box: Box, ratio: number): [number, number, number, number] {
  const [x, y] = [Math.floor(box.x0 * ratio), Math.floor(box.y0 * ratio)];
  return [x, y, Math.ceil(box.x1 * ratio) - x, Math.ceil(box.y1 * ratio) - y];
}
