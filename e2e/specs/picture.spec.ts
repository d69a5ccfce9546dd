/** Pictures of a lab: SVG, PNG and PDF from the same drawing, with or without addresses, and on paper. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { Application } from '../support/application';

test.use({ look: { colorScheme: 'dark' } });

test('a lab is saved as SVG, PNG and PDF, light and whole, with addresses or without, and printed as one page', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Three routers/);
  await window.select('r1');
  const dialog = app.page.getByRole('dialog', { name: 'Picture of the lab' });
  const save = async (kind: 'SVG' | 'PNG' | 'PDF', name: string, addresses: boolean): Promise<Buffer> => {
    await app.page.keyboard.press('Control+e');
    await dialog.getByRole('radio', { name: kind }).click();
    await dialog.getByLabel('Addresses').setChecked(addresses);
    await expect(dialog.getByRole('img')).toHaveJSProperty('complete', true);
    await dialog.getByRole('button', { name: 'Save…' }).click();
    const files = app.page.getByRole('dialog', { name: 'Save the picture' });
    const path = join(app.home, name);
    await files.getByLabel('File name').fill(path);
    await files.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(window.toast).toContainText(path);
    return readFile(path);
  };

  const svg = (await save('SVG', 'with.svg', true)).toString();
  for (const name of ['r1', 'r2', 'r3', 'h1']) expect(svg).toContain(`>${name}</text>`);
  expect(svg).toContain('>10.0.');
  expect(svg).toContain('>eth0</text>');
  const bare = (await save('SVG', 'without.svg', false)).toString();
  expect(bare).toContain('>r1</text>');
  expect(bare).not.toContain('>10.0.');
  // It opens by itself, in a page of its own, as white paper with something on it.
  const shown = await app.page.context().newPage();
  await shown.setContent(`<body style="margin:0;background:#f0f">${svg}`);
  const size = await shown.locator('svg').evaluate((one: SVGSVGElement) => [one.width.baseVal.value, one.height.baseVal.value]);
  const png = await save('PNG', 'lab.png', true);
  const [width, height, corner, inked] = await shown.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    let inked = 0;
    for (let at = 0; at < pixels.length; at += 4) if (pixels[at]! + pixels[at + 1]! + pixels[at + 2]! < 700) inked++;
    return [image.width, image.height, [...pixels.slice(0, 4)], inked] as const;
  }, png.toString('base64'));
  expect([width, height]).toEqual(size.map((length) => 2 * length));
  expect(corner).toEqual([255, 255, 255, 255]);
  expect(inked).toBeGreaterThan(5000);
  await shown.close();

  const pdf = (await save('PDF', 'lab.pdf', true)).toString('latin1');
  expect(pdf).toMatch(/^%PDF-1\.4\n/);
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!;
  expect([Number(box[1]), Number(box[2])]).toEqual(size.map((length) => 0.75 * length));

  // The same name again: asked first.
  await app.page.keyboard.press('Control+e');
  await dialog.getByRole('radio', { name: 'PDF' }).click();
  await dialog.getByRole('button', { name: 'Save…' }).click();
  const files = app.page.getByRole('dialog', { name: 'Save the picture' });
  await files.getByLabel('File name').fill(join(app.home, 'lab.pdf'));
  await files.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(window.question).toContainText('lab.pdf');
  await app.page.keyboard.press('Escape');

  // The system's printing is stood in for: what it would print is on the page, alone.
  await app.page.evaluate(() => (globalThis.print = () => void (document.title = 'printing')));
  await app.page.keyboard.press('Control+p');
  await expect(app.page).toHaveTitle('printing');
  await app.page.emulateMedia({ media: 'print' });
  await expect(app.page.locator('.print-page svg text', { hasText: /^r1$/ })).toBeVisible();
  await expect(window.toolbar).toBeHidden();
  await app.page.emulateMedia({ media: null });
  await app.page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(app.page.locator('.print-page')).toHaveCount(0);
});
