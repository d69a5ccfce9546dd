/** Tabs, tiles, and what they say of the shells in them. */
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { Terminals } from '../support/terminals';

test('a double click shows the shell that is there; "+" opens another one of the same device', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('export MARK=first');
  await terminals.open('h2');
  await expect(terminals.tabs()).toHaveCount(2);
  await terminals.open('h1');
  await expect(terminals.tabs()).toHaveCount(2);
  await terminals.type('echo "mark:$MARK."');
  await expect(terminals.text()).toContainText('mark:first.');
  await terminals.another();
  expect(await terminals.names(1)).toEqual(['h1', 'h2', 'h1']);
  await expect(terminals.text()).toContainText('@h1');
  await terminals.type('echo "mark:$MARK."');
  await expect(terminals.text()).toContainText('mark:.');
});

test('tabs are pulled to any place of any tile, and each tile shows its own', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.open('h2');
  await terminals.another();
  await terminals.pull(terminals.tabs().nth(2), terminals.tabs().nth(0), 'left');
  expect(await terminals.names(1)).toEqual(['h2', 'h1', 'h2']);
  await terminals.layout('Two tiles side by side');
  expect([await terminals.names(1), await terminals.names(2)]).toEqual([['h2', 'h1'], ['h2']]);
  // Onto the terminal itself: behind the others.
  await terminals.pull(terminals.tab('h1', 1), terminals.text(2));
  expect([await terminals.names(1), await terminals.names(2)]).toEqual([['h2'], ['h2', 'h1']]);
  await terminals.prompt('h1', 2);
  await terminals.prompt('h2', 1);
  await terminals.run('echo on-$(hostname)-$((1+1))', 1);
  await expect(terminals.text(1)).toContainText('on-h2-2');
  await terminals.run('echo on-$(hostname)-$((2+2))', 2);
  await expect(terminals.text(2)).toContainText('on-h1-4');
  await terminals.layout('Two by two tiles');
  for (const tile of [1, 2, 3, 4]) await expect(terminals.tile(tile)).toBeVisible();
  expect(await terminals.names(3)).toEqual(['h2']);
  await terminals.pull(terminals.tab('h2', 3), terminals.tile(4));
  expect(await terminals.names(4)).toEqual(['h2']);
  await terminals.layout('One tile');
  await expect(terminals.tile(1).getByRole('tab')).toHaveCount(3);
  await expect(terminals.text(1)).toContainText('@h2');
});

test('right of the tabs stands the program that runs, then how the shell ended; its text stays', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await expect(terminals.program()).toHaveText('bash');
  await terminals.type('sleep 300');
  await expect(terminals.program()).toHaveText('sleep');
  await expect(terminals.tab('h1')).toHaveAttribute('aria-label', /sleep runs/);
  await app.page.keyboard.press('Control+c');
  await expect(terminals.program()).toHaveText('bash');
  await terminals.type('echo last-$((40+2)); exit 1');
  await expect(terminals.program()).toHaveText('exited 1');
  await expect(terminals.program()).toHaveClass(/failed/);
  await expect(terminals.text()).toContainText('last-42');
  await terminals.tile(1).getByRole('button', { name: 'Open again' }).click();
  await expect(terminals.tile(1).getByRole('tab')).toHaveCount(2);
  await terminals.prompt('h1', 1);
  await terminals.type('kill -9 $$');
  await expect(terminals.program()).toHaveText('ended by signal 9');
});

test('the title of a program is live in the tab, and a bell in one that nobody sees is a badge', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type(`printf '\\033]0;copying 3 of 7\\007'; read wait; printf '\\033]2;done\\007'; sleep 1; printf '\\007'; read wait`);
  await expect(terminals.tab('h1').locator('.tab-title')).toHaveText('copying 3 of 7');
  await app.page.keyboard.press('Enter');
  await terminals.open('h2');
  await expect(terminals.tab('h1').locator('.tab-title')).toHaveText('done');
  await expect(terminals.tab('h1')).toHaveAttribute('aria-label', /rang/);
  await expect(app.page.locator('[aria-live=polite]').first()).toContainText('The bell rang in h1.');
  await terminals.tab('h1').click();
  await expect(terminals.tab('h1')).not.toHaveAttribute('aria-label', /rang/);
});

