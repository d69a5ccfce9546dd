/** A lab outlives the page, and the page finds it again. */
import { expect, test } from '../fixtures';
import { NestworkWindow } from '../support/window';

test('after a reload the lab runs and the terminal shows what was typed', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  await window.openShipped(/Two hosts/);
  await window.run();
  const before = await window.pid('h1');
  await window.openShell('h1');
  await window.type('echo remember-$((40+2))');
  await expect(window.terminal).toContainText('remember-42');
  await app.page.reload();
  await expect(window.canvas).toBeAttached();
  await expect(window.device('h1')).toBeAttached();
  expect(await window.pid('h1')).toBe(before);
  await expect(window.terminal).toContainText('remember-42');
  await window.clickTerminal();
  await window.type('echo again-$((40+3))');
  await expect(window.terminal).toContainText('again-43');
});
