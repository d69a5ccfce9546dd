/** What the kernel has and nobody drew is on the canvas: a ghost. One click adopts it, another removes it, by mouse and by keys; undo takes either back. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { inNetwork, pings } from '../support/kernel';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

/** As somebody who is root on this computer may: a pair with an end in each of two devices. */
async function pairByHand(a: number, one: string, b: number, other: string): Promise<void> {
  const run = promisify(execFile);
  await run('nsenter', [
    '--target',
    String(a),
    '--net',
    'ip',
    'link',
    'add',
    one,
    'type',
    'veth',
    'peer',
    'name',
    other,
    'netns',
    String(b),
  ]);
  for (const [pid, name] of [[a, one], [b, other]] as const) await inNetwork(pid, 'ip', 'link', 'set', name, 'up'); // prettier-ignore
}

test('a cable and an interface made by hand are ghosts on the canvas: adopted, removed, and taken back', async ({ app }) => {
  const { page } = app;
  const window = new NestworkWindow(page);
  await window.openShipped(/^Star /);
  await window.run();
  const document = await window.document();
  const [h1, h2] = [await window.pid('h1'), await window.pid('h2')];
  const cables = async () => (await ask(page, 'documents.get', { document })).topology.links.map(({ ends }) => ends.map((end) => end.interface).join(' ')); // prettier-ignore
  const links = (pid: number) =>
    inNetwork(pid, 'ip', '-o', 'link').then((text) => [...text.matchAll(/^\d+: ([^:@]+)/gm)].map(([, name]) => name));
  const ghost = (name: RegExp) => window.canvas.locator('[data-kind=ghost]').and(page.getByRole('option', { name }));
  const drawn = await cables();

  // Ghosts come after the cables of the device that has the focus.
  await pairByHand(h1, 'tap1', h2, 'tap2');
  await inNetwork(h1, 'ip', 'address', 'add', '10.77.0.1/24', 'dev', 'tap1');
  await inNetwork(h2, 'ip', 'address', 'add', '10.77.0.2/24', 'dev', 'tap2');
  await window.device('h1').focus();
  await expect(ghost(/^Cable from h1 tap1 to h2 tap2, only in the kernel/)).toBeAttached();
  await inNetwork(h1, 'ip', 'link', 'add', 'dummy7', 'type', 'bridge');
  await expect(ghost(/^Interface dummy7 of h1, only in the kernel/)).toBeAttached();
  expect(await cables()).toEqual(drawn);

  const folder = process.env.NESTWORK_PICTURES;
  for (const colorScheme of folder ? (['light', 'dark'] as const) : []) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/ghosts-${colorScheme}.png` });
  }
  // Adopted with the mouse: the drawn cable has the same names and addresses, and is in the kernel.
  const box = (await ghost(/tap1/).boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.getByRole('menuitem', { name: 'Adopt into the drawing' }).click();
  await expect.poll(cables).toEqual([...drawn, 'tap1 tap2']);
  await expect(ghost(/tap1/)).toHaveCount(0);
  await window.untilRunning();
  await expect.poll(() => pings(h1, '10.77.0.2')).toBe(true);
  await expect(page.getByRole('button', { name: 'Undo: Adopted the cable h1 tap1 – h2 tap2' })).toBeVisible();

  // An interface that no drawing can say is only removed, here by keys.
  await window.device('h1').focus();
  await ghost(/dummy7/).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: /^Cannot be drawn/ })).toBeDisabled();
  await page.getByRole('menuitem', { name: /^Remove it/ }).click();
  await expect(ghost(/dummy7/)).toHaveCount(0);
  expect(await links(h1)).not.toContain('dummy7');

  // What a router's loopback has is shown, and is no difference: a drawing does not say what lo has.
  await inNetwork(h1, 'ip', 'address', 'add', '10.255.0.1/32', 'dev', 'lo');
  await window.device('h1').click({ force: true });
  await expect(page.locator('.inspector .loopback')).toHaveText(/^lo\s*10\.255\.0\.1\/32$/);
  await expect(page.locator('.inspector .difference')).toHaveCount(0);

  // Another pair is removed, and comes back by undo, as something drawn.
  await window.untilRunning();
  await pairByHand(h1, 'tap3', h2, 'tap4');
  await window.device('h2').focus();
  await ghost(/tap3/).focus();
  await page.keyboard.press('Delete');
  await expect(ghost(/tap3/)).toHaveCount(0);
  await expect.poll(() => links(h2)).not.toContain('tap4');
  expect(await cables()).toEqual([...drawn, 'tap1 tap2']);
  await page.keyboard.press('Control+z');
  await expect.poll(cables).toEqual([...drawn, 'tap1 tap2', 'tap3 tap4']);
  await window.untilRunning();
  expect(await links(h2)).toContain('tap4');
  await page.keyboard.press('Control+z');
  await expect.poll(cables).toEqual([...drawn, 'tap3 tap4']);
  await window.untilRunning();
  expect(await links(h2)).not.toContain('tap2');
  for (let redo = 0; redo < 2; redo++) await page.keyboard.press('Control+Shift+z');
  await expect.poll(cables).toEqual([...drawn, 'tap1 tap2']);
  await expect.poll(() => mismatches(page, document), { timeout: 20_000 }).toEqual([]);
});
