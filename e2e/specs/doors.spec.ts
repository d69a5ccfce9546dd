/** Several doors to one lab, and changes made by hand: everyone sees the same, live. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { inNetwork } from '../support/kernel';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

test('a lab that the command line started is found running, and both see each other', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  const file = join(app.home, 'shared.nestwork.json');
  await writeFile(file, await app.nestwork('generate', 'star', '3'));
  await app.nestwork('up', file);
  await app.page.reload();
  await app.page.getByRole('button', { name: 'Show' }).first().click();
  await expect(window.device('h1')).toHaveAttribute('aria-label', /, up,/);
  expect(await mismatches(app.page, await window.document())).toEqual([]);

  await window.device('h3').focus();
  await app.page.keyboard.press('Delete');
  await expect.poll(async () => (JSON.parse(await app.nestwork('status', '--json')) as { nodes: unknown[] }).nodes.length).toBe(3);

  await app.nestwork('down');
  await expect(app.page.getByText(/ended|stopped/i).first()).toBeVisible();
});

test('a cable cut by hand in a shell is seen on the canvas', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  const s1 = await window.pid('s1');
  await inNetwork(s1, 'ip', 'link', 'set', 'eth0', 'down');
  await expect(window.canvas.getByRole('option', { name: /differs|1 difference|no carrier/ }).first()).toBeAttached();
  await inNetwork(s1, 'ip', 'link', 'set', 'eth0', 'up');
  await expect(window.canvas.getByRole('option', { name: /differs|1 difference|no carrier/ })).toHaveCount(0);
});
