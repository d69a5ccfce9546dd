/** Inspector and dock for everybody: names, contrast and roles (axe-core) in every look, nothing scrolls sideways, and a picture of each. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { faults } from '../support/faults';
import { throughPanels } from '../support/panel-screens';

/** What scrolls sideways. */
const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.inspector, .inspector *, .dock, .dock *')].flatMap((one) => {
      const scrolls = one.scrollWidth > one.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
      return scrolls && one.tagName !== 'PRE' && one.tagName !== 'TEXTAREA' ? [`${one.tagName.toLowerCase()}.${one.className}`] : [];
    }),
  );

const looks: { name: string; lab: RegExp; options: BrowserContextOptions }[] = [
  { name: 'light', lab: /^Star /, options: {} },
  { name: 'dark', lab: /^Star /, options: { colorScheme: 'dark' } },
  { name: 'high contrast', lab: /^Star /, options: { contrast: 'more' } },
  {
    name: 'German, dark, the smallest window',
    lab: /^Stern/,
    options: { colorScheme: 'dark', locale: 'de-DE', viewport: { width: 960, height: 600 } },
  },
  { name: '200 %', lab: /^Star /, options: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 } },
];
for (const { name, lab, options } of looks)
  test.describe(name, () => {
    test.use({ look: options });
    test('axe-core finds nothing in inspector and dock, and nothing scrolls sideways', async ({ app }, info) => {
      test.setTimeout(240_000);
      await app.page
        .getByRole('button', { name: lab })
        .or(app.page.getByRole('button', { name: /^Star/ }))
        .first()
        .click();
      const wrong: string[] = [];
      await throughPanels(app.page, async (screen) => {
        await app.page.screenshot({ path: info.outputPath(`${screen}.png`) });
        wrong.push(
          ...(await faults(app.page)).map((one) => `${screen}: ${one}`),
          ...(await sideways(app.page)).map((one) => `${screen}: sideways: ${one}`),
        );
      });
      expect(wrong).toEqual([]);
    });
  });
