/** Pictures of the canvas in every state, light and dark, into out/canvas/: `node e2e/bench/canvas/shots.mjs`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPages } from './pages.mjs';

const { browser, address, close } = await openPages();
const folder = join(import.meta.dirname, '../../../out/canvas');
mkdirSync(folder, { recursive: true });
try {
  for (const theme of ['light', 'dark'])
    for (const name of ['states', 'lab']) {
      const page = await browser.newPage({ viewport: name === 'lab' ? { width: 1024, height: 566 } : { width: 1290, height: 1110 } });
      page.on('pageerror', (error) => console.error(error));
      await page.goto(`${address}/states.html${name === 'lab' ? '?lab' : ''}#${theme}`);
      await page.waitForSelector('[role=option]');
      await page.evaluate(() => window.canvas.zoomTo(1));
      if (name === 'lab') await page.evaluate(() => window.canvas.fit());
      const shoot = (suffix) => page.screenshot({ path: join(folder, `${name}${suffix}-${theme}.png`) });
      if (name === 'states') {
        await page.waitForFunction(() => performance.now() > 600);
        await page.evaluate(() => window.canvas.focusNode('host-focus'));
        await page.keyboard.press('ArrowDown');
        const box = await page.getByRole('option', { name: /^router-hovered/ }).boundingBox();
        await page.mouse.move(box.x + 24, box.y - 4);
      }
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await shoot('');
      for (const [suffix, scale] of [
        ['-middle', 0.7],
        ['-far', 0.3],
        ['-big', 2],
      ]) {
        await page.evaluate((scale) => window.canvas.zoomTo(scale), scale);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await shoot(suffix);
      }
      await page.close();
    }
} finally {
  await close();
}
