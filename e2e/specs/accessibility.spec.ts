/** Everybody can use every screen: names, contrast, roles (axe-core); everything by keyboard; nothing scrolls sideways; nothing moves that should not. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { Application } from '../support/application';
import { faults } from '../support/faults';
import { throughScreens } from '../support/screens';

/** What is wider than the window, or scrolls sideways within it. */
const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body, body *')].flatMap((one) => {
      const style = getComputedStyle(one);
      const scrolls = one.scrollWidth > one.clientWidth + 1 && ['auto', 'scroll'].includes(style.overflowX) && one.tagName !== 'PRE';
      const box = one.getBoundingClientRect();
      const outside = box.width > 0 && box.left > innerWidth;
      return scrolls || outside ? [`${one.tagName.toLowerCase()}.${one.className}`] : [];
    }),
  );

const looks: { name: string; language: 'en' | 'de'; options: BrowserContextOptions }[] = [
  { name: 'light', language: 'en', options: {} },
  { name: 'dark', language: 'en', options: { colorScheme: 'dark' } },
  { name: 'high contrast', language: 'en', options: { contrast: 'more' } },
  { name: 'high contrast, dark, German', language: 'de', options: { contrast: 'more', colorScheme: 'dark', locale: 'de-DE' } },
  { name: 'the smallest window, German', language: 'de', options: { viewport: { width: 960, height: 600 }, locale: 'de-DE' } },
  { name: '200 %', language: 'en', options: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } },
];

for (const { name, language, options } of looks)
  test.describe(name, () => {
    test.use({ look: options });
    test('axe-core finds nothing on any screen, and none scrolls sideways', async ({ app }) => {
      test.setTimeout(240_000);
      const wrong: string[] = [];
      let screens = 0;
      await throughScreens(app.page, language, app.home, async (screen, page) => {
        screens += 1;
        wrong.push(
          ...(await faults(page)).map((one) => `${screen}: ${one}`),
          ...(await sideways(page)).map((one) => `${screen}: sideways: ${one}`),
        );
      });
      expect(wrong).toEqual([]);
      expect(screens).toBeGreaterThan(15);
    });
  });

test('axe-core does find what is wrong: a button without a name, and words that are hardly seen', async ({ app }) => {
  await expect(app.page.locator('.card').first()).toBeVisible();
  await app.page.evaluate(() => {
    const faint = Object.assign(document.createElement('p'), { textContent: 'hardly seen' });
    faint.style.color = '#999';
    faint.style.background = '#aaa';
    document.querySelector('main')!.append(document.createElement('button'), faint);
  });
  const found = (await faults(app.page)).map((one) => one.split(':')[0]);
  expect(found.sort()).toEqual(['button-name', 'color-contrast']);
});

test('every control of the window is reached by Tab, has a name, and shows that it has the focus', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await window.run();
  await app.page.locator('.mark-button').focus();
  await app.page.keyboard.press('Tab');
  await app.page.keyboard.press('Shift+Tab');
  const seen: string[] = [];
  for (let step = 0; step < 60; step++) {
    const here = await app.page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const style = getComputedStyle(element);
      const ring = style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
      // The canvas draws its own ring, a handle its line, and a field is framed by what is around it.
      const own = element.closest('.network-canvas, .panel-handle, .xterm, .field, .search-field, .finder-field') !== null;
      const name =
        element.getAttribute('aria-label') || element.textContent?.trim() || (element as HTMLInputElement).labels?.[0]?.textContent || '';
      return { tag: element.tagName, name: name.slice(0, 40), shown: ring || own, body: element === document.body };
    });
    if (here.body) break;
    expect([here.tag, here.name, here.name !== '']).toEqual([here.tag, here.name, true]);
    expect([here.name, here.shown]).toEqual([here.name, true]);
    seen.push(here.name);
    await app.page.keyboard.press('Tab');
  }
  for (const needed of ['Menu', 'Two hosts', 'Select', 'Cut', 'At once', 'Restart', 'Stop', 'Find or do', 'Host', 'Addresses', 'Zoom in'])
    expect(
      seen.some((name) => name.startsWith(needed)),
      `${needed} is among ${seen.join(', ')}`,
    ).toBe(true);
});

test('in forced colours the picture of what is chosen does not hang on a background', async ({ app }) => {
  await app.page.emulateMedia({ forcedColors: 'active' });
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  await app.page.keyboard.press('Control+k');
  const item = app.page.locator('.finder-item[data-highlighted]');
  expect(await item.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid');
  expect(await app.page.locator('.finder').evaluate((one) => getComputedStyle(one).borderStyle)).toBe('solid');
});

test('with reduced motion, wished by the desktop or by the settings, nothing takes time to move', async ({ app }) => {
  const window = new Application(app.page);
  /** s */
  const panel = (): Promise<number> =>
    app.page.evaluate(() => {
      const value = getComputedStyle(document.documentElement).getPropertyValue('--nw-panel').trim();
      return Number.parseFloat(value) / (value.endsWith('ms') ? 1000 : 1);
    });
  expect(await panel()).toBe(0.2);
  await app.page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(panel).toBe(0);
  await app.page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(panel).toBe(0.2);
  await window.openSettings('motion');
  await window.settings.getByRole('radio', { name: 'Reduced' }).click();
  await expect.poll(panel).toBe(0);
});

test('what changes is said: the lab, what is selected, an error', async ({ app }) => {
  const window = new Application(app.page);
  await window.openShipped(/^Two hosts/);
  const polite = app.page.locator('[aria-live=polite]');
  await app.page.keyboard.press('F5');
  await expect(polite).toContainText('The lab is running.', { timeout: 20_000 });
  await window.device('h1').focus();
  await app.page.keyboard.press('Delete');
  await window.undo();
  await expect(polite).toContainText('Undone: Deleted h1 and 1 cable');
  await window.paste('{ "nestwork": 1, broken');
  await expect(app.page.locator('[aria-live=assertive]')).toContainText('The file cannot be read');
});
