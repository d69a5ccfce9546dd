/** The application's icons, drawn from the mark in all sizes by the Chromium that the tests use too. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, has, Stop } from './run.mjs';
import { browsers } from './setup.mjs';

export const sizes = [16, 24, 32, 48, 64, 128, 256, 512];

export async function makeIcons(folder) {
  const browserName = browsers.find(has);
  if (!browserName) throw new Stop('The icons cannot be drawn: no Chromium is installed. Run: apt-get install chromium');
  const { chromium } = await import('playwright');
  const browser = await chromium.launch({ executablePath: `/usr/bin/${browserName}`, args: ['--no-sandbox', '--disable-gpu'] });
  mkdirSync(folder, { recursive: true });
  const mark = at('renderer/assets/mark-app.svg');
  const source = `data:image/svg+xml;base64,${readFileSync(mark).toString('base64')}`;
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body { margin: 0 } img { display: block; width: ${size}px; height: ${size}px }</style><img src="${source}">`,
    );
    await page.locator('img').evaluate((image) => image.decode());
    await page.screenshot({ path: join(folder, `${size}x${size}.png`), omitBackground: true });
    await page.close();
  }
  await browser.close();
  copyFileSync(mark, join(folder, 'icon.svg'));
}
