/** The main job: from an empty canvas to a ping, by mouse only and by keyboard only. */
import { expect, test } from '../fixtures';
import { mismatches } from '../support/truth';
import { pings } from '../support/kernel';
import { Panels } from '../support/panels';
import { NestworkWindow, centreOf } from '../support/window';

test('the first minute of the README, by mouse: two hosts and a switch that ping, cut and mended', async ({ app }) => {
  const window = new Panels(app.page);
  const { mouse } = app.page;
  await window.newLab();
  await window.dragDevice('Host', { x: 220, y: 200 });
  await window.dragDevice('Switch', { x: 440, y: 200 });
  await window.dragDevice('Host', { x: 660, y: 200 });
  await window.pullCable('h1', 's1');
  await window.pullCable('s1', 'h2');
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  expect(await window.address('h2')).toBe('10.0.1.11');

  await window.openShell('h1');
  await window.type('ip address');
  await expect(window.terminal).toContainText('10.0.1.10/24');
  await window.type('ping -i 0.2 10.0.1.11');
  await expect(window.terminal).toContainText('icmp_seq=2 ');
  const [pid, lastSeen] = [
    await window.pid('h1'),
    async () => Number([...((await window.terminal.textContent()) ?? '').matchAll(/icmp_seq=(\d+) ttl/g)].at(-1)?.[1]),
  ];

  await window.toolbar.getByRole('button', { name: 'Cut', exact: true }).click();
  const [from, to] = [await centreOf(window.device('h1')), await centreOf(window.device('s1'))];
  await mouse.click((from.x + to.x) / 2, (from.y + to.y) / 2);
  await expect.poll(() => pings(pid, '10.0.1.11')).toBe(false);
  const silent = await lastSeen();
  await app.page.keyboard.press('Control+z');
  await expect.poll(() => pings(pid, '10.0.1.11')).toBe(true);
  await expect.poll(lastSeen).toBeGreaterThan(silent);

  await window.show('History');
  const edits = window.dock.getByRole('listbox', { name: 'History' }).getByRole('option');
  await edits.filter({ hasText: 'h2' }).first().click();
  await edits.last().click();
  await expect(window.device('h1')).toHaveCount(0);
  await edits.first().click();
  await expect.poll(async () => mismatches(app.page, await window.document())).toEqual([]);
  await expect(window.device('h1')).toBeAttached();

  await app.page.getByRole('radio', { name: 'Collect' }).click();
  await window.toolbar.getByRole('button', { name: 'Select', exact: true }).click();
  await window.select('h2');
  await app.page.keyboard.press('Delete');
  await window.show('Plan');
  await expect(window.dock.getByRole('table', { name: 'Operations' })).toContainText('link delete dev eth1');
});

test('the same by keyboard alone', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  const { keyboard } = app.page;
  await app.page.getByRole('button', { name: /^New lab/ }).focus();
  await keyboard.press('Enter');
  await expect(window.canvas).toBeAttached();
  await window.canvas.focus();
  for (const digit of ['1', '3', '1']) {
    await keyboard.press(digit);
    await keyboard.press('Enter');
  }
  await expect(window.device('h2')).toBeAttached();
  // The switch stands between the two: to the right of h1, to the left of h2.
  for (const [host, arrow] of [
    ['h1', 'ArrowRight'],
    ['h2', 'ArrowLeft'],
  ] as const) {
    await window.device(host).focus();
    await keyboard.press('c');
    await keyboard.press(arrow);
    await keyboard.press('Enter');
    await expect(window.device(host)).toHaveAttribute('aria-label', /1 cable/);
  }
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);

  const address = await window.address('h2');
  await window.device('h1').focus();
  await keyboard.press('Enter');
  await expect(window.terminal).toContainText('@h1');
  await window.type(`ping -c 1 ${address}`);
  await expect(window.terminal).toContainText('1 packets transmitted, 1 received', { timeout: 15_000 });
});

test('a cut cable stops ping at once, a mended one brings it back', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  await window.openShipped(/Two hosts/);
  await window.run();
  const [pid, address] = [await window.pid('h1'), await window.address('h2')];
  await expect.poll(() => pings(pid, address)).toBe(true);
  await window.cut('h1', 0);
  await expect.poll(() => pings(pid, address)).toBe(false);
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  await app.page.keyboard.press('Control+z');
  await expect.poll(() => pings(pid, address)).toBe(true);
});
