/** The canvas by itself, in a page with a lab of its own: what is named, what the keyboard and the mouse reach. */
import { expect, test } from '../support/canvas-page';
import type { CanvasWindow } from '../support/canvas-page';

test('every device has a name, Tab reaches its cables, arrows walk, and a cable can be cut and mended without a mouse', async ({
  canvas,
}) => {
  await expect(canvas.option('h5')).toHaveAttribute('aria-label', 'h5, host, failed, 1 cable, No PID namespace is left.');
  await canvas.option('s1').focus();
  await canvas.page.keyboard.press('ArrowRight');
  await expect(canvas.option('h1')).toBeFocused();
  await canvas.page.keyboard.press('ArrowDown');
  await expect(canvas.option('h2')).toBeFocused();
  await canvas.page.keyboard.press('Tab');
  const cable = canvas.page.getByRole('option', { name: 'Cable from s1 eth2 to h2 eth0, up' });
  await expect(cable).toBeFocused();
  await canvas.page.keyboard.press('x');
  await expect(canvas.page.getByRole('option', { name: 'Cable from s1 eth2 to h2 eth0, cut' })).toBeFocused();
  await canvas.page.keyboard.press('Enter');
  await expect(cable).toBeFocused();
  await canvas.page.keyboard.press('ArrowLeft');
  await expect(canvas.option('s1')).toBeFocused();
});

test('the keyboard pulls a cable, and says where it is', async ({ canvas }) => {
  await canvas.option('h3').focus();
  const before = await canvas.links();
  await canvas.page.keyboard.press('c');
  expect(await canvas.said()).toContain('Cable from h3.');
  await canvas.page.keyboard.press('ArrowRight');
  expect(await canvas.said()).toMatch(/^h4, host/);
  await canvas.page.keyboard.press('Enter');
  expect(await canvas.links()).toBe(before + 1);
});

test('the mouse pulls a cable from the edge of a device and moves it from the inside', async ({ canvas }) => {
  const [from, to] = [await canvas.centreOf('h1'), await canvas.centreOf('h2')];
  const before = await canvas.links();
  await canvas.page.mouse.move(from.x, from.top - 4);
  await canvas.page.mouse.down();
  await canvas.page.mouse.move(to.x, to.y, { steps: 5 });
  await canvas.page.mouse.up();
  expect(await canvas.links()).toBe(before + 1);
  await canvas.page.mouse.move(from.x, from.y);
  await canvas.page.mouse.down();
  await canvas.page.mouse.move(from.x - 48, from.y, { steps: 5 });
  await canvas.page.mouse.up();
  // Onto the grid, so by four of its steps; names follow in the next frame.
  const { scale } = await canvas.view();
  await expect.poll(async () => Math.round(((await canvas.centreOf('h1')).x - from.x) / scale)).toBe(-48);
  expect((await canvas.centreOf('h1')).y).toBe(from.y);
});

test('deleting the focused device leaves the keyboard on a neighbour', async ({ canvas }) => {
  await canvas.option('h1').focus();
  await canvas.page.keyboard.press('Delete');
  await expect(canvas.option('h1')).toHaveCount(0);
  await expect(canvas.option('s1')).toBeFocused();
});

test('Ctrl and the wheel zoom at the pointer; space and a drag pan', async ({ canvas }) => {
  const at = await canvas.centreOf('r3');
  await canvas.page.mouse.move(at.x, at.y);
  await canvas.page.keyboard.down('Control');
  await canvas.page.mouse.wheel(0, 100);
  await canvas.page.keyboard.up('Control');
  await expect.poll(async () => (await canvas.view()).scale).toBeLessThan(0.8);
  const zoomed = await canvas.centreOf('r3');
  // The offset is on whole px.
  expect(Math.abs(zoomed.x - at.x)).toBeLessThanOrEqual(0.5);
  expect(Math.abs(zoomed.y - at.y)).toBeLessThanOrEqual(0.5);
  const before = await canvas.view();
  await canvas.page.mouse.click(500, 540);
  await canvas.page.keyboard.down(' ');
  await canvas.page.mouse.down();
  await canvas.page.mouse.move(540, 520, { steps: 3 });
  await canvas.page.mouse.up();
  await canvas.page.keyboard.up(' ');
  await expect.poll(() => canvas.view()).toEqual({ x: before.x + 40, y: before.y - 20, scale: before.scale });
});

test('a panel that opens does not cover the device that is selected; what could not be seen before is left where it is', async ({
  canvas,
}) => {
  const { page } = canvas;
  const select = (ids: string[]): Promise<void> => page.evaluate((wanted) => (window as unknown as CanvasWindow).model.select(wanted), ids);
  const height = async (wanted: number): Promise<void> => {
    await page.setViewportSize({ width: 1024, height: wanted });
    // Its picture: that has followed when the view has.
    await expect.poll(() => page.evaluate(() => document.querySelector('canvas')!.height / devicePixelRatio)).toBe(wanted);
  };
  await select([]);
  const lowest = await page.evaluate(() => {
    const { nodes } = (window as unknown as CanvasWindow).model.current;
    return nodes.reduce((low, node) => (node.position.y > low.position.y ? node : low)).id;
  });
  const before = await canvas.view();
  await height(280);
  expect(await canvas.view()).toEqual(before);
  await height(566);
  await select([lowest]);
  await height(280);
  const after = await canvas.view();
  expect(after.scale).toBe(before.scale);
  expect(after.y).toBeLessThan(before.y);
  await expect.poll(async () => (await canvas.centreOf(lowest)).y).toBeLessThan(280 - 48);
  // Out of sight by the person's own doing: it stays so.
  await page.mouse.move(500, 150);
  await page.mouse.wheel(0, 2000);
  await expect.poll(async () => (await canvas.view()).y).toBeLessThan(after.y - 1000);
  const away = await canvas.view();
  await height(260);
  expect(await canvas.view()).toEqual(away);
});
