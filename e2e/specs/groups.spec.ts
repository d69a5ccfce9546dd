/** What is drawn beside the network: groups that stand as one device, areas, notes, a picture under it all. None of it concerns the kernel. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures';
import { ask } from '../support/host-client';
import { mismatches } from '../support/truth';
import { NestworkWindow } from '../support/window';

/** 2 × 2 px. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFElEQVR4nGP8z8DwnwEImBigAAAfFwICgH3ifwAAAABJRU5ErkJggg==';

test('groups collapse with their outside cables; areas, notes and a background are drawn, moved and undone', async ({ app }) => {
  const { page } = app;
  const window = new NestworkWindow(page);
  await window.openShipped(/^Star /);
  await window.run();
  const document = await window.document();
  const topology = async () => (await ask(page, 'documents.get', { document })).topology;
  const before = await topology();
  const pid = await window.pid('h1');
  const click = async (name: string, shift = false) => {
    const box = (await window.device(name).boundingBox())!;
    if (shift) await page.keyboard.down('Shift');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.keyboard.up('Shift');
  };

  // Two hosts become a group, and the group one device: their cables to the switch lead to it.
  await click('h1');
  await click('h2', true);
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Shift+g');
  const group = window.canvas.getByRole('option', { name: 'Group 1, group of 2 devices, up, 2 cables' });
  await expect(group).toHaveCount(1);
  await expect(window.device('h1')).toHaveCount(0);
  await expect(window.device('s1')).toHaveAttribute('aria-label', /4 cables/);
  expect(await window.pid('h1')).toBe(pid);
  // Dragged, it takes its devices along.
  const place = async (name: string) => (await topology()).nodes.find((node) => node.name === name)!.position;
  const was = await place('h1');
  const box = (await group.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 20, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => place('h1')).not.toEqual(was);
  for (let undo = 0; undo < 2; undo++) await page.keyboard.press('Control+z');
  await expect(window.device('h1')).toHaveCount(1);
  expect(await place('h1')).toEqual(was);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await topology()).groups ?? []).toEqual(before.groups ?? []);

  // An area around what is selected takes it along; its colour is chosen beside it.
  await click('h1');
  await page.keyboard.press('a');
  await expect.poll(async () => (await topology()).areas?.length).toBe((before.areas?.length ?? 0) + 1);
  await page.getByLabel('Colour').click();
  await page.getByRole('option', { name: 'Sky' }).click();
  await expect.poll(async () => (await topology()).areas?.at(-1)?.colour).toBe('sky');
  await page.getByLabel('Name', { exact: true }).fill('Left rack');
  await page.getByLabel('Name', { exact: true }).press('Enter');
  const name = page.getByRole('button', { name: /^Area/ }).last();
  await name.focus();
  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => place('h1')).toEqual({ x: was.x + 12, y: was.y });

  // A note is Markdown, and is written in the inspector.
  await page.keyboard.press('n');
  await page.getByLabel('Text').fill('# Lesson\n\nCut **r1**');
  await page.getByLabel('Text').press('Control+Enter');
  const note = page.getByRole('button', { name: 'Note', exact: true }).last();
  await expect(note.locator('strong')).toHaveText('r1');

  // Deleted in words, and back.
  await note.focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('button', { name: 'Undo: Deleted 1 note or area' })).toBeVisible();
  await page.keyboard.press('Control+z');

  // A picture lies under it.
  await note.focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('picture as background');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'plan.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await expect.poll(async () => (await topology()).background?.size).toEqual({ width: 2, height: 2 });
  await expect(page.getByRole('button', { name: 'Undo: Put a picture under the drawing' })).toBeVisible();

  // It is placed by mouse, by keys and by numbers; each is an edit of its own.
  const background = async () => (await topology()).background!;
  const frame = page.getByRole('group', { name: /^Background picture/ });
  await page.keyboard.press('Escape');
  await expect(frame).toHaveCount(0);
  await page.keyboard.press('Escape');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await window.canvas.focus();
  await page.keyboard.press('Escape');
  await inspector.getByRole('textbox', { name: 'Width' }).fill('240');
  await page.keyboard.press('Enter');
  await expect.poll(background).toMatchObject({ size: { width: 240, height: 240 } });
  await inspector.getByRole('slider', { name: 'Opacity' }).fill('80');
  await expect.poll(async () => (await background()).opacity).toBe(0.8);
  await inspector.getByRole('button', { name: 'Place on the paper' }).click();
  const first = (await background()).position;
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await background()).position).toEqual({ x: first.x + 12, y: first.y });
  const shown = (await frame.boundingBox())!;
  const middle = { x: shown.x + shown.width / 2, y: shown.y + shown.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 30, middle.y - 30, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await background()).position.x).toBeLessThan(first.x);
  const now = (await frame.boundingBox())!;

  await page.mouse.move(now.x + now.width + 1, now.y + now.height + 1);
  await page.mouse.down();
  await page.mouse.move(now.x + now.width + 61, now.y + now.height + 61, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await background()).size.width).toBeGreaterThan(280);
  await page.keyboard.press('Enter');
  await expect(frame).toHaveCount(0);
  for (let left = 5; left > 0; left--) await page.keyboard.press('Control+z');
  await expect.poll(background).toMatchObject({ size: { width: 2, height: 2 } });
  // All of it is in pictures of the lab.
  const saved = async (kind: 'SVG' | 'PDF'): Promise<string> => {
    await page.keyboard.press('Control+e');
    await page.getByRole('radio', { name: kind }).click();
    await page.getByRole('button', { name: 'Save…' }).click();
    const files = page.getByRole('dialog', { name: 'Save the picture' });
    const path = `${app.home}/ground.${kind.toLowerCase()}`;
    await files.getByLabel('File name').fill(path);
    await files.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.locator('.toast')).toContainText(path);
    return readFile(path, 'latin1');
  };
  const svg = await saved('SVG');
  for (const word of ['Left rack', 'Lesson', 'Cut r1']) expect(svg).toContain(`>${word}</text>`);
  expect(svg).toContain('<image href="data:image/png;base64,');
  expect(await saved('PDF')).toContain('/Subtype /Image');
  await expect.poll(() => mismatches(page, document), { timeout: 20_000 }).toEqual([]);
  expect(await window.pid('h1')).toBe(pid);
});
