/**
 * What lies on the paper under the network: a picture such as a floor plan, and coloured areas. Each is painted whole, so that a part of it that is
 * painted again is the same to the pixel; the context counts in canvas px.
 */
import type { TopologyArea, TopologyBackground } from '../../electron/shared/topology/schema';
import { overlaps } from './geometry';
import type { Box } from './geometry';
import type { Scene } from './scene';
import type { Context } from './sprites';
import type { Theme } from './theme';

/** How much of a picture shows through where nobody has said it. */
const usualOpacity = 0.5;
const radius = 6;

export const boxOfFrame = ({ position: { x, y }, size }: Pick<TopologyArea, 'position' | 'size'>): Box => ({
  x0: x,
  y0: y,
  x1: x + size.width,
  y1: y + size.height,
});

/** The last few pictures, so that one that is on the screen is there at once when it is painted elsewhere. */
const images = new Map<string, HTMLImageElement>();
const mostImages = 4;

/** Loads a picture, so that it is there when it is painted. */
export async function loadImage(source: string): Promise<void> {
  await imageOf(source)
    .decode()
    .catch(() => undefined);
}
function imageOf(source: string): HTMLImageElement {
  let image = images.get(source);
  if (!image) {
    image = new Image();
    image.src = source;
    images.set(source, image);
    const [oldest] = images.keys();
    if (images.size > mostImages && oldest !== undefined) images.delete(oldest);
  }
  return image;
}

export class Ground {
  private waiting: HTMLImageElement | undefined;

  constructor(private readonly scene: Scene) {}

  /** @param boxes that are out of date, canvas px */
  paint(context: Context, boxes: readonly Box[], { colour }: Theme): void {
    const { areas, background } = this.scene;
    if (background && boxes.some((box) => overlaps(box, boxOfFrame(background)))) this.picture(context, background);
    const pixel = 1 / this.scene.viewport.view.scale;
    for (const area of areas) {
      const box = boxOfFrame(area);
      if (!boxes.some((one) => overlaps(one, box))) continue;
      context.beginPath();
      context.roundRect(box.x0 + pixel / 2, box.y0 + pixel / 2, box.x1 - box.x0 - pixel, box.y1 - box.y0 - pixel, radius);
      context.fillStyle = colour[`area-${area.colour ?? 'sand'}`];
      context.fill();
      context.lineWidth = pixel;
      context.strokeStyle = colour.line;
      context.stroke();
    }
  }

  private picture(context: Context, { image, position, size, opacity = usualOpacity }: TopologyBackground): void {
    const loaded = imageOf(image);
    if (!loaded.complete && this.waiting !== loaded) {
      this.waiting = loaded;
      loaded.addEventListener('load', () => this.scene.damage.all());
    }
    if (!loaded.complete || loaded.naturalWidth === 0) return;
    context.globalAlpha = opacity;
    context.drawImage(loaded, position.x, position.y, size.width, size.height);
    context.globalAlpha = 1;
  }
}
