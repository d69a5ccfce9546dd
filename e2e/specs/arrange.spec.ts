/** Place and order: in line, spread, guides, nudged, locked, copied with cables, found, shown. The network is not concerned by places, and every edit is undone. */
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

test('arrange: align, spread, guides, nudge, lock, duplicate with cables, search, zoom to the selection, minimap', async ({ app }) => {
  const { page } = app;
  const window = new NestworkWindow(page);
  await window.openShipped(/^Star /);
  await window.run();
  const document = await window.document();
  const topology = async () => (await ask(page, 'documents.get', { document })).topology;
  const at = async (name: string) => (await topology()).nodes.find((node) => node.name === name)!.position;
  const pid = await window.pid('h1');
  const hosts = (await topology()).nodes.filter(({ kind }) => kind === 'host').map(({ name }) => name);
  expect(hosts.length).toBeGreaterThanOrEqual(3);
  const [h1, h2, h3] = hosts as [string, string, string];
  const before = await topology();
  const select = async (...names: string[]) => {
    await page.keyboard.press('Escape');
    // By place: a cable's name may lie over a device's.
    for (const [index, name] of names.entries()) {
      const { x, y } = await box(window, name);
      if (index > 0) await page.keyboard.down('Shift');
      await page.mouse.click(x, y);
      await page.keyboard.up('Shift');
    }
  };

  await select(h1, h2, h3);
  await page.keyboard.press('Alt+t');
  await expect.poll(async () => new Set(await Promise.all([h1, h2, h3].map(async (name) => (await at(name)).y))).size).toBe(1);
  // Also a button of the inspector.
  await page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'Spread evenly across' }).click();
  const xs = async () =>
    (await Promise.all([h1, h2, h3].map(async (name) => (await at(name)).x))).sort((a, b) => a - b) as [number, number, number];
  await expect.poll(async () => { const [a, b, c] = await xs(); return Math.abs(b - a - (c - b)); }).toBeLessThanOrEqual(1); // prettier-ignore
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(topology).toEqual(before);

  // Dragged near another's column it goes into it; a line says so.
  const [one, other] = [await box(window, h1), await box(window, 's1')];
  await page.mouse.move(one.x, one.y);
  await page.mouse.down();
  await page.mouse.move(one.x + 10, one.y + 10);
  await page.mouse.move(other.x + 4, one.y + 30, { steps: 2 });
  await page.mouse.up();
  await expect.poll(async () => (await at(h1)).x).toBe((await at('s1')).x);
  await page.keyboard.press('Control+z');
  await expect.poll(() => at(h1)).toEqual(before.nodes.find(({ name }) => name === h1)!.position);

  // Locked, neither keys nor a drag nor a line of others takes it away.
  await select(h1);
  const place = await at(h1);
  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => at(h1)).toEqual({ x: place.x + 12, y: place.y });
  await page.keyboard.press('l');
  await expect.poll(async () => (await topology()).nodes.find(({ name }) => name === h1)!.locked).toBe(true);
  await page.keyboard.press('Control+ArrowRight');
  await window.moveDevice(h1, { x: 300, y: 300 });
  await select(h1, h2);
  await page.keyboard.press('Alt+l');
  const names = page.getByRole('button', { name: `Undo: Put ${h1} and ${h2} in line` });
  await expect(names).toBeVisible();
  expect(await at(h1)).toEqual({ x: place.x + 12, y: place.y });
  expect((await at(h2)).x).toBe(place.x + 12);

  // A copy has a cable of its own to the switch, in the kernel too.
  await select(h2);
  const cables = (await topology()).links.length;
  await page.keyboard.press('Control+Shift+d');
  await expect.poll(async () => (await topology()).links.length).toBe(cables + 1);
  await expect.poll(() => mismatches(page, document), { timeout: 20_000 }).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await topology()).links.length).toBe(cables);

  // Found by name; shown as large as it fits, and then the rest is on the minimap, which leads back.
  const minimap = page.locator('canvas.minimap');
  await expect(minimap).toBeHidden();
  await page.keyboard.press('Control+f');
  await page.keyboard.type(h3);
  await page.keyboard.press('Enter');
  await expect(window.device(h3)).toBeFocused();
  await page.keyboard.press('z');
  await expect(page.locator('.zoom-value')).toHaveText('200 %');
  await expect(minimap).toBeVisible();
  const [map, was] = [await minimap.boundingBox(), await box(window, h3)];
  await page.mouse.click(map!.x + map!.width / 2, map!.y + 8);
  await expect.poll(async () => (await box(window, h3)).y).not.toBe(was.y);
  await page.keyboard.press('m');
  await expect(minimap).toBeHidden();
  await page.keyboard.press('0');
  await expect.poll(() => mismatches(page, document), { timeout: 20_000 }).toEqual([]);
  expect(await window.pid('h1')).toBe(pid);
});

async function box(window: NestworkWindow, name: string): Promise<{ x: number; y: number }> {
  const found = await window.device(name).boundingBox();
  return { x: found!.x + found!.width / 2, y: found!.y + found!.height / 2 };
}
