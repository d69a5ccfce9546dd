/** The whole lab as a picture: the same scene, mapping and painters as on the screen, in the light theme, at 100 %, with nothing selected. */
import { grow, union } from '../geometry';
import type { Box } from '../geometry';
import type { CanvasModel } from '../model';
import { loadImage } from '../paint-ground';
import { Painter } from '../painter';
import { Scene } from '../scene';
import type { Context } from '../sprites';
import { Sprites } from '../sprites';
import { Texts } from '../text';
import { readTheme } from '../theme';
import type { Theme } from '../theme';
import { groundBox, laidNotes, paintMarks } from './marks';
import { writePdf } from './pdf';
import type { Raster } from './pdf';
import { Recorder } from './recorder';
import type { ImageMark, Picture, TextMark } from './recorder';
import { writeSvg } from './svg';
import { VectorSprites, VectorTexts } from './vector';

export interface Look {
  readonly addresses: boolean;
  readonly interfaces: boolean;
}
export const pictureFormats = ['svg', 'png', 'pdf'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** Around the drawing, px. */
const margin = 12;
/** Px of a PNG to the px of the drawing, and the longest side that browsers give a canvas. */
const sharpness = 2;
const longestSide = 16_000;

interface Made {
  readonly paint: (context: Context) => void;
  readonly scene: Scene;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
}

/** @param model what the canvas on the screen shows */
export function lightTheme(): Theme {
  const probe = document.createElement('div');
  probe.style.colorScheme = 'light';
  probe.style.display = 'none';
  document.body.append(probe);
  const theme = readTheme(probe);
  probe.remove();
  // Paper is white: the printer's, and whatever page the picture is put on.
  return { ...theme, colour: { ...theme.colour, paper: 'rgb(255, 255, 255)' }, still: true };
}

function make(model: CanvasModel, look: Look, vector: boolean): Made {
  const theme = lightTheme();
  const nothing = new Set<string>();
  const still: CanvasModel = {
    ...model,
    layers: () => ({ ...look, rates: false, minimap: false }),
    rates: undefined,
    // A picture shows what was drawn.
    ghosts: undefined,
    selection: () => nothing,
    onChange: () => () => undefined,
  };
  const scene = new Scene(still, () => undefined);
  const tools = vector
    ? { sprites: new VectorSprites(theme), texts: new VectorTexts(1) }
    : { sprites: new Sprites(theme), texts: new Texts(sharpness) };
  const painter = new Painter(document.createElement('canvas'), scene, theme, tools);
  const { viewport } = scene;
  const around = grow(scene.bounds() ?? { x0: 0, y0: 0, x1: 240, y1: 120 }, 400);
  viewport.resize(around.x1 - around.x0, around.y1 - around.y0, 1);
  viewport.set(-around.x0, -around.y0, 1);
  painter.update();
  const topology = model.topology();
  const notes = laidNotes(topology, tools.texts, theme);
  const all = [reach(scene), groundBox(topology, notes)].filter((one) => one !== undefined);
  const box = grow(all.length > 0 ? all.reduce(union) : { x0: 0, y0: 0, x1: 240, y1: 120 }, margin);
  const [width, height] = [Math.ceil(box.x1 - box.x0), Math.ceil(box.y1 - box.y0)];
  const ratio = vector ? 1 : Math.min(sharpness, longestSide / Math.max(width, height));
  viewport.resize(width, height, ratio);
  viewport.set(-box.x0, -box.y0, 1);
  painter.update();
  const paint = (context: Context): void => {
    painter.paintOnto(context, { x0: 0, y0: 0, x1: width, y1: height });
    paintMarks(context, topology, notes, tools.texts, theme, viewport.view, ratio);
  };
  return { paint, scene, theme, width, height };
}

/** How far everything reaches, words too. Px of the picture from the drawing's origin. */
function reach(scene: Scene): Box | undefined {
  let box: Box | undefined;
  for (const map of [scene.nodes, scene.links])
    for (const { drawn } of map.values()) if (drawn) box = box ? union(box, drawn.box) : drawn.box;
  return box;
}

export function drawPicture(model: CanvasModel, look: Look): Picture {
  const { paint, theme, width, height } = make(model, look, true);
  const recorder = new Recorder();
  recorder.fillStyle = theme.colour.paper;
  recorder.fillRect(0, 0, width, height);
  paint(recorder as unknown as Context);
  return { title: model.topology().name, width, height, marks: recorder.marks };
}

export async function drawPng(model: CanvasModel, look: Look): Promise<Blob> {
  const { paint, scene, theme, width, height } = make(model, look, false);
  const { ratio } = scene.viewport;
  const canvas = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio));
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser has no canvas beside the page, so the picture cannot be drawn. Update the browser.');
  context.fillStyle = theme.colour.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  paint(context);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The bytes of a file. */
export async function fileOf(format: PictureFormat, model: CanvasModel, look: Look): Promise<Uint8Array<ArrayBuffer>> {
  const { background } = model.topology();
  if (background) await loadImage(background.image);
  if (format === 'png') return new Uint8Array(await (await drawPng(model, look)).arrayBuffer());
  const picture = drawPicture(model, look);
  return format === 'svg' ? new TextEncoder().encode(writeSvg(picture)) : writePdf(picture, rasterOf);
}

/** Px of a picture in a PDF, on its longer side. */
const largestImage = 2000;

/** A picture, or a word in whatever faces this computer has for its letters, as pixels. */
function rasterOf(mark: TextMark | ImageMark): Raster {
  if (mark.kind === 'image') {
    const scale = Math.min(2, largestImage / Math.max(mark.width, mark.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(mark.width * scale)), Math.max(1, Math.round(mark.height * scale)));
    const context = canvas.getContext('2d')!;
    context.globalAlpha = mark.alpha;
    context.drawImage(mark.image, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, height: canvas.height, scale, before: 0, above: 0, rgba: data };
  }
  const { text, style, width } = mark;
  const [scale, edge] = [4, 3];
  const size = Number(/([\d.]+)px/.exec(style.font)?.[1] ?? 12);
  const canvas = new OffscreenCanvas(Math.ceil((width + 2 * edge) * scale), Math.ceil((size * 1.6 + 2 * edge) * scale));
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.font = style.font;
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = style.halo;
  if (style.halo !== 'transparent') context.strokeText(text, edge, edge + size * 1.2);
  context.fillStyle = style.colour;
  context.fillText(text, edge, edge + size * 1.2);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, height: canvas.height, scale, before: edge, above: edge + size * 1.2, rgba: data };
}
