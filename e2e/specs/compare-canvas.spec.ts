/** Two lab files as one picture: what comes, what goes and what differs has a sign, and nothing is edited meanwhile. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { Panels } from '../support/panels';

test('the differences of two lab files are drawn on the canvas, with a bar that says which they are', async ({ app }) => {
  const { page } = app;
  const window = new Panels(page);
  await window.openShipped(/^Star /);
  await window.run();
  const here = await window.drawing();
  const idOf = (name: string) => here.nodes.find((node) => node.name === name)!.id;
  const other = structuredClone(here);
  other.nodes = other.nodes.filter((node) => node.name !== 'h2');
  other.links = other.links.filter((link) => link.ends.every((end) => end.node !== idOf('h2')));
  Object.assign(
    other.nodes.find((node) => node.name === 'h4')!,
    { interfaces: [{ name: 'eth0', ipv4: ['10.0.1.99/24'] }] },
  );
  other.links.find((link) => link.ends.some((end) => end.node === idOf('h3')))!.up = false;
  other.nodes.push({ id: 'x9', name: 'backup', kind: 'host', position: { x: 620, y: 80 } });
  other.links.push({ id: 'y9', ends: [{ node: 'x9', interface: 'eth0' }, { node: idOf('s1'), interface: 'eth9' }] }); // prettier-ignore
  other.notes = [{ id: 'n9', text: 'After the move', position: { x: 60, y: 60 } }];
  const path = join(app.home, 'planned.nestwork.json');
  await writeFile(path, JSON.stringify(other));
  await window.find('Compare with');
  await page.getByRole('dialog', { name: 'Open a lab' }).getByLabel('File name').fill(path);
  await page.keyboard.press('Enter');

  const bar = page.getByRole('region', { name: 'End comparing' });
  await expect(bar).toContainText('Star compared with planned.nestwork.json');
  await expect(bar.getByRole('listitem')).toHaveText(['only in planned.nestwork.json', 'only in Star', 'not the same']);
  const said = (name: string) => window.device(name).getAttribute('aria-label');
  await expect(window.device('backup')).toHaveAttribute('aria-label', 'backup, host, only there');
  expect(await said('h2')).toBe('h2, host, only here');
  expect(await said('h4')).toBe('h4, host, auto → 10.0.1.99/24');
  expect(await said('h1')).toBe('h1, host, the same in both');
  await expect(page.locator('.note.added')).toBeVisible();
  await window.device('s1').focus();
  await expect(window.canvas.getByRole('option', { name: /^Cable from .*, only there$/ })).toHaveCount(1);
  await expect(window.canvas.getByRole('option', { name: /^Cable from .*, only here$/ })).toHaveCount(1);
  await expect(window.canvas.getByRole('option', { name: /^Cable from .*, no → yes$/ })).toHaveCount(1);
  const folder = process.env.NESTWORK_PICTURES;
  for (const colorScheme of folder ? (['light', 'dark'] as const) : []) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/compare-${colorScheme}.png` });
  }

  // Nothing is edited, by mouse or by key, and it is said why.
  await window.device('h1').focus();
  await page.keyboard.press('Delete');
  await expect(page.locator('.toast')).toContainText('Nothing is edited while two drawings are compared');
  const box = (await window.device('h1').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 90, { steps: 3 });
  await page.mouse.up();
  expect((await ask(page, 'documents.get', { document: await window.document() })).topology).toEqual(here);

  // Escape ends it, and the canvas is the running lab again.
  await page.keyboard.press('Escape');
  if (await bar.isVisible()) await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(window.device('backup')).toHaveCount(0);
  await expect(window.device('h2')).toHaveAttribute('aria-label', /, up,/);
});