test('a tab is renamed, and the name is there again after a reload', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.choose(terminals.tab('h1'), /^Rename/);
  await expect(app.page.locator('input:focus')).toBeVisible();
  await app.page.keyboard.type('traffic');
  await app.page.keyboard.press('Enter');
  await expect(terminals.tab('traffic')).toBeFocused();
  await app.page.reload();
  await expect(terminals.tab('traffic')).toBeVisible();
  await terminals.tab('traffic').focus();
  await app.page.keyboard.press('F2');
  await expect(app.page.locator('input:focus')).toBeVisible();
  await app.page.keyboard.press('Control+a');
  await app.page.keyboard.type('x');
  await app.page.keyboard.press('Escape');
  await expect(terminals.tab('traffic')).toBeVisible();
});

test('the tab of a device that is gone is struck through, keeps its text, and is closed by nobody but a person', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('echo was-here-$((40+2))');
  await expect(terminals.text()).toContainText('was-here-42');
  await terminals.window.device('h1').focus();
  await app.page.keyboard.press('Delete');
  await expect(terminals.window.device('h1')).toHaveCount(0);
  const tab = terminals.tab('h1');
  await expect(tab).toHaveAttribute('aria-label', /the device is gone/);
  await expect(tab.locator('.tab-label')).toHaveCSS('text-decoration-line', 'line-through');
  await expect(terminals.text()).toContainText('was-here-42');
  // The lab as a whole, too.
  await terminals.open('h2');
  await terminals.type('echo also-$((1+1))');
  await expect(terminals.text()).toContainText('also-2');
  await app.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(terminals.tab('h2')).toHaveAttribute('aria-label', /the device is gone/);
  await expect(terminals.text()).toContainText('also-2');
  await terminals.tab('h2').focus();
  await app.page.keyboard.press('Delete');
  await expect(terminals.tabs()).toHaveCount(1);
});

test('a program that runs is not closed by a slip', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.type('sleep 300');
  await expect(terminals.program()).toHaveText('sleep');
  await terminals.choose(terminals.tab('h1'), /^Close(?! all)/);
  const question = app.page.getByRole('alertdialog').or(app.page.getByRole('dialog'));
  await expect(question).toContainText('sleep still runs in it');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(terminals.tabs()).toHaveCount(1);
  await terminals.choose(terminals.tab('h1'), /^Close(?! all)/);
  await question.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(terminals.tabs()).toHaveCount(0);
});

test('everything by keyboard: into the tabs and back, along them, to another tile, to another place, to another height', async ({
  app,
}) => {
  const terminals = new Terminals(app.page);
  const { keyboard } = app.page;
  await terminals.begin();
  await terminals.open('h2');
  await keyboard.press('Control+Shift+ArrowLeft');
  await terminals.type('echo in-$(hostname)-$((1+1))');
  await expect(terminals.text()).toContainText('in-h1-2');
  await keyboard.press('Control+Shift+ArrowUp');
  await expect(terminals.tab('h1')).toBeFocused();
  await keyboard.press('ArrowRight');
  await expect(terminals.tab('h2')).toBeFocused();
  await expect(terminals.tab('h2')).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Home');
  await expect(terminals.tab('h1')).toBeFocused();
  await keyboard.press('Control+Shift+PageDown');
  expect(await terminals.names(1)).toEqual(['h2', 'h1']);
  await expect(terminals.tab('h1')).toBeFocused();
  await keyboard.press('Enter');
  await terminals.type('echo back-$((2+2))');
  await expect(terminals.text()).toContainText('back-4');
  await terminals.layout('Two tiles side by side');
  await terminals.focus(1);
  await keyboard.press('Control+Shift+ArrowDown');
  await terminals.type('echo tile-$(hostname)');
  await expect(terminals.text(2)).toContainText('tile-h2');

  const line = app.page.getByRole('separator', { name: 'Width of the tiles' });
  const before = (await terminals.tile(1).boundingBox())!.width;
  await line.focus();
  await keyboard.press('ArrowRight');
  await expect.poll(async () => (await terminals.tile(1).boundingBox())!.width).toBeGreaterThan(before);
  const height = app.page.getByRole('separator', { name: 'Height of the dock' });
  const dock = app.page.getByRole('region', { name: 'Dock' });
  const low = (await dock.boundingBox())!.height;
  await height.focus();
  await keyboard.press('ArrowUp');
  await expect.poll(async () => (await dock.boundingBox())!.height).toBe(low + 16);
  const kept = async (): Promise<unknown> => Object.values((await ask(app.page, 'settings.get', {})).layouts)[0]?.dock;
  await expect.poll(kept).toBe(Math.round(low + 16));
  await app.page.reload();
  await expect.poll(async () => (await dock.boundingBox())!.height, { message: 'the height is remembered' }).toBe(low + 16);
});
