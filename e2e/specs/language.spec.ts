/** German is complete: no screen shows a word of the English catalogue, and every screen is pictured. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import de from '../../renderer/text/de';
import en from '../../renderer/text/en';
import { expect, test } from '../fixtures';
import { throughScreens } from '../support/screens';

type Messages = { readonly [key: string]: string | Messages };
function pairs(english: Messages, german: Messages): [string, string][] {
  return Object.entries(english).flatMap(([key, value]) => {
    const other = german[key]!;
    return typeof value === 'string' ? [[value, other as string] as [string, string]] : pairs(value, other as Messages);
  });
}
/** English messages that say something else in German, in the parts between their arguments, long enough to be no word of both. */
const englishParts = [
  ...new Set(
    pairs(en as unknown as Messages, de as unknown as Messages)
      .filter(([english, german]) => english !== german)
      .flatMap(([english]) => english.split(/\{\w+\}| \| /))
      .map((part) => part.trim())
      .filter((part) => /\S+ \S+ \S+/.test(part)),
  ),
];

test.describe('German', () => {
  test.use({ look: { locale: 'de-DE' } });
  test('every screen is German: none says anything of the English catalogue', async ({ app }) => {
    test.setTimeout(180_000);
    expect(englishParts.length).toBeGreaterThan(100);
    const found: string[] = [];
    let screens = 0;
    await throughScreens(app.page, 'de', app.home, async (screen, page) => {
      screens += 1;
      await expect(page.locator('html')).toHaveAttribute('lang', 'de');
      // What is seen, and what is only heard.
      const text = await page.evaluate(() => {
        const names = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((one) => [
          one.getAttribute('aria-label'),
          one.getAttribute('title'),
          one.getAttribute('placeholder'),
        ]);
        return [document.body.innerText, ...names].join('\n');
      });
      found.push(...englishParts.filter((part) => text.includes(part)).map((part) => `${screen}: ${part}`));
    });
    expect(found).toEqual([]);
    expect(screens).toBeGreaterThan(15);
  });
});

const looks: { name: string; language: 'en' | 'de'; options: BrowserContextOptions }[] = [
  { name: 'light', language: 'en', options: {} },
  { name: 'dark', language: 'en', options: { colorScheme: 'dark' } },
  { name: 'contrast', language: 'en', options: { contrast: 'more' } },
  { name: 'german', language: 'de', options: { locale: 'de-DE' } },
  { name: 'small', language: 'en', options: { viewport: { width: 960, height: 600 } } },
  { name: '200', language: 'en', options: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } },
];
/** Beside what else is made: to be looked at, and to choose the README's from. */
const pictures = join(dirname(import.meta.dirname), '../out/pictures');

for (const { name, language, options } of looks)
  test.describe(`pictures ${name}`, () => {
    test.use({ look: { ...options, reducedMotion: 'reduce' } });
    test(`of every screen are made, each with something in it (${name})`, async ({ app }) => {
      test.setTimeout(180_000);
      await mkdir(join(pictures, name), { recursive: true });
      const empty: string[] = [];
      await throughScreens(app.page, language, app.home, async (screen, page) => {
        const picture = await page.screenshot({ path: join(pictures, name, `${screen.replaceAll(' ', '-')}.png`) });
        // A page that failed to draw is one colour, and compresses to next to nothing.
        if (picture.length < 8_000) empty.push(screen);
      });
      expect(empty).toEqual([]);
    });
  });
