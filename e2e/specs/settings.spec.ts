/** Settings hold at once, in every window, and after a restart; every key can be changed, and what two commands want is named. */
import { expect, test } from '../fixtures';
import { Application, anotherWindow } from '../support/application';
import { ask } from '../support/host-client';

test('colours, contrast and language change at once in all windows, and are there again after a restart', async ({ app }) => {
  const window = new Application(app.page);
  const second = await anotherWindow(app.page);
  await expect(second.page.getByRole('button', { name: /^New lab/ })).toBeVisible();
  const root = (page = app.page) => page.locator('html');
  await window.openSettings();
  await window.settings.getByRole('radio', { name: 'Dark' }).click();
  await expect(root()).toHaveAttribute('data-theme', 'dark');
  await expect(root(second.page)).toHaveAttribute('data-theme', 'dark');
  await window.settings.getByRole('radio', { name: 'More' }).click();
  await expect(root(second.page)).toHaveAttribute('data-contrast', 'more');
  // As the desktop says, unless somebody has chosen.
  await app.page.emulateMedia({ colorScheme: 'light' });
  await expect(root()).toHaveAttribute('data-theme', 'dark');

  await window.settings.getByRole('radio', { name: 'Deutsch' }).click();
  await expect(window.settings.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await expect(root(second.page)).toHaveAttribute('lang', 'de');
  await expect(second.page.getByRole('button', { name: /^Neues Lab/ })).toBeVisible();

  await app.crash();
  await expect(app.page.getByRole('button', { name: /^Neues Lab/ })).toBeVisible();
  await expect(root()).toHaveAttribute('data-theme', 'dark');
});

test('the field at the top looks through all settings, by name, by sentence and in the finder', async ({ app }) => {
  const window = new Application(app.page);
  await window.openSettings('scroll');
  await expect(window.settings.getByLabel('Lines that stay')).toHaveCount(0);
  await window.settings.getByRole('searchbox').fill('lines stay');
  await expect(window.settings.getByLabel('Lines that stay')).toBeVisible();
  await expect(window.settings.locator('.setting')).toHaveCount(1);
  await window.settings.getByRole('searchbox').fill('against loss');
  await expect(window.settings.getByLabel('Keep a copy after')).toBeVisible();
  await app.page.keyboard.press('Escape');
  await window.find('Networks of new labs');
  await expect(window.settings.getByRole('heading', { name: 'Drawing' })).toBeInViewport();
});

test('a key is changed, used, named where two commands want it, and given back', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.openSettings('duplicate');
  const row = window.settings.locator('.key-row').filter({ has: app.page.getByText('Duplicate', { exact: true }) });
  await row.getByRole('button', { name: 'Another key for Duplicate', exact: true }).click();
  await app.page.keyboard.press('Control+Shift+F9');
  await expect(row).toContainText('Ctrl Shift F9');
  await row.getByRole('button', { name: 'Another key for Duplicate', exact: true }).click();
  await app.page.keyboard.press('Control+z');
  await expect(row.getByRole('alert')).toContainText('Ctrl Z is also: Undo');
  await row.getByRole('button', { name: 'Only here' }).click();
  await expect(row.getByRole('alert')).toHaveCount(0);
  // The canvas's own keys as well; what they mean beside a tool of the same key is no conflict, another command is.
  await window.settings.getByRole('searchbox').fill('pull a cable');
  const pull = window.settings.locator('.key-row').filter({ has: app.page.getByText('Pull a cable from the device', { exact: true }) });
  await expect(pull.getByRole('alert')).toHaveCount(0);
  await pull.getByRole('button', { name: 'Another key for Pull a cable from the device' }).click();
  await app.page.keyboard.press('Control+d');
  await expect(pull.getByRole('alert')).toContainText('Ctrl D is also: Duplicate');
  await pull.getByRole('button', { name: 'Take Ctrl D from Pull a cable from the device' }).click();
  await pull.getByRole('button', { name: 'Another key for Pull a cable from the device' }).click();
  await app.page.keyboard.press('k');
  await window.settings.getByRole('searchbox').fill('duplicate');
  // Escape leaves the recorder, and is no key.
  await row.getByRole('button', { name: 'Another key for Duplicate', exact: true }).click();
  await app.page.keyboard.press('Escape');
  await expect(window.settings).toBeVisible();
  await app.page.keyboard.press('Escape');

  await window.select('h1');
  await app.page.keyboard.press('Control+Shift+F9');
  await expect(window.device('h3')).toBeAttached();
  await app.page.keyboard.press('Control+z');
  await expect(window.device('h4')).toBeAttached();
  await window.device('h4').focus();
  await app.page.keyboard.press('k');
  await app.page.keyboard.press('ArrowLeft');
  await app.page.keyboard.press('Enter');
  await app.page.getByRole('button', { name: /^Undo: Cabled/ }).click();

  await window.openSettings('undo');
  const undo = window.settings.locator('.key-row').filter({ hasText: 'Undo' }).first();
  await undo.getByRole('button', { name: /as they came/ }).click();
  await expect(undo).toContainText('Ctrl Z');
  await window.settings.getByRole('button', { name: 'Reset all keys' }).click();
  expect((await ask(app.page, 'settings.get', {})).keys).toEqual({});
  await app.page.keyboard.press('Escape');
  await window.undo();
  await expect(window.device('h4')).toHaveCount(0);
});

test('keys follow what is printed on them: undo is Ctrl+Z on a German keyboard too', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.device('h1').focus();
  await app.page.keyboard.press('Delete');
  await expect(window.device('h1')).toHaveCount(0);
  await window.canvas.evaluate((element) =>
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', code: 'KeyY', ctrlKey: true, bubbles: true, cancelable: true })),
  );
  await expect(window.device('h1')).toBeAttached();
});

test('a new lab takes its networks from the pools that were set; what is no prefix is refused and kept for correction', async ({ app }) => {
  const window = new Application(app.page);
  await window.openSettings('networks');
  const field = window.settings.getByLabel('IPv4');
  await field.fill('192.168.0.0/16 nonsense');
  await app.page.keyboard.press('Enter');
  await expect(window.settings.getByRole('alert')).toContainText('“nonsense” is no prefix of this family');
  await expect(field).toHaveValue('192.168.0.0/16 nonsense');
  await field.fill('192.168.0.0/16:26');
  await app.page.keyboard.press('Enter');
  await expect(window.settings.getByRole('alert')).toHaveCount(0);
  await app.page.keyboard.press('Escape');
  await window.newLab();
  await window.dragDevice('Host', { x: 300, y: 200 });
  await window.dragDevice('Host', { x: 500, y: 200 });
  await window.pullCable('h1', 'h2');
  await window.untilRunning();
  expect(await window.address('h1')).toMatch(/^192\.168\./);
});

test('the frame is remembered for each size of screen: width of the inspector, open or not', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  const handle = app.page.getByRole('separator', { name: 'Width of the inspector' });
  await handle.focus();
  await app.page.keyboard.press('ArrowLeft');
  await app.page.keyboard.press('ArrowLeft');
  await expect(handle).toHaveAttribute('aria-valuenow', '372');
  await expect.poll(async () => Object.values((await ask(app.page, 'settings.get', {})).layouts)[0]?.inspector).toBe(372);
  await app.page.reload();
  await expect(handle).toHaveAttribute('aria-valuenow', '372');
  await app.page.keyboard.press('Control+i');
  await expect(handle).toHaveCount(0);
});
