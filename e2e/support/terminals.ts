/** The terminals in the dock, as a person sees them: tiles, tabs, text. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { NestworkWindow } from './window';

export class Terminals {
  readonly window: NestworkWindow;

  constructor(readonly page: Page) {
    this.window = new NestworkWindow(page);
  }

  tile(number: number): Locator {
    return this.page.getByRole('region', { name: `Tile ${number}`, exact: true });
  }
  /** All tabs of shells and outputs, or those that begin with a name. */
  tabs(name = ''): Locator {
    return this.page.getByRole('region', { name: /^Tile/ }).getByRole('tab', { name: new RegExp(`^${name}`) });
  }
  tab(name: string, tile?: number): Locator {
    const within = tile === undefined ? this.page.getByRole('region', { name: /^Tile/ }) : this.tile(tile);
    return within.getByRole('tab', { name: new RegExp(`^${name}(,|$)`) });
  }
  /** Names of a tile's tabs from left to right, as they are written. */
  names(tile: number): Promise<string[]> {
    return this.tile(tile).locator('[role=tab] .tab-label').allTextContents();
  }
  /** What the terminal of a tile shows. */
  text(tile = 1): Locator {
    return this.tile(tile).locator('.xterm-rows');
  }
  /** Right of the tabs: the program that runs, or how it ended. */
  program(tile = 1): Locator {
    return this.tile(tile).locator('.program, .exit');
  }

  /** A shipped lab that runs, with a shell in h1. */
  async begin(): Promise<void> {
    await this.window.openShipped(/Two hosts/);
    await this.window.run();
    await this.open('h1');
  }
  /** By a double click, until the shell has its prompt. */
  async open(device: string, tile?: number): Promise<void> {
    const at = (await this.window.device(device).boundingBox())!;
    await this.page.mouse.dblclick(at.x + at.width / 2, at.y + at.height / 2);
    await this.prompt(device, tile);
  }
  async prompt(device: string, tile?: number): Promise<void> {
    const text = tile === undefined ? this.page.locator('.xterm-rows:visible') : this.text(tile);
    await expect(text.filter({ hasText: `@${device}` }).first()).toBeVisible({ timeout: 20_000 });
  }
  /** Another shell of the device that the tile shows. */
  async another(tile = 1): Promise<void> {
    const before = await this.tile(tile).getByRole('tab').count();
    await this.tile(tile)
      .getByRole('button', { name: /^Another shell/ })
      .click();
    await expect(this.tile(tile).getByRole('tab')).toHaveCount(before + 1);
  }
  async layout(name: 'One tile' | 'Two tiles side by side' | 'Two by two tiles'): Promise<void> {
    await this.page.getByRole('radio', { name }).click();
  }

  /** Clicks into a tile's terminal, and types a line. */
  async run(line: string, tile = 1): Promise<void> {
    await this.focus(tile);
    await this.type(line);
  }
  async focus(tile = 1): Promise<void> {
    await this.tile(tile).locator('.xterm-screen').click();
  }
  async type(line: string): Promise<void> {
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }
  /** Chooses from the menu of a tab. */
  async choose(tab: Locator, item: string | RegExp): Promise<void> {
    await tab.click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }
  /** Pulls a tab by the pointer onto another place. */
  async pull(tab: Locator, to: Locator, side: 'left' | 'right' | 'middle' = 'middle'): Promise<void> {
    const [from, onto] = [(await tab.boundingBox())!, (await to.boundingBox())!];
    const x = onto.x + onto.width * { left: 0.1, right: 0.9, middle: 0.5 }[side];
    await this.page.mouse.move(from.x + 20, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 40, from.y + from.height / 2, { steps: 3 });
    await this.page.mouse.move(x, onto.y + onto.height / 2, { steps: 5 });
    await this.page.mouse.up();
  }
  /** A fresh file name in a text field of the dialog that saves. */
  async saveAs(path: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('File name').fill(path);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  }
}
