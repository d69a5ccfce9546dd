/** The first minute: a gallery with pictures, hints on the empty paper, a tour that can be left, help that knows where one is. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { Application } from '../support/application';
import { ask } from '../support/host-client';
import { pings } from '../support/kernel';

test('the gallery shows each lab as it is drawn, the first steps first, by what they are about', async ({ app }) => {
  const cards = app.page.locator('.card');
  await expect(cards.first()).toContainText('First steps');
  const { labs } = await ask(app.page, 'gallery.list', {});
  await expect(cards).toHaveCount(labs.length);
  const three = cards.filter({ hasText: 'Three routers' });
  const lab = labs.find((one) => one.name === 'three-routers')!;
  await expect(three.locator('rect')).toHaveCount(lab.topology.nodes.length);
  await app.page.getByRole('radio', { name: 'Switching' }).click();
  await expect(cards.filter({ hasText: 'Star' })).toBeVisible();
  await expect(three).toHaveCount(0);
  await app.page.getByRole('radio', { name: 'All' }).click();
  await expect(three).toBeVisible();
});

test('three hints stand on the empty paper and leave with the first device', async ({ app }) => {
  const window = new Application(app.page);
  await window.newLab();
  const hints = app.page.getByRole('region', { name: 'Never drawn one?' });
  await expect(hints).toContainText('1. Drag a device from the left');
  await expect(hints).toContainText('Or press 1 for a host, 2 for a router.');
  await window.dragDevice('Host', { x: 300, y: 200 });
  await expect(hints).toHaveCount(0);
  await window.undo();
  await expect(hints).toBeVisible();
  await hints.getByRole('button', { name: 'Start from the gallery' }).click();
  await expect(app.page.locator('.card').first()).toBeVisible();
});

test('a device that is dragged onto the paper is seen on its way, stands where it was dropped, and a scroll to one moves the drawing', async ({
  app,
}) => {
  const window = new Application(app.page);
  await window.newLab();
  const [paper, tool] = [await window.canvasBox(), await app.page.getByRole('button', { name: /^Router/ }).boundingBox()];
  const at = { x: paper.x + 420, y: paper.y + 540 };
  const clip = { x: at.x - 40, y: at.y - 40, width: 80, height: 80 };
  const empty = await app.page.screenshot({ clip });
  await app.page.mouse.move(tool!.x + 10, tool!.y + 10);
  await app.page.mouse.down();
  await app.page.mouse.move(at.x, at.y, { steps: 3 });
  await expect.poll(async () => (await app.page.screenshot({ clip })).equals(empty)).toBe(false);
  await app.page.mouse.up();
  await window.untilRunning();
  // The first device makes the lab run; nothing that was drawn moves for that.
  const stands = async (): Promise<number> => {
    const box = (await window.device('r1').boundingBox())!;
    return Math.hypot(box.x + box.width / 2 - at.x, box.y + box.height / 2 - at.y);
  };
  await expect(window.device('r1')).toHaveAttribute('data-state', 'up', { timeout: 30_000 });
  expect(await stands()).toBeLessThan(13);

  // The dock covers it; whatever scrolls its name into view means the drawing, and what is clicked is what is seen.
  await app.page.getByRole('tab', { name: 'Problems' }).click();
  await window.dragDevice('Host', { x: 620, y: 60 });
  await window.device('r1').evaluate((option) => option.scrollIntoView({ block: 'nearest' }));
  await expect.poll(() => app.page.locator('.network-canvas').evaluate((root) => root.scrollTop)).toBe(0);
  await expect.poll(async () => (await window.canvasBox()).y).toBe(paper.y);
  const [box, area] = [(await window.device('r1').boundingBox())!, await window.canvasBox()];
  expect(box.y + box.height).toBeLessThanOrEqual(area.y + area.height + 1);
  await window.select('r1');
});

test('the tour goes on by what is done, ends in a network that pings, and can be left at any step', async ({ app }) => {
  const window = new Application(app.page);
  await app.page.getByRole('button', { name: 'Tour, one minute' }).click();
  const card = app.page.locator('.tour');
  await expect(card).toContainText('Drag a host onto the paper');
  await window.dragDevice('Host', { x: 520, y: 300 });
  await expect(card).toContainText('And a second one');
  await window.dragDevice('Host', { x: 760, y: 300 });
  await expect(card).toContainText('Pull a cable between them');
  await window.pullCable('h1', 'h2');
  await expect(card).toContainText('ping h2');
  await window.untilRunning();
  await window.openShell('h1');
  await expect(card).toContainText('Cut the cable');
  const [pid, address] = [await window.pid('h1'), await window.address('h2')];
  await expect.poll(() => pings(pid, address)).toBe(true);
  await window.cut('h1', 0);
  await expect(card).toContainText('the cable is back');
  await window.canvas.focus();
  await window.undo();
  await expect(card).toContainText('That is all');
  await card.getByRole('button', { name: 'Done' }).click();
  await expect(card).toHaveCount(0);
  await expect.poll(() => pings(pid, address)).toBe(true);

  await window.find('Tour, one');
  await card.getByRole('button', { name: 'Skip the tour' }).click();
  await expect(card).toHaveCount(0);
  // Who has seen it is not told again that it is there.
  await window.find('Start page');
  await expect(app.page.getByText('Never drawn one?')).toHaveCount(0);
});

test('F1 opens the page of the place where one is; pages are found, linked, and there for each namespace', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  const help = app.page.getByRole('complementary', { name: 'Help' });
  const title = help.getByRole('heading', { level: 2 });
  await window.device('h1').focus();
  await app.page.keyboard.press('F1');
  await expect(title).toHaveText('Canvas');
  await expect(title).toBeFocused();
  await help.getByRole('button', { name: 'namespaces' }).click();
  await expect(title).toHaveText('What a device is made of');
  for (const kind of ['user', 'net', 'pid', 'mnt', 'ipc', 'uts']) {
    await help.getByRole('button', { name: kind, exact: true }).click();
    await expect(title).toHaveText(new RegExp(`^${kind}: `));
    await help.getByRole('button', { name: 'Back' }).click();
  }
  await help.getByRole('searchbox').fill('veth');
  await help.getByRole('button', { name: 'Cables' }).click();
  await expect(help.locator('.help-picture')).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expect(window.device('h1')).toBeFocused();

  await app.page.getByRole('toolbar', { name: 'Devices' }).getByRole('button').first().focus();
  await app.page.keyboard.press('F1');
  await expect(title).toHaveText('Devices');
});

test('the status bar says whether this computer can run labs; what limits the open lab is said before it runs', async ({ app }) => {
  const window = new Application(app.page);
  await expect(app.page.locator('.status-bar')).toContainText('This computer can run labs');
  const { findings } = await ask(app.page, 'app.doctor', {});
  const { ipv4, ipv6 } = findings.find((one) => one.check === 'neighbour-table')!.args;
  const table = Math.min(Number(ipv4), Number(ipv6));
  // When everybody talks, each host but one is two entries of each family: one on both sides.
  const hosts = Math.ceil(table / 2) + 10;
  const needed = 2 * (hosts - 1);
  expect(needed).toBeGreaterThan(table);
  const file = join(app.home, 'large.nestwork.json');
  await writeFile(file, await app.nestwork('generate', 'star', String(hosts)));
  await window.openFile(file);
  await expect(window.banner).toContainText(`about ${needed.toLocaleString('en')} are needed`, { timeout: 20_000 });
  await window.banner.getByRole('button', { name: /^What to do/ }).click();
  const doctor = app.page.getByRole('dialog', { name: 'What this computer can do' });
  await expect(doctor.getByRole('listitem').first()).toContainText('This lab:');
  await expect(doctor.getByRole('listitem').first()).toContainText('gc_thresh3');
  await app.page.keyboard.press('Escape');
  await window.banner.getByRole('button', { name: 'Hide' }).click();
  await expect(window.banner.getByRole('button')).toHaveCount(0);
});
