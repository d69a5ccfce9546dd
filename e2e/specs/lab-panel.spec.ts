/** The lab in the inspector: name, description, pools, numbers, snapshots. */
import { expect, test } from '../fixtures';
import { Panels } from '../support/panels';
import { mismatches } from '../support/truth';

test('name and description are edited; Markdown is shown, and nothing of it ever becomes markup by itself', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.fill('Name of the lab', 'Lab 7');
  await expect(window.switcher).toHaveText('Lab 7');
  await window.inspector.getByRole('button', { name: /description/ }).click();
  const text = window.field('Description');
  await text.fill(
    '# Steps\n\n- Cut the **cable**\n- See [the page](https://example.org/x)\n\n<img src=x onerror="document.title=1"> `ip link`',
  );
  await text.press('Control+Enter');
  await window.inspector.getByRole('button', { name: 'Done' }).click();
  const shown = window.inspector.locator('.markdown');
  await expect(shown.getByRole('heading', { name: 'Steps' })).toBeVisible();
  await expect(shown.getByRole('listitem')).toHaveCount(2);
  await expect(shown.locator('img')).toHaveCount(0);
  await expect(shown).toContainText('<img src=x onerror=');
  await shown.getByRole('button', { name: 'the page' }).click();
  await expect(window.question).toContainText('https://example.org/x');
  await app.page.keyboard.press('Escape');
  await window.undoOnCanvas();
  await window.undoOnCanvas();
  await expect(window.switcher).not.toHaveText('Lab 7');
});

test('pools decide the automatic addresses of a running lab', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await app.page.keyboard.press('Escape');
  await window.fill('IPv4 pool', '192.168.40.0/22:26');
  await window.untilKernel('h1', 'ip -4 address show dev eth0', /192\.168\.4\d\.\d+\/26/);
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  await window.fill('IPv4 pool', '192.168.400.0/22');
  await expect(window.inspector.getByRole('alert')).toContainText('"192.168.400.0/22" is no pool');
  await window.field('IPv4 pool').press('Escape');
  await window.inspector.getByRole('button', { name: 'Back to the usual pools' }).click();
  await window.untilKernel('h1', 'ip -4 address show dev eth0', /10\.0\.\d+\.\d+\/24/);
});

test('a snapshot is taken, gone back to as one edit, compared and deleted', async ({ app }) => {
  const window = new Panels(app.page);
  await window.openShipped(/^Star /);
  await window.run();
  await window.fill('Name of a new snapshot', 'before the exam');
  const entry = window.inspector.getByRole('listitem').filter({ hasText: 'before the exam' });
  await expect(entry).toBeVisible();
  await window.device('h1').focus();
  await app.page.keyboard.press('Delete');
  await window.untilRunning();
  await entry.getByRole('button', { name: 'What differs from before the exam' }).click();
  await expect(window.dock).toContainText('Compared with before the exam.');
  await expect(window.dock.getByRole('listitem')).toContainText([/Add h1, cable it to s1/]);
  // Nothing is edited while two drawings are compared.
  await window.dock.getByRole('button', { name: 'End the comparison' }).click();
  await entry.getByRole('button', { name: 'Go back to before the exam' }).click();
  await expect(window.device('h1')).toBeAttached();
  await window.untilRunning();
  expect(await mismatches(app.page, await window.document())).toEqual([]);
  await window.undoOnCanvas();
  await expect(window.device('h1')).toHaveCount(0);

  await app.page.keyboard.press('Escape');
  await window.fill('Name of a new snapshot', 'before the exam');
  await expect(window.question).toContainText('Replace the snapshot before the exam?');
  await window.question.getByRole('button', { name: 'Cancel' }).click();
  await entry.getByRole('button', { name: 'Delete before the exam' }).click();
  await window.question.getByRole('button', { name: 'Delete' }).click();
  await expect(entry).toHaveCount(0);
});
