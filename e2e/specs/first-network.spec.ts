/** The main job: from an empty canvas to a ping, by mouse only and by keyboard only. */
import { expect, test } from '../fixtures';
import { mismatches } from '../support/truth';
import { pings } from '../support/kernel';
import { NestworkWindow } from '../support/window';

test('two hosts and a switch, drawn by mouse, are a network that pings', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  await window.newLab();
  await window.dragDevice('Host', { x: 220, y: 260 });
  await window.dragDevice('Switch', { x: 440, y: 260 });
  await window.dragDevice('Host', { x: 660, y: 260 });
  await window.pullCable('h1', 's1');
  await window.pullCable('s1', 'h2');
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);

  const address = await window.address('h2');
  await window.openShell('h1');
  await window.type(`ping -c 2 ${address}`);
  await expect(window.terminal).toContainText('2 packets transmitted, 2 received', { timeout: 15_000 });
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
