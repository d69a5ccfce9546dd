/** The text of a terminal: found, copied, pasted, followed, made larger, saved. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { Terminals } from '../support/terminals';

test('search finds what scrolled away, counts it, and goes on to the next', async ({ app }) => {
  const terminals = new Terminals(app.page);
  const { keyboard } = app.page;
  await terminals.begin();
  await terminals.type(
    'for n in $(seq 1 200); do echo "line $n"; done; echo needle-$((40+2)); seq 1 100; echo needle-$((40+3)); seq 1 100',
  );
  await expect(terminals.text()).toContainText('100');
  await keyboard.press('Control+Shift+f');
  const field = app.page.getByRole('textbox', { name: 'Find in the output' });
  await expect(field).toBeFocused();
  await keyboard.type('needle-4\\d');
  const found = app.page.getByRole('search').getByRole('status');
  await expect(found).toHaveText('Not found');
  await app.page.getByRole('button', { name: 'Regular expression' }).click();
  await expect(found).toHaveText('2 of 2');
  await expect(terminals.text()).toContainText('needle-43');
  await field.focus();
  await keyboard.press('Enter');
  await expect(found).toHaveText('1 of 2');
  await expect(terminals.text()).toContainText('needle-42');
  await app.page.getByRole('button', { name: 'Upper and lower case' }).click();
  await field.fill('NEEDLE-42');
  await expect(found).toHaveText('Not found');
  // Half of an expression is none yet, and no fault.
  await field.fill('needle-(');
  await expect(field).toHaveClass(/wrong/);
  await keyboard.press('Escape');
  await terminals.type('echo keyboard-is-back-$((1+1))');
  await expect(terminals.text()).toContainText('keyboard-is-back-2');
});

test('Ctrl+Shift+C copies, Ctrl+Shift+V pastes; several lines ask first where the shell would run each', async ({ app }) => {
  const terminals = new Terminals(app.page);
  const { keyboard, mouse } = app.page;
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await terminals.begin();
  await terminals.type('clear; echo copy-$((40+2))-me');
  await expect(terminals.text()).toContainText('copy-42-me');
  const line = (await terminals
    .text()
    .locator('div', { hasText: /^copy-42-me/ })
    .boundingBox())!;
  await mouse.dblclick(line.x + 20, line.y + line.height / 2);
  await keyboard.press('Control+Shift+c');
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe('copy-42-me');
  // Ctrl+C itself is the shell's.
  await terminals.type('cat');
  await expect(terminals.program()).toHaveText('cat');
  await keyboard.press('Control+Shift+v');
  await expect(terminals.text()).toContainText(/cat\s*copy-42-me/);
  await keyboard.press('Control+c');
  await expect(terminals.text()).toContainText('^C');

  await app.page.evaluate(() => navigator.clipboard.writeText('echo one-$((1+1))\necho two-$((2+2))\n'));
  // bash takes a paste whole and runs nothing of it by itself.
  await keyboard.press('Control+Shift+v');
  await expect(terminals.text()).toContainText('echo two-$((2+2))');
  await expect(terminals.text()).not.toContainText('two-4');
  await keyboard.press('Control+c');
  await terminals.type("bind 'set enable-bracketed-paste off'; clear; echo off-$((1+1))");
  await expect(terminals.text()).toContainText(/off-2.*@h1/);
  await keyboard.press('Control+Shift+v');
  const question = app.page.getByRole('alertdialog').or(app.page.getByRole('dialog'));
  await expect(question).toContainText('Paste 2 lines?');
  await expect(question).toContainText('echo two-$((2+2))');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(terminals.text()).not.toContainText('one-2');
  await terminals.focus();
  await keyboard.press('Control+Shift+v');
  await question.getByRole('button', { name: 'Paste', exact: true }).click();
  await expect(terminals.text()).toContainText('two-4');
});

test('the menu of the text copies and pastes too; the middle button pastes what is selected', async ({ app }) => {
  const terminals = new Terminals(app.page);
  const { mouse } = app.page;
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await terminals.begin();
  await terminals.type('clear; echo menu-$((40+2))-word');
  await expect(terminals.text()).toContainText('menu-42-word');
  const line = (await terminals
    .text()
    .locator('div', { hasText: /^menu-42-word/ })
    .boundingBox())!;
  await mouse.dblclick(line.x + 20, line.y + line.height / 2);
  await mouse.click(line.x + 20, line.y + line.height / 2, { button: 'right' });
  await app.page.getByRole('menuitem', { name: /^Copy/ }).click();
  await expect.poll(() => app.page.evaluate(() => navigator.clipboard.readText())).toBe('menu-42-word');
  await terminals.type('clear');
  await app.page.keyboard.type('echo ');
  await mouse.click(line.x + 200, line.y + line.height * 3, { button: 'right' });
  await app.page.getByRole('menuitem', { name: /^Paste/ }).click();
  await expect(terminals.text()).toContainText('echo menu-42-word');
  await app.page.keyboard.press('Control+c');
  await terminals.type('clear; echo middle-$((40+2))-word');
  await expect(terminals.text()).toContainText('middle-42-word');
  const other = (await terminals
    .text()
    .locator('div', { hasText: /^middle-42-word/ })
    .boundingBox())!;
  await mouse.dblclick(other.x + 20, other.y + other.height / 2);
  await app.page.keyboard.type('echo ');
  await mouse.click(other.x + 200, other.y + other.height * 3, { button: 'middle' });
  await expect(terminals.text()).toContainText('echo middle-42-word');
});

test('an https address is opened after a question that shows it whole; others are no links', async ({ app }) => {
  const terminals = new Terminals(app.page);
  const opened: string[] = [];
  await app.page.context().route(/^https:/, (route) => (opened.push(route.request().url()), route.fulfill({ body: 'page' })));
  await terminals.begin();
  await terminals.type(
    `clear; echo see https://example.org/a?b=c, and http://plain.example/x; printf '\\033]8;;https://elsewhere.example/really\\033\\\\harmless text\\033]8;;\\033\\\\ \\033]8;;file:///etc/passwd\\033\\\\a file\\033]8;;\\033\\\\\\n'; echo ready-$((1+1))`,
  );
  await expect(terminals.text()).toContainText('ready-2');
  const at = async (text: string): Promise<{ x: number; y: number }> => {
    const row = terminals.text().locator('div', { hasText: text }).last();
    const [box, before, width] = [
      (await row.boundingBox())!,
      ((await row.textContent()) ?? '').replaceAll('\u00a0', ' ').indexOf(text) + 2,
      await terminals.text().evaluate((rows) => {
        const probe = rows.appendChild(document.createElement('span'));
        probe.textContent = 'W'.repeat(100);
        const { width } = probe.getBoundingClientRect();
        probe.remove();
        return width / 100;
      }),
    ];
    return { x: box.x + before * width, y: box.y + box.height / 2 };
  };
  const question = app.page.getByRole('alertdialog').or(app.page.getByRole('dialog'));
  const pointer = app.page.locator('.xterm-cursor-pointer');
  const click = async (text: string, link: boolean): Promise<void> => {
    const place = await at(text);
    // A link is one when the pointer says so.
    await expect(async () => {
      await app.page.mouse.move(place.x, place.y);
      await app.page.mouse.move(place.x + 2, place.y);
      await expect(pointer).toHaveCount(link ? 1 : 0, { timeout: 500 });
    }).toPass();
    await app.page.mouse.click(place.x + 2, place.y, { delay: 50 });
  };
  await click('https://example.org', true);
  await expect(question).toContainText('https://example.org/a?b=c');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  for (const text of ['http://plain', 'a file']) await click(text, false);
  await click('harmless text', true);
  await expect(question).toContainText('https://elsewhere.example/really');
  const page = app.page.context().waitForEvent('page');
  await question.getByRole('button', { name: 'Open', exact: true }).click();
  await (await page).waitForLoadState();
  expect(opened).toEqual(['https://elsewhere.example/really']);
});

test('Ctrl+plus and Ctrl+minus in a terminal change its text alone, and the settings know it', async ({ app }) => {
  const terminals = new Terminals(app.page);
  const { keyboard } = app.page;
  await terminals.begin();
  const height = async (): Promise<number> => (await terminals.text().locator('div').first().boundingBox())!.height;
  const size = async (): Promise<number> => (await ask(app.page, 'settings.get', {})).terminal.fontSize;
  expect([await height(), await size()]).toEqual([18, 13]);
  await terminals.type('stty size');
  for (let n = 0; n < 3; n++) await keyboard.press('Control+Equal');
  await expect.poll(size).toBe(16);
  await expect.poll(height).toBe(22);
  await keyboard.press('Control+Minus');
  await expect.poll(size).toBe(15);
  await keyboard.press('Control+0');
  await expect.poll(height).toBe(18);
  // As a setting, from anywhere.
  await ask(app.page, 'settings.set', { terminal: { fontSize: 20 } });
  await expect.poll(height).toBe(28);
  // The shell learns how many cells there are now.
  await terminals.type('clear; stty size');
  const rows = await terminals.text().locator('> div').count();
  await expect(terminals.text()).toContainText(new RegExp(`${rows} \\d+`));
});

test('output is saved as a file, whole and folded by nobody, and never over another one unasked', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  const long = 'x'.repeat(500);
  await terminals.type(`clear; printf 'é %s\\n' ${long}; seq 1 3000`);
  await expect(terminals.text()).toContainText('3000');
  const path = join(app.home, 'h1.txt');
  await terminals.choose(terminals.tab('h1'), /^Save output/);
  await terminals.saveAs(path);
  await expect(app.page.getByRole('status').filter({ hasText: `Saved as ${path}.` })).toBeVisible();
  const lines = (await readFile(path, 'utf8')).split('\n');
  const numbers = Array.from({ length: 3000 }, (_, at) => String(at + 1));
  expect(lines.slice(-3002, -2)).toEqual(numbers);
  expect(lines).toContain(`é ${long}`);

  await terminals.run('clear; echo other');
  await terminals.choose(terminals.tab('h1'), /^Save output/);
  await terminals.saveAs(path);
  const question = app.page.getByRole('alertdialog').or(app.page.getByRole('dialog'));
  await expect(question).toContainText('exists already');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await readFile(path, 'utf8')).toContain('3000');
  await terminals.choose(terminals.tab('h1'), /^Save output/);
  await terminals.saveAs(path);
  await question.getByRole('button', { name: 'Replace' }).click();
  await expect.poll(() => readFile(path, 'utf8')).toContain('other');
});
