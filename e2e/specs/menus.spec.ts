/** Everything can be found: by the menu, by its bar, by typing; and where two doors have the same key, by another one. */
import { expect, test } from '../fixtures';
import { Application } from '../support/application';

test('the menu is walked by keyboard alone, shows what is on, and says the keys', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  const { keyboard } = app.page;
  await app.page.getByRole('button', { name: 'Menu' }).focus();
  await keyboard.press('Enter');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await expect(app.page.getByRole('menuitem', { name: 'View' })).toBeFocused();
  await keyboard.press('ArrowRight');
  const inspector = app.page.getByRole('menuitemcheckbox', { name: 'Inspector' });
  await expect(inspector).toHaveAttribute('aria-checked', 'true');
  await expect(inspector).toContainText('Ctrl I');
  await keyboard.type('insp');
  await expect(inspector).toBeFocused();
  await keyboard.press('Enter');
  await expect(app.page.getByRole('menu')).toHaveCount(0);
  await expect(app.page.locator('.inspector')).toHaveCount(0);
});

test('a press of Alt alone shows the menu bar, Escape brings back where one was; Alt with another key does not', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.device('h1').focus();
  await app.page.keyboard.press('Alt');
  const file = app.page.getByRole('menubar').getByRole('menuitem', { name: 'File' });
  await expect(file).toBeFocused();
  await app.page.keyboard.press('ArrowRight');
  await app.page.keyboard.press('ArrowDown');
  await expect(app.page.getByRole('menuitem', { name: 'Select all' })).toBeVisible();
  await app.page.keyboard.press('Escape');
  await app.page.keyboard.press('Escape');
  await expect(app.page.getByRole('menubar')).toHaveCount(0);
  await expect(window.device('h1')).toBeFocused();
  await app.page.keyboard.press('Alt+x');
  await expect(app.page.getByRole('menubar')).toHaveCount(0);
});

test('find or do knows commands, devices, labs, settings and help, and puts what was meant first', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Three routers/);
  await app.page.keyboard.press('Control+k');
  const finder = app.page.getByRole('dialog', { name: 'Find or do' });
  const field = finder.getByRole('textbox');
  const first = finder.getByRole('option').first();
  for (const [typed, found] of [
    ['r2', 'r2'],
    ['select al', 'Select all'],
    ['cut cab', 'Cut and mend cables'],
    ['contrast', 'Contrast'],
    ['made of', 'What a device is made of'],
    ['three', 'Three routers'],
  ] as const) {
    await field.fill(typed);
    await expect(first).toContainText(found);
    await expect(first).toHaveAttribute('data-highlighted', '');
  }
  await field.fill('qqqq');
  await expect(finder).toContainText('Nothing is called “qqqq”.');
  await app.page.keyboard.press('Escape');

  // Ctrl+F looks for devices alone, by address as well, and goes there.
  await app.page.keyboard.press('Control+f');
  const devices = app.page.getByRole('dialog', { name: 'Find or do' });
  await devices.getByRole('textbox').fill('10.0.3.1');
  await expect(devices.getByRole('option').first()).toContainText('10.0.3.1');
  const name = (await devices.getByRole('option').first().locator('.finder-words > span').textContent()) ?? '';
  await app.page.keyboard.press('Enter');
  await expect(window.device(name)).toBeFocused();
  await expect(window.device(name)).toHaveAttribute('aria-selected', 'true');
});

test('the focus goes back to where it was when a dialog is left, and a dialog holds it while it is there', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.device('h2').focus();
  for (const key of ['Control+k', 'Control+,', 'Control+o']) {
    await app.page.keyboard.press(key);
    const dialog = app.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    for (let step = 0; step < 8; step++) await app.page.keyboard.press('Tab');
    expect(await app.page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    await app.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(window.device('h2')).toBeFocused();
  }
});

test('copy, cut out, paste and duplicate work by key and by menu, and a paste that brings a program asks first', async ({
  app,
  browserName,
}) => {
  test.info().annotations.push({ type: 'browser', description: browserName });
  const window = new Application(app.page);
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await window.openShipped(/^Two hosts/);
  await window.select('h1');
  await app.page.keyboard.press('Control+c');
  await app.page.keyboard.press('Control+v');
  await expect(window.device('h3')).toBeAttached();
  await window.find('Paste');
  await expect(window.device('h4')).toBeAttached();

  const clip = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(clip).toContain('"nestwork-clipboard":1');
  await window.canvas.focus();
  const foreign = JSON.parse(clip) as { nodes: { startup?: string[] }[] };
  foreign.nodes[0]!.startup = ['touch /tmp/hostile'];
  await window.paste(JSON.stringify(foreign));
  await expect(window.question).toContainText('touch /tmp/hostile');
  await window.question.getByRole('button', { name: 'Cancel' }).click();
  await expect(window.device('h5')).toHaveCount(0);
});
