/** The canvas by itself, in a page with a lab of its own. The pages are built once for all specs of a worker. */
import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { openPages } from '../bench/canvas/pages.mjs';
import type { Point } from './window';

/** What the page holds for its tests: the model under the canvas, and the picture. See bench/canvas. */
export interface CanvasWindow {
  model: {
    current: { nodes: { id: string; position: Point }[]; links: { id: string; up?: boolean }[]; areas?: object[]; groups?: object[] };
    labState: { changing: string[]; failed: { id: string; error: { code: string; message: string } }[] };
    shownLayers: { addresses: boolean; interfaces: boolean; rates: boolean };
    shownGhosts: object[];
    said: string[];
    addNode(kind: string, at: Point): void;
    connect(a: string, b: string): void;
    move(positions: Map<string, Point>): void;
    remove(ids: string[]): void;
    bend(id: string, bends: Point[]): void;
    setLinkUp(id: string, up: boolean): void;
    select(ids: string[]): void;
    tell(change: object): void;
    edit(next: object): void;
  };
  canvas: { zoomTo(scale: number): void; view(): Point & { scale: number } };
  picture: { pixels(): ImageData; repaint(): Promise<void>; opened(model: object): Promise<ImageData> };
  difference: (a: ImageData, b: ImageData) => string | undefined;
}

export class CanvasPage {
  constructor(readonly page: Page) {}

  option(name: string): Locator {
    return this.page.getByRole('listbox', { name: 'Network' }).getByRole('option', { name: new RegExp(`^${name},`) });
  }
  /** What was said last to a screen reader. */
  said(): Promise<string | undefined> {
    return this.page.evaluate(() => (window as unknown as CanvasWindow).model.said.at(-1));
  }
  links(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as CanvasWindow).model.current.links.length);
  }
  view(): Promise<Point & { scale: number }> {
    return this.page.evaluate(() => (window as unknown as CanvasWindow).canvas.view());
  }
  async centreOf(name: string): Promise<Point & { top: number }> {
    const box = await this.option(name).boundingBox();
    if (!box) throw new Error(`${name} is not on the screen.`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, top: box.y };
  }
}

type Pages = Awaited<ReturnType<typeof openPages>>;

export const test = base.extend<{ canvas: CanvasPage }, { pages: Pages }>({
  pages: [
    async ({}, use) => {
      // Nobody looks: a frame need not wait for a display.
      const pages = await openPages(['--disable-frame-rate-limit', '--disable-gpu-vsync']);
      await use(pages);
      await pages.close();
    },
    { scope: 'worker' },
  ],
  canvas: async ({ pages, deviceScaleFactor }, use) => {
    const page = await pages.browser.newPage({ viewport: { width: 1024, height: 566 }, reducedMotion: 'reduce', deviceScaleFactor });
    await page.goto(`${pages.address}/states.html?lab#light`);
    const canvas = new CanvasPage(page);
    await expect(canvas.option('r1')).toBeAttached();
    await use(canvas);
    await page.close();
  },
});
export { expect };
