/** The log of events and the history: everything in words with its time, a way to the place, the commands, and back to any point with the network. */
import { expect, test } from '../fixtures';
import { pings } from '../support/kernel';
import { Panels } from '../support/panels';
import { mismatches } from '../support/truth';

test('edits, states, what the kernel did and failures are told with their time, filtered, and lead to their place', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.show('Events');
  const list = window.dock.getByRole('listbox', { name: 'Events' });
  const line = (text: string | RegExp) => list.getByRole('option').filter({ hasText: text });
  await expect(line('The lab is running.')).toContainText(/\d\d:\d\d:\d\d/);
  await window.select('h2');
  await window.fill('Name', 'web');
  await expect(line('Renamed h2 to web')).toBeVisible();
  await expect(line(/Applied 1 operation in/)).toBeVisible();
  await window.typed('h1', 'ip address add 10.99.0.1/24 dev eth0');
  await expect(line('h1 eth0 has 10.99.0.1/24, which nobody drew.')).toBeVisible();
  await window.typed('h1', 'ip address del 10.99.0.1/24 dev eth0');
  await expect(line('h1 eth0: 10.99.0.1/24 is drawn, or gone.')).toBeVisible();

  await line('h1 eth0 has 10.99.0.1/24, which nobody drew.').dblclick();
  await expect(window.device('h1')).toBeFocused();
  await line('Renamed h2 to web').click();
  const detail = window.dock.getByRole('complementary', { name: 'More on the event' });
  await expect(detail.getByRole('row', { name: /Rename to web/ })).toContainText('hostname web');

  await window.dock.getByRole('button', { name: 'Kernel' }).click();
  await expect(line(/nobody drew/)).toHaveCount(0);
  await window.dock.getByRole('textbox', { name: 'Filter' }).fill('renamed');
  await expect(list.getByRole('option')).toHaveCount(1);
});

test('what a plan does on its way is no event, and a start-up command that fails is one', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.select('h1');
  await window.tab('Services');
  await window.inspector.getByRole('button', { name: 'Add a command' }).click();
  await window.fill('Command', 'echo broken; exit 3');
  await window.page.getByRole('button', { name: 'Restart', exact: true }).click();
  await window.show('Events');
  const list = window.dock.getByRole('listbox', { name: 'Events' });
  const failed = list.getByRole('option').filter({ hasText: 'exited with 3.' });
  await expect(failed).toBeVisible({ timeout: 20_000 });
  await failed.click();
  await expect(window.dock.getByRole('complementary', { name: 'More on the event' })).toContainText('broken');
  await expect(list.getByRole('option').filter({ hasText: 'nobody drew' })).toHaveCount(0);
});

test('the history goes to any point with one click, the network with it, and forward again', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  const [pid, address] = [await window.pid('h1'), await window.address('h2')];
  await window.show('History');
  await expect(window.dock).toContainText('No edits yet.');
  await window.select('h3');
  await window.fill('Name', 'web');
  await window.cut('h1', 0);
  await window.select('h2');
  await app.page.keyboard.press('Delete');
  const list = window.dock.getByRole('listbox', { name: 'History' });
  await expect(list.getByRole('option')).toHaveText([/Deleted h2/, /[Cc]ut/, /Renamed h3 to web/, /As it was opened/]);
  await expect(list.getByRole('option', { selected: true })).toContainText('Deleted h2');
  await expect.poll(() => pings(pid, address)).toBe(false);

  await list.getByRole('option', { name: /Renamed h3 to web/ }).click();
  await expect(window.device('h2')).toBeAttached();
  await expect.poll(() => pings(pid, address)).toBe(true);
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  await list.getByRole('option', { name: /Deleted h2/ }).click();
  await expect(window.device('h2')).toHaveCount(0);
  await expect.poll(() => pings(pid, address)).toBe(false);
  await list.getByRole('option', { name: /As it was opened/ }).click();
  await expect(window.device('h3')).toBeAttached();
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);

  // By keyboard, with what the edit did beside it.
  await list.getByRole('option', { selected: true }).focus();
  await app.page.keyboard.press('ArrowUp');
  await expect(window.dock.getByRole('table', { name: 'Operations' })).toContainText('Rename to web');
  await app.page.keyboard.press('Enter');
  await expect(window.device('web')).toBeAttached();
  await window.canvas.focus();
  await app.page.keyboard.press('Control+Shift+z');
  await expect(list.getByRole('option', { selected: true })).toContainText(/[Cc]ut/);
});
