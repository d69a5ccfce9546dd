/** The parts of the window that belong to no lab: menus, finder, settings, files, and a second window. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { ask } from './host-client';
import { NestworkWindow } from './window';

export class Application extends NestworkWindow {
  /** Find or do: types and chooses what comes first. */
  async find(typed: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const finder = this.page.getByRole('dialog', { name: 'Find or do' });
    await finder.getByRole('textbox').fill(typed);
    await expect(finder.getByRole('option').first()).toHaveAttribute('data-highlighted', '');
    await this.page.keyboard.press('Enter');
    await expect(finder).toHaveCount(0);
  }
  get settings(): Locator {
    return this.page.getByRole('dialog', { name: /^(Settings|Einstellungen)$/ });
  }
  async openSettings(query = ''): Promise<void> {
    await this.page.keyboard.press('Control+,');
    await expect(this.settings).toBeVisible();
    if (query) await this.settings.getByRole('searchbox').fill(query);
  }
  /** The button with the lab's name: it opens the list of labs. */
  get switcher(): Locator {
    return this.toolbar.locator('.lab-name');
  }
  async switchTo(name: RegExp): Promise<void> {
    await this.switcher.click();
    await this.page.getByRole('menuitemcheckbox', { name }).click();
  }
  /** Clicks a device: it is selected alone. */
  async select(name: string): Promise<void> {
    await this.device(name).click({ force: true });
    await expect(this.device(name)).toHaveAttribute('aria-selected', 'true');
  }
  get question(): Locator {
    return this.page.getByRole('alertdialog');
  }
  get banner(): Locator {
    return this.page.locator('.banners');
  }
  get toast(): Locator {
    return this.page.locator('.toast');
  }
  undo(): Promise<void> {
    return this.page.keyboard.press('Control+z');
  }

  /** The document that this window shows: of several that are open, the one with its name. */
  override async document(): Promise<string> {
    const name = await this.switcher.textContent();
    const { documents } = await ask(this.page, 'documents.list', {});
    const found = documents.findLast((one) => one.name === name?.trim());
    if (!found) throw new Error(`No open document is called ${name}.`);
    return found.document;
  }

  /** Drops a file that a browser gives no path of. */
  async dropFile(name: string, text: string): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ({ name, text }) => {
        const data = new DataTransfer();
        data.items.add(new File([text], name, { type: 'application/json' }));
        return data;
      },
      { name, text },
    );
    await this.page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
    await expect(this.page.locator('.drop-zone')).toBeVisible();
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  }
  /** Pastes text as the keyboard does: the browser brings it with the event. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }
}

/** A second window of the same browser on the same host. */
export async function anotherWindow(page: Page, document = 'none'): Promise<Application> {
  const second = await page.context().newPage();
  await second.goto(`${new URL(page.url()).origin}/?document=${document}`);
  return new Application(second);
}
