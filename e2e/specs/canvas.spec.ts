/** The canvas by itself, in a page with a lab of its own: what is painted, what is named, what the keyboard reaches. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openPages } from '../bench/canvas/pages.mjs';

let pages: Awaited<ReturnType<typeof openPages>>;
let page: Page;
test.beforeAll(async () => void (pages = await openPages()));
test.afterAll(() => pages.close());
test.beforeEach(async () => {
  page = await pages.browser.newPage({ viewport: { width: 1024, height: 566 }, reducedMotion: 'reduce' });
  await page.goto(`${pages.address}/states.html?lab#light`);
  await expect(option('r1')).toBeAttached();
});
test.afterEach(() => page.close());

const option = (name: string) => page.getByRole('listbox', { name: 'Network' }).getByRole('option', { name: new RegExp(`^${name},`) });
const said = () => page.evaluate(() => (window as unknown as { model: { said: string[] } }).model.said.at(-1));
const links = () => page.evaluate(() => (window as unknown as { model: { current: { links: unknown[] } } }).model.current.links.length);
const centreOf = async (name: string) => {
  const box = await option(name).boundingBox();
  if (!box) throw new Error(`${name} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, top: box.y };
};

test('after any change, what was painted is what painting everything paints', async () => {
  const wrong = await page.evaluate(async () => {
    interface Lab {
      current: { nodes: { id: string; position: { x: number; y: number } }[]; links: { id: string; up?: boolean }[] };
      labState: { changing: string[]; failed: { id: string; error: { code: string; message: string } }[] };
      addNode(kind: string, at: object): void;
      connect(a: string, b: string): void;
      move(positions: Map<string, object>): void;
      remove(ids: string[]): void;
      setLinkUp(id: string, up: boolean): void;
      select(ids: string[]): void;
      tell(change: object): void;
    }
    const { model, canvas } = window as unknown as { model: Lab; canvas: { zoomTo(scale: number): void; view(): { scale: number } } };
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const node = () => model.current.nodes[random(model.current.nodes.length)]!;
    const place = () => ({ x: random(900), y: random(500) });
    const acts: (() => void)[] = [
      () => model.move(new Map([[node().id, place()]])),
      () => model.move(new Map([[node().id, { x: node().position.x + 12, y: node().position.y }]])),
      () => model.addNode(['host', 'router', 'switch', 'hub'][random(4)]!, place()),
      () => model.connect(node().id, node().id),
      () => model.current.nodes.length > 8 && model.remove([node().id]),
      () => {
        const link = model.current.links[random(model.current.links.length)];
        if (link) model.setLinkUp(link.id, link.up === false);
      },
      () => model.select([node().id, node().id]),
      () => {
        const id = node().id;
        model.labState = { ...model.labState, failed: [{ id, error: { code: 'x', message: 'no PID namespace left' } }] };
        model.tell({ kind: 'lab', ids: [id] });
      },
    ];
    const frames = async () => {
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    };
    const picture = document.querySelector('canvas')!;
    const wrong: string[] = [];
    for (let step = 0; step < 160; step++) {
      if (step % 40 === 0) canvas.zoomTo([1, 0.6, 0.3, 1.7][step / 40]!);
      const act = random(acts.length);
      acts[act]!();
      await frames();
      const after = picture.toDataURL();
      canvas.zoomTo(canvas.view().scale);
      await frames();
      if (picture.toDataURL() !== after) wrong.push(`step ${step}: act ${act} at ${canvas.view().scale}`);
    }
    return wrong;
  });
  expect(wrong).toEqual([]);
});

test('every device has a name, Tab reaches its cables, arrows walk, and a cable can be cut and mended without a mouse', async () => {
  await expect(option('h5')).toHaveAttribute('aria-label', 'h5, host, failed, 1 cable, No PID namespace is left.');
  await option('s1').focus();
  await page.keyboard.press('ArrowRight');
  await expect(option('h2')).toBeFocused();
  await page.keyboard.press('Tab');
  const cable = page.getByRole('option', { name: 'Cable from s1 eth2 to h2 eth0, up' });
  await expect(cable).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('option', { name: 'Cable from s1 eth2 to h2 eth0, cut' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(cable).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(option('s1')).toBeFocused();
});

test('the keyboard pulls a cable, and says where it is', async () => {
  await option('h3').focus();
  const before = await links();
  await page.keyboard.press('c');
  expect(await said()).toContain('Cable from h3.');
  await page.keyboard.press('ArrowRight');
  expect(await said()).toMatch(/^h4, host/);
  await page.keyboard.press('Enter');
  expect(await links()).toBe(before + 1);
});

test('the mouse pulls a cable from the edge of a device and moves it from the inside', async () => {
  const [from, to] = [await centreOf('h1'), await centreOf('h2')];
  const before = await links();
  await page.mouse.move(from.x, from.top - 4);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
  expect(await links()).toBe(before + 1);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x - 48, from.y, { steps: 5 });
  await page.mouse.up();
  const moved = await centreOf('h1');
  expect(Math.abs(moved.x - from.x + 48)).toBeLessThan(8);
  expect(moved.y).toBe(from.y);
});

test('deleting the focused device leaves the keyboard on a neighbour', async () => {
  await option('h1').focus();
  await page.keyboard.press('Delete');
  await expect(option('h1')).toHaveCount(0);
  await expect(option('s1')).toBeFocused();
});

test('Ctrl and the wheel zoom at the pointer; space and a drag pan', async () => {
  const at = await centreOf('r3');
  await page.mouse.move(at.x, at.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 100);
  await page.keyboard.up('Control');
  await expect.poll(async () => Math.round((await option('r3').boundingBox())?.width ?? 0)).toBeLessThan(46);
  const zoomed = await centreOf('r3');
  expect(Math.hypot(zoomed.x - at.x, zoomed.y - at.y)).toBeLessThan(3);
  await page.mouse.move(500, 540);
  await page.mouse.click(500, 540);
  await page.keyboard.down(' ');
  await page.mouse.down();
  await page.mouse.move(540, 520, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up(' ');
  await expect.poll(async () => Math.round((await centreOf('r3')).x - zoomed.x)).toBe(40);
});
