/** Layouts of the lab and of a selection: nothing overlaps, the network is not concerned, undo puts everything back. */
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

test('auto-layout: tiers, by cables, circle and grid; of a selection; undone in one step; the network goes on', async ({ app }) => {
  const { page } = app;
  const window = new NestworkWindow(page);
  await window.openShipped(/^Star /);
  await window.run();
  const document = await window.document();
  const topology = async () => (await ask(page, 'documents.get', { document })).topology;
  const before = await topology();
  const places = async () => Object.fromEntries((await topology()).nodes.map(({ name, position }) => [name, position]));
  const pid = await window.pid('h1');
  await window.device('s1').focus();

  const layouts = { 1: 'in tiers', 2: 'by cables', 3: 'in a circle', 4: 'in a grid' };
  for (const [key, words] of Object.entries(layouts)) {
    const was = await places();
    await page.keyboard.press(`Shift+${key}`);
    await expect(page.getByRole('button', { name: `Undo: Laid out the whole lab ${words}` })).toBeVisible();
    await expect.poll(places).not.toEqual(was);
    // What is seen comes to rest where the document has it.
    await expect
      .poll(async () => {
        const [a, b] = await Promise.all(['h1', 'h2'].map((name) => window.device(name).boundingBox()));
        const { h1, h2 } = await places();
        return Math.abs(b!.x - a!.x - (h2!.x - h1!.x)) + Math.abs(b!.y - a!.y - (h2!.y - h1!.y));
      })
      .toBeLessThan(2);
    const all = Object.values(await places());
    for (const [at, a] of all.entries())
      for (const b of all.slice(at + 1)) expect(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeGreaterThanOrEqual(84);
    if (key === '1') for (const [name, { y }] of Object.entries(await places())) if (name !== 's1') expect(y).toBeGreaterThan((await places()).s1!.y); // prettier-ignore
    await page.keyboard.press('Control+z');
    await expect.poll(topology).toEqual(before);
  }

  // Of a selection: the others stay.
  for (const name of ['h1', 'h2']) {
    const box = (await window.device(name).boundingBox())!;
    if (name === 'h2') await page.keyboard.down('Shift');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.keyboard.up('Shift');
  }
  await page.keyboard.press('Shift+4');
  await expect(page.getByRole('button', { name: 'Undo: Laid out h1 and h2 in a grid' })).toBeVisible();
  const { h1, h2, ...others } = await places();
  expect([h1!.y, Math.abs(h2!.x - h1!.x)]).toEqual([h2!.y, 120]);
  const placed = Object.fromEntries(before.nodes.map(({ name, position }) => [name, position]));
  for (const [name, place] of Object.entries(others)) expect(place).toEqual(placed[name]);
  await expect.poll(() => mismatches(page, document), { timeout: 20_000 }).toEqual([]);
  expect(await window.pid('h1')).toBe(pid);
});
