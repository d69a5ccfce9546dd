/** Undo reaches the kernel. */
import { expect, test } from '../fixtures';
import { pings } from '../support/kernel';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

test('undo brings a deleted switch back, in the kernel too', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  const document = await window.document();
  const [pid, address] = [await window.pid('h1'), await window.address('h2')];
  await expect.poll(() => pings(pid, address)).toBe(true);

  await window.device('s1').focus();
  await app.page.keyboard.press('Delete');
  await expect(window.device('s1')).toHaveCount(0);
  await window.untilRunning();
  expect(await pings(pid, address)).toBe(false);
  await expect(window.pid('s1')).rejects.toThrow('The kernel has no s1.');

  await app.page.keyboard.press('Control+z');
  await expect(window.device('s1')).toHaveCount(1);
  await window.untilRunning();
  await expect.poll(() => pings(pid, address)).toBe(true);
  expect(await mismatches(app.page, document)).toEqual([]);
});
