/** Cables as a person lays them: many at once, between chosen interfaces, an end plugged in elsewhere, bends. Each is in the kernel, and comes back by undo. */
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { pings } from '../support/kernel';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

test('cables: patterns, many to one, chosen interfaces, an end plugged in elsewhere, bends', async ({ app }) => {
  const { page } = app;
  const window = new NestworkWindow(page);
  await window.newLab();
  const places = { h1: { x: 160, y: 160 }, h2: { x: 460, y: 160 }, h3: { x: 460, y: 380 }, h4: { x: 160, y: 380 } };
  await window.dragDevice('Host', places.h1);
  await window.untilRunning();
  // When the kernel spoke first, the whole lab came into view.
  await window.moveDevice('h1', places.h1);
  for (const place of [places.h2, places.h3, places.h4]) await window.dragDevice('Host', place);
  await window.untilRunning();
  const document = await window.document();
  const topology = async () => (await ask(page, 'documents.get', { document })).topology;
  const cables = async (): Promise<string[]> => {
    const { nodes, links } = await topology();
    const name = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
    return links.map(({ ends }) => ends.map((end) => `${name(end.node)}.${end.interface}`).join(' '));
  };
  const inKernel = () => expect.poll(() => mismatches(page, document), { timeout: 20_000 }).toEqual([]);

  // A ring of all four, by its key; each with each of them adds the two that are missing.
  await window.device('h1').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Shift+r');
  await expect.poll(cables).toEqual(['h1.eth0 h2.eth0', 'h2.eth1 h3.eth0', 'h3.eth1 h4.eth0', 'h4.eth1 h1.eth1']);
  await inKernel();
  expect(await pings(await window.pid('h1'), await window.address('h2'))).toBe(true);
  await page.keyboard.press('Shift+m');
  await expect.poll(async () => (await cables()).length).toBe(6);
  for (const what of ['a full mesh', 'a ring']) {
    await expect(page.getByRole('button', { name: `Undo: Cabled 4 devices as ${what}` })).toBeVisible();
    await page.keyboard.press('Control+z');
  }
  await expect.poll(cables).toEqual([]);
  await inKernel();

  // A switch in the middle, and a cable pulled from one of three that are selected.
  await window.dragDevice('Switch', { x: 310, y: 270 });
  for (const name of ['h1', 'h2', 'h3']) await window.device(name).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Escape');
  for (const name of ['h1', 'h2', 'h3']) await window.device(name).click({ modifiers: ['Shift'] });
  await window.pullCable('h2', 's1');
  await expect.poll(async () => (await cables()).sort()).toEqual(['h1.eth0 s1.eth1', 'h2.eth0 s1.eth0', 'h3.eth0 s1.eth2']);
  await inKernel();
  expect(await pings(await window.pid('h1'), await window.address('h3'))).toBe(true);

  // With Ctrl the interfaces are asked for.
  await page.keyboard.press('Escape');
  await page.keyboard.down('Control');
  await window.pullCable('h4', 's1');
  await page.keyboard.up('Control');
  await page.getByRole('menuitem', { name: 'eth2' }).click();
  await page.getByRole('menuitem', { name: 'eth4' }).click();
  await expect.poll(async () => (await cables()).at(-1)).toBe('h4.eth2 s1.eth4');
  await inKernel();

  // Its end at the switch goes to h1: beyond the band in which a cable begins, a cable's end is taken hold of.
  const [h4, s1, h1] = await Promise.all(['h4', 's1', 'h1'].map((name) => centre(window, name)));
  const length = Math.hypot(h4!.x - s1!.x, h4!.y - s1!.y);
  const along = (by: number) => ({ x: s1!.x + ((h4!.x - s1!.x) / length) * by, y: s1!.y + ((h4!.y - s1!.y) / length) * by });
  await drag(page, along(48), h1!);
  await expect.poll(async () => (await cables()).at(-1)).toBe('h4.eth2 h1.eth1');
  await inKernel();
  await expect(page.getByRole('button', { name: 'Undo: Plugged the cable from h4 into h1' })).toBeVisible();

  // Its middle is bent; the kernel is not concerned, and a double click makes it straight.
  const pid = await window.pid('h4');
  const [from, to] = [
    { x: (h1!.x + h4!.x) / 2, y: (h1!.y + h4!.y) / 2 },
    { x: h1!.x - 60, y: (h1!.y + h4!.y) / 2 },
  ];
  await drag(page, from, to);
  await expect.poll(async () => (await topology()).links.at(-1)?.bends?.length).toBe(1);
  await page.mouse.dblclick(to.x, to.y);
  await expect.poll(async () => (await topology()).links.at(-1)?.bends).toBeUndefined();
  await inKernel();
  expect(await window.pid('h4')).toBe(pid);

  // The other interface of the end, from the inspector.
  await page.mouse.click(from.x, from.y);
  await page.getByRole('button', { name: 'Other interface…' }).last().click();
  await page.getByRole('menuitem', { name: 'eth3' }).click();
  await expect.poll(async () => (await cables()).at(-1)).toBe('h4.eth2 h1.eth3');
  await inKernel();

  // Both by keyboard: R takes the cable's second end, the arrow leads it to the next device, Enter plugs it in; B bends.
  const cable = window.canvas.getByRole('option', { name: /^Cable from h4 eth2/ });
  await cable.focus();
  await page.keyboard.press('r');
  const towards = Math.abs(s1!.x - h1!.x) > Math.abs(s1!.y - h1!.y) ? (s1!.x > h1!.x ? 'ArrowRight' : 'ArrowLeft') : s1!.y > h1!.y ? 'ArrowDown' : 'ArrowUp'; // prettier-ignore
  await page.keyboard.press(towards);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await cables()).at(-1)).toMatch(/^h4\.eth2 (?!h1\.)/);
  await inKernel();
  await cable.focus();
  await page.keyboard.press('b');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await topology()).links.at(-1)?.bends?.length).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await topology()).links.at(-1)?.bends).toBeUndefined();
});

async function centre(window: NestworkWindow, name: string): Promise<{ x: number; y: number }> {
  const box = await window.device(name).boundingBox();
  return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
}
async function drag(page: NestworkWindow['page'], from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 2 });
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}
