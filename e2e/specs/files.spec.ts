/** Files: kept, refused with a place, and never half loaded. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { NestworkWindow } from '../support/window';

test('a malformed file is refused with line, column and a sentence, and nothing is loaded', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  const file = join(app.home, 'broken.nestwork.json');
  const text = '{\n  "nestwork": 1,\n  "id": "broken",\n  "name": "broken",,\n';
  await writeFile(file, text);
  await window.openFile(file);
  const dialog = app.page.getByRole('alertdialog').or(app.page.getByRole('dialog')).last();
  await expect(dialog).toContainText('line 4');
  await expect(dialog).toContainText(/column \d+/);
  await expect(window.canvas).toHaveCount(0);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('what was drawn is saved, opened again and the same', async ({ app }) => {
  const window = new NestworkWindow(app.page);
  await window.newLab();
  await window.dragDevice('Router', { x: 240, y: 200 });
  await window.dragDevice('Host', { x: 480, y: 200 });
  await window.pullCable('r1', 'h1');
  await expect(window.device('h1')).toHaveAttribute('aria-label', /1 cable/);
  const file = join(app.home, 'drawn.nestwork.json');
  await window.saveAs(file);
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"h1"');
  const { nodes, links } = JSON.parse(await readFile(file, 'utf8')) as { nodes: { name: string }[]; links: unknown[] };
  expect(nodes.map((node) => node.name).sort()).toEqual(['h1', 'r1']);
  expect(links).toHaveLength(1);
});
