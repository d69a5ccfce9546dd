/** Type to many: to whom, how it shows, and how it ends. */
import { expect, test } from '../fixtures';
import { Terminals } from '../support/terminals';

test('what is typed in one goes to all that listen, each says so, and Ctrl+Shift+M ends it', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.open('h2');
  await terminals.layout('Two tiles side by side');
  await terminals.another(2);
  expect([await terminals.names(1), await terminals.names(2)]).toEqual([['h2'], ['h1', 'h1']]);
  await app.page.getByRole('button', { name: 'Type to many' }).click();
  const bar = app.page.getByRole('status').filter({ hasText: 'Typing goes to' });
  await expect(bar).toContainText('Typing goes to 2 shells: h2, h1');
  const signs = app.page.locator('[role=tab] .typed-to');
  await expect(signs).toHaveCount(2);
  for (const tile of [1, 2]) await expect(terminals.tile(tile)).toHaveClass(/receiving/);
  await expect(terminals.tab('h2', 1)).toHaveAttribute('aria-label', /typing goes here/);

  await terminals.run('echo many-$(hostname)-$((1+1))', 1);
  await expect(terminals.text(1)).toContainText('many-h2-2');
  await expect(terminals.text(2)).toContainText('many-h1-2');
  // The third shell, which nobody chose, has heard nothing.
  await terminals.tile(2).getByRole('tab').first().click();
  await expect(terminals.tile(2)).not.toHaveClass(/receiving/);
  await expect(terminals.text(2)).not.toContainText('many-');
  await terminals.type('echo alone-$((3+3))');
  await expect(terminals.text(2)).toContainText('alone-6');
  await expect(terminals.text(1)).not.toContainText('alone');

  // Chosen by hand: the third one too.
  await bar.getByRole('button', { name: 'Choose' }).click();
  await app.page.getByRole('dialog', { name: 'Choose' }).getByRole('checkbox').first().check();
  await app.page.keyboard.press('Escape');
  await expect(bar).toContainText('Typing goes to 3 shells');
  await terminals.run('echo three-$((2+1))', 1);
  await expect(terminals.text(1)).toContainText('three-3');
  await expect(terminals.text(2)).toContainText('three-3');

  await app.page.keyboard.press('Control+Shift+m');
  await expect(bar).toHaveCount(0);
  await expect(signs).toHaveCount(0);
  await terminals.run('echo end-$(hostname)', 1);
  await expect(terminals.text(1)).toContainText('end-h2');
  await expect(terminals.text(2)).not.toContainText('end-');
});

test('a shell that ends leaves, the last one ends it, and no start begins with it', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.open('h2');
  const bar = app.page.getByRole('status').filter({ hasText: 'Typing goes to' });
  await app.page.keyboard.press('Control+Shift+m');
  // One tile shows one shell: all that are there are meant.
  await expect(bar).toContainText('Typing goes to 2 shells: h1, h2');
  await app.page.reload();
  await expect(terminals.tabs()).toHaveCount(2);
  await expect(bar).toHaveCount(0);
  await terminals.focus();
  await app.page.keyboard.press('Control+Shift+m');
  await expect(bar).toContainText('Typing goes to 2 shells');
  await terminals.choose(terminals.tab('h1'), 'Do not type here');
  await expect(bar).toContainText('Typing goes to 1 shell: h2');
  await terminals.choose(terminals.tab('h1'), 'Type here too');
  await terminals.tab('h2').click();
  await terminals.type('exit');
  await expect(bar).toHaveCount(0);
  for (const name of ['h1', 'h2']) await expect(terminals.tab(name)).toHaveAttribute('aria-label', /exited 0/);
});

test('an answer to a program goes to that program alone', async ({ app }) => {
  const terminals = new Terminals(app.page);
  await terminals.begin();
  await terminals.open('h2');
  await terminals.layout('Two tiles side by side');
  await app.page.getByRole('button', { name: 'Type to many' }).click();
  await terminals.choose(terminals.tab('h2', 1), 'Do not type here');
  await terminals.run('IFS= read -rsd c answer; printf "%q\\n" "$answer"', 1);
  await terminals.choose(terminals.tab('h2', 1), 'Type here too');
  await terminals.run(' ', 2);
  // Only this one is asked; what the other would hear stands on its screen.
  await expect(terminals.text(1)).not.toContainText('?1;2');
  await app.page.keyboard.press('Control+Shift+m');
  await terminals.run("printf '\\033[c'; IFS= read -rsd c answer; printf 'got %q\\n' \"$answer\"", 2);
  await expect(terminals.text(2)).toContainText("got $'\\E[?1;2'");
  await expect(terminals.text(1)).not.toContainText('?1;2');
});
