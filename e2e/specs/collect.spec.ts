/** Collect: edits gather, the network runs as it was, and one Apply does it all; the plan says what, why, and how by hand. Two drawings side by side. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { pings } from '../support/kernel';
import { Panels } from '../support/panels';
import { mismatches } from '../support/truth';

test('edits gather with their operations, reasons and commands, and one Apply leads the kernel there', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  const [pid, address] = [await window.pid('h1'), await window.address('h2')];
  await app.page.getByRole('radio', { name: 'Collect' }).click();
  await expect(app.page.getByText('Collecting. The network runs as it was.')).toBeVisible();
  await window.show('Plan');
  await expect(window.dock).toContainText('Nothing has gathered yet.');

  await window.select('h2');
  await app.page.keyboard.press('Delete');
  await window.select('h1');
  await window.fill('IPv4 address of eth0', '10.0.1.201/24');
  await expect(window.dock.getByRole('button', { name: /^Remove h2/ })).toBeVisible();
  await expect(window.dock.getByRole('button', { name: /^Change the IPv4 address of eth0 of h1/ })).toContainText('to 10.0.1.201/24');
  await expect(window.dock).toContainText('2 changes,');
  const table = window.dock.getByRole('table', { name: 'Operations' });
  const row = table.getByRole('row', { name: /10\.0\.1\.201/ });
  await expect(row).toContainText('you typed it');
  await expect(row).toContainText('ip -n h1 address add 10.0.1.201/24 dev eth0');
  await expect(app.page.locator('.status-bar')).toContainText('2 changes wait');
  expect(await pings(pid, address)).toBe(true);
  await expect(window.difference('10.0.1.201/24')).toHaveCount(0);

  // One change alone is taken back.
  await window.dock.getByRole('button', { name: /^Remove h2/ }).click();
  await expect(table.locator('.marked').first()).toContainText('h2');
  await window.dock.getByRole('button', { name: 'Take this change back' }).last().click();
  await expect(window.dock.getByRole('button', { name: /^Remove h2/ })).toHaveCount(0);
  await expect(window.device('h2')).toBeAttached();
  await window.undoOnCanvas();
  await expect(window.dock.getByRole('button', { name: /^Remove h2/ })).toBeVisible();

  await app.page.keyboard.press('Control+Enter');
  await expect(window.toast).toContainText('Applied 2 changes.');
  await window.untilKernel('h1', 'ip -4 address show dev eth0', '10.0.1.201/24');
  await expect.poll(() => pings(pid, address)).toBe(false);
  expect(await mismatches(app.page, await window.document())).toEqual([]);
});

test('what has gathered is discarded as one edit that undo brings back', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await app.page.getByRole('radio', { name: 'Collect' }).click();
  await window.show('Plan');
  await window.select('h1');
  await window.fill('Name', 'web');
  await window.select('h2');
  await app.page.keyboard.press('Delete');
  await window.dock.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(window.device('h2')).toBeAttached();
  await expect(window.device('h1')).toBeAttached();
  await expect(window.dock).toContainText('Nothing has gathered yet.');
  await window.undoOnCanvas();
  await expect(window.device('web')).toBeAttached();
  await expect(window.device('h2')).toHaveCount(0);
  // In the narrowest window, which has no switch, the command is in the finder and in the Lab menu, and says that it is on.
  const size = app.page.viewportSize()!;
  await app.page.setViewportSize({ width: 720, height: 450 });
  await expect(app.page.getByRole('radio', { name: 'Collect' })).toBeHidden();
  await window.find('Collect edits');
  await expect(app.page.locator('.collect-tag')).toHaveCount(0);
  await window.find('Collect edits');
  await expect(app.page.locator('.collect-tag')).toBeVisible();
  await app.page.setViewportSize(size);
  // At once again: what has gathered is applied.
  await app.page.getByRole('radio', { name: 'At once' }).click();
  await expect.poll(async () => (await ask(app.page, 'labs.plan', { document: await window.document() })).steps.length).toBe(0);
  await expect(window.observed('web')).resolves.toMatchObject({ name: 'web' });
  expect(await mismatches(app.page, await window.document())).toEqual([]);
});

test('a stopped lab shows what Run would do', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Two hosts/);
  await window.show('Plan');
  await expect(window.dock).toContainText(/Run would do \d+ operations/);
  await expect(window.dock.getByRole('row', { name: /Create the host/ }).first()).toContainText('ip netns add h1');
});

test('two lab files are compared: what differs is listed field by field, and taken over alone or whole', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  const here = await window.drawing();
  const other = structuredClone(here);
  other.nodes = other.nodes.filter((node) => node.name !== 'h2');
  const gone = here.nodes.find((node) => node.name === 'h2')!.id;
  other.links = other.links.filter((link) => link.ends.every((end) => end.node !== gone));
  other.nodes.find((node) => node.name === 'h1')!.name = 'web';
  other.nodes.push({ id: 'x9', name: 'backup', kind: 'host', position: { x: 0, y: 0 } });
  const path = join(app.home, 'other.nestwork.json');
  await writeFile(path, JSON.stringify(other));

  await window.find('Compare with');
  const dialog = app.page.getByRole('dialog', { name: 'Open a lab' });
  await dialog.getByLabel('File name').fill(path);
  await app.page.keyboard.press('Enter');
  await expect(window.dock).toContainText('Compared with other.nestwork.json. 1 only there, 1 differs, 1 only here.');
  await expect(window.dock.getByRole('listitem')).toHaveText([/Add backup/, /Rename h1 to web/, /Remove h2/]);
  await window.dock.getByRole('button', { name: 'Take over: Rename h1 to web' }).click();
  await expect(window.device('web')).toBeAttached();
  await expect(window.dock.getByRole('listitem')).toHaveCount(2);
  await window.dock.getByRole('button', { name: 'Take all over' }).click();
  await expect(window.dock).toContainText('Nothing differs.');
  await expect(window.device('h2')).toHaveCount(0);
  await window.undoOnCanvas();
  await expect(window.device('h2')).toBeAttached();
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(other);
  await window.dock.getByRole('button', { name: 'End the comparison' }).click();
  await expect(window.dock).not.toContainText('Compared with');
});
