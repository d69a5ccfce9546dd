/** A network as text: pasted as a list of cables, copied as one, and a lab's file pasted as a lab. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { Application } from '../support/application';
import { ask } from '../support/host-client';
import { mismatches } from '../support/truth';

test('a list of cables becomes devices and cables in one edit, is copied as the same list, and runs', async ({ app }) => {
  const window = new Application(app.page);
  await window.newLab();
  await window.canvas.focus();
  await window.paste('# a room\nr1 -- s1\ns1 -- h1..h20\n');
  await expect(window.device('h20')).toHaveAttribute('aria-label', /1 cable/);
  await expect(window.device('s1')).toHaveAttribute('aria-label', /^s1, switch, .*21 cables/);
  await expect(window.toast).toContainText('22 devices and 21 cables');

  // Copied as text by its key: the system's clipboard has the list.
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.page.keyboard.press('Control+a');
  await app.page.keyboard.press('Control+Shift+c');
  await expect(window.toast).toContainText('Copied as text');
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe('r1 -- s1\ns1 -- h1..h20\n');

  // More of the same, onto what is there.
  await window.paste('h21 -- s1');
  await expect(window.device('s1')).toHaveAttribute('aria-label', /22 cables/);
  await expect(window.toast).toContainText('s1 was there already');
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  await window.canvas.focus();
  await window.undo();
  await expect(window.device('h21')).toHaveCount(0);
  await window.undo();
  await expect(window.device('r1')).toHaveCount(0);
});

test('a list on the start page is shown, its wrong line named, and it becomes a new lab', async ({ app }) => {
  const window = new Application(app.page);
  await app.page.getByRole('button', { name: 'Paste a list' }).click();
  const dialog = app.page.getByRole('dialog', { name: 'New lab from a list' });
  await app.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await window.paste('r1 -- s1\ns1 -- h_1..4\n');
  const field = dialog.getByRole('textbox', { name: 'List of cables' });
  await expect(field).toHaveValue('r1 -- s1\ns1 -- h_1..4\n');
  await expect(dialog.getByRole('alert')).toContainText('Line 2');
  await field.fill('r1 -- s1\ns1 -- h1..h4\n');
  await expect(dialog.getByRole('status')).toHaveText('6 devices and 5 cables');
  await app.page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(window.device('s1')).toHaveAttribute('aria-label', /5 cables/);
  // One edit of a new lab, as if it had been pasted there.
  await window.undo();
  await expect(window.device('s1')).toHaveCount(0);
});

test('a list with a wrong line adds nothing, and the line is named', async ({ app }) => {
  const window = new Application(app.page);
  await window.newLab();
  await window.canvas.focus();
  await window.paste('r1 -- s1\ns1 -- h_1\n');
  const dialog = app.page.getByRole('alertdialog');
  await expect(dialog).toContainText('Line 2');
  await expect(dialog).toContainText('h_1');
  await app.page.keyboard.press('Escape');
  const { topology } = await ask(app.page, 'documents.get', { document: await window.document() });
  expect(topology.nodes).toEqual([]);
  await window.paste('r1 -- s1');
  await window.paste('h1 -- h2\nr1:eth0 -- h1');
  await expect(dialog).toContainText('r1:eth0 has a cable already');
  await app.page.keyboard.press('Escape');
  await expect(window.device('h2')).toHaveCount(0);
});

test('the text of a lab’s file opens as a lab of its own; one that is broken is refused with its place', async ({ app }) => {
  const window = new Application(app.page);
  await window.newLab();
  await window.dragDevice('Host', { x: 300, y: 200 });
  const text = await readFile(join(import.meta.dirname, '../../labs/star.nestwork.json'), 'utf8');
  await window.canvas.focus();
  await window.paste(text);
  await expect(window.switcher).toHaveText('Star');
  // The other one is still open, with its edit.
  expect((await ask(app.page, 'documents.list', {})).documents.map((one) => [one.name, one.nodes])).toContainEqual(['Untitled', 1]);
  await window.canvas.focus();
  await window.paste(text.replace('"links"', '"links" "'));
  await expect(app.page.getByRole('alertdialog')).toContainText(/line \d+, column \d+/);
});
