/** Every state of inspector and dock, with the way to it: for what has to hold on all of them. In each language by place, not by words. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { inNetwork } from './kernel';
import { NestworkWindow } from './window';

/** Of a lab that is open: it is run, changed by hand, and looked at from every side. `look` is called on each screen, with its name. */
export async function throughPanels(page: Page, look: (screen: string) => Promise<void>): Promise<void> {
  const window = new NestworkWindow(page);
  const inspector = page.locator('.inspector');
  const narrow = (page.viewportSize()?.width ?? 1440) < 1200;
  const tab = (at: number): Promise<void> => inspector.getByRole('tab').nth(at).click();
  const dock = async (at: number): Promise<void> => page.locator('.dock-list [role=tab]').nth(at).click();
  const select = async (name: string): Promise<void> => {
    // In a narrow window the inspector lies over the canvas: found by name, as a person would.
    await page.keyboard.press('Control+f');
    await page.getByRole('dialog').getByRole('textbox').fill(name);
    await expect(page.getByRole('option', { name: new RegExp(`^${name}`) }).last()).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(window.device(name)).toHaveAttribute('aria-selected', 'true');
  };
  /** By the switch, or by the command where the narrowest window has no room for it. */
  const collect = async (on: boolean): Promise<void> => {
    const choice = page.locator('.tool-bar .when button')[on ? 'last' : 'first']();
    if (await choice.isVisible()) await choice.click();
    else {
      await page.keyboard.press('Control+k');
      await page
        .getByRole('dialog')
        .getByRole('textbox')
        .fill(german ? 'Änderungen sammeln' : 'Collect edits');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Enter');
    }
    await expect(page.locator('.collect-tag')).toHaveCount(on ? 1 : 0);
  };
  const german = (await page.locator('html').getAttribute('lang')) === 'de';

  await expect(window.device('h1')).toBeAttached();
  await page.keyboard.press('F5');
  await expect(window.device('h1')).toHaveAttribute('data-state', 'up', { timeout: 30_000 });
  if (narrow) await page.keyboard.press('Control+i');
  await look('lab');
  await select('h1');
  await inNetwork(await window.pid('h1'), 'ip', 'address', 'add', '10.99.0.1/24', 'dev', 'eth0');
  await expect(inspector.locator('.difference')).toBeVisible();
  await inspector.locator('.interface-name').first().click();
  await inspector.locator('.more-rows input').first().fill('no such name');
  await inspector.locator('.more-rows input').first().press('Enter');
  await expect(inspector.locator('.field-error')).toBeVisible();
  await look('interfaces, a difference and an error');
  await inspector.locator('.more-rows input').first().press('Escape');
  await tab(1);
  await inspector.locator('.section > .button').first().click();
  await look('routing');
  await page.keyboard.press('Escape');
  await tab(2);
  await inspector.locator('.section > .button').first().click();
  await page.keyboard.type('echo hello');
  await page.keyboard.press('Enter');
  await inspector.locator('.item-head > .item-name').first().click();
  await look('services');
  await inspector.locator('.section').nth(1).locator('> .button').click();
  await expect(page.locator('.file-editor')).toBeVisible();
  await look('file editor');
  await page.keyboard.press('Escape');
  await tab(3);
  await look('inside');
  await inspector.locator('.namespace').nth(2).click();
  await look('inside, mounts');
  await page.keyboard.press('Escape');
  await window.device('h1').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  await look('cable');
  await window.canvas.focus();
  await page.keyboard.press('Control+a');
  await look('many');

  await dock(1);
  await look('problems');
  await dock(2);
  await look('plan, nothing to do');
  await collect(true);
  await select('h2');
  await page.keyboard.press('Delete');
  await expect(page.locator('.change')).not.toHaveCount(0);
  await page.locator('.change-button').first().click();
  await look('plan, collected');
  await collect(false);
  for (const at of [0, 1, 2, 3]) {
    await dock(3);
    await page.locator('.tables .choice-bar button').nth(at).click();
    await look(`table ${at + 1}`);
  }
  await page.locator('.tables .choice-bar button').first().click();
  await page.locator('.grid-body [data-cell="0/0"]').focus();
  await dock(4);
  await page.locator('.event').last().click();
  await look('events');
  await dock(5);
  await look('history');
}
