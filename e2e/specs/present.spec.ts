/** The view for a projector: large, without panels, with a laser pointer; Escape leaves. */
import { expect, test } from '../fixtures';
import { Application } from '../support/application';

test('the projector view has no panels, larger type and a laser pointer, and Escape leaves it', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Campus/);
  const size = () => app.page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
  const [before, paper] = [await size(), (await window.canvasBox()).width];
  await app.page.keyboard.press('Shift+F11');
  await expect(app.page.getByRole('toolbar', { name: 'Devices' })).toHaveCount(0);
  await expect(app.page.getByRole('complementary', { name: 'Inspector' })).toHaveCount(0);
  await expect(app.page.locator('.status-bar')).toHaveCount(0);
  const fills = () => app.page.evaluate(() => document.fullscreenElement === document.documentElement);
  await expect.poll(fills, { message: 'the page fills the screen' }).toBe(true);
  await expect.poll(size).toBeGreaterThan(1.25 * before);
  await expect.poll(async () => (await window.canvasBox()).width).toBeGreaterThan(paper + 300);

  await window.canvas.focus();
  await app.page.keyboard.press('l');
  await app.page.mouse.move(400, 300);
  const spot = app.page.locator('.laser');
  await expect(spot).toHaveCSS('opacity', '1');
  const box = (await spot.boundingBox())!;
  expect([box.x + box.width / 2, box.y + box.height / 2]).toEqual([400, 300]);
  // It points, and is in nobody's way.
  const at = (await window.device('r1').boundingBox())!;
  await app.page.mouse.click(at.x + at.width / 2, at.y + at.height / 2);
  await expect(window.device('r1')).toHaveAttribute('aria-selected', 'true');

  // What is open is closed first.
  await app.page.keyboard.press('Control+k');
  await app.page.keyboard.press('Escape');
  await expect(spot).toBeAttached();
  await window.canvas.focus();
  await app.page.keyboard.press('Escape');
  await expect(app.page.getByRole('toolbar', { name: 'Devices' })).toBeVisible();
  await expect(spot).toHaveCount(0);
  await expect.poll(size).toBe(before);
  await expect.poll(fills).toBe(false);

  // The browser's own way out of the whole screen ends the view, too.
  await app.page.keyboard.press('Shift+F11');
  await expect.poll(fills).toBe(true);
  await app.page.evaluate(() => document.exitFullscreen());
  await expect(app.page.getByRole('toolbar', { name: 'Devices' })).toBeVisible();
});
