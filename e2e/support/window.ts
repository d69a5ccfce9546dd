/** The window as a person uses it: getters, actions and queries by role and name. Specs never name a selector of their own. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { ask } from './host-client';

export type Kind = 'Host' | 'Router' | 'Switch' | 'Hub';
export interface Point {
  x: number;
  y: number;
}

export class NestworkWindow {
  constructor(readonly page: Page) {}

  get canvas(): Locator {
    return this.page.getByRole('listbox', { name: /^(Network|Netz)$/ });
  }
  get toolbar(): Locator {
    return this.page.getByRole('toolbar', { name: 'Tools' });
  }
  device(name: string): Locator {
    return this.canvas.getByRole('option', { name: new RegExp(`^${name},`) });
  }
  /** What the terminal in front shows. */
  get terminal(): Locator {
    return this.page.locator('.xterm-rows:visible').first();
  }
  /** Clicks into the terminal in front, for the keyboard. Its rows are under the screen that takes the pointer. */
  async clickTerminal(): Promise<void> {
    await this.page.locator('.xterm-screen:visible').first().click();
  }

  /** Leaves the start page for an empty drawing. */
  async newLab(): Promise<void> {
    await this.page.getByRole('button', { name: /^New lab/ }).click();
    await expect(this.canvas).toBeAttached();
  }

  /** Opens a shipped lab from the gallery. */
  async openShipped(title: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: title }).first().click();
    await expect(this.canvas).toBeAttached();
  }

  /** The document that this window shows. */
  async document(): Promise<string> {
    const { documents } = await ask(this.page, 'documents.list', {});
    const last = documents.at(-1);
    if (!last) throw new Error('No document is open in the host.');
    return last.document;
  }

  /** Drags a device from the palette to a place, measured from the canvas's top left corner. */
  async dragDevice(kind: Kind, at: Point): Promise<void> {
    const box = await this.canvasBox();
    const source = this.page.getByRole('toolbar', { name: 'Devices' }).getByRole('button', { name: new RegExp(`^${kind}`) });
    const from = await centreOf(source);
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    // Each step of the mouse waits for a frame: enough to be a drag, no more.
    await this.page.mouse.move(from.x + 20, from.y + 5);
    await this.page.mouse.move(box.x + at.x, box.y + at.y, { steps: 2 });
    await this.page.mouse.up();
  }

  /** Pulls a cable from the edge of one device onto another. */
  async pullCable(from: string, to: string): Promise<void> {
    const [a, b] = [await boxOf(this.device(from)), await centreOf(this.device(to))];
    const centre = { x: a.x + a.width / 2, y: a.y + a.height / 2 };
    const length = Math.hypot(b.x - centre.x, b.y - centre.y) || 1;
    const [dx, dy] = [(b.x - centre.x) / length, (b.y - centre.y) / length];
    // Just outside the silhouette, where the ring is: inside, a drag would move the device.
    const reach = Math.min(a.width / 2 / Math.max(Math.abs(dx), 1e-6), a.height / 2 / Math.max(Math.abs(dy), 1e-6)) + 4;
    const edge = { x: centre.x + dx * reach, y: centre.y + dy * reach };
    await this.page.mouse.move(centre.x, centre.y);
    await this.page.mouse.move(edge.x, edge.y);
    await this.page.mouse.down();
    await this.page.mouse.move(b.x, b.y, { steps: 3 });
    await this.page.mouse.up();
  }

  async openShell(name: string): Promise<void> {
    const at = await centreOf(this.device(name));
    await this.page.mouse.dblclick(at.x, at.y);
    await expect(this.terminal).toContainText(`@${name}`);
  }

  /** Types a line into the terminal that has the focus. */
  async type(line: string): Promise<void> {
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
  }

  /** Presses Run (if the lab does not run yet) and waits for the kernel. */
  async run(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'Run', exact: true });
    if (await button.isVisible()) await button.click();
    await this.untilRunning();
  }

  /** Cuts a device's cable by keyboard: the device, then its cable number `index`, then X. */
  async cut(name: string, index: number): Promise<void> {
    await this.device(name).focus();
    const cable = this.canvas.getByRole('option', { name: /^Cable/ }).nth(index);
    await cable.focus();
    await this.page.keyboard.press('x');
  }

  /** A place on a coarse grid that keeps devices apart and in view. */
  place(column: number, row: number): Point {
    return { x: 120 + column * 140, y: 110 + row * 110 };
  }
  /** Drags a device by its middle. */
  async moveDevice(name: string, to: Point): Promise<void> {
    const [from, box] = [await centreOf(this.device(name)), await this.canvasBox()];
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 10, from.y + 10);
    await this.page.mouse.move(box.x + to.x, box.y + to.y, { steps: 2 });
    await this.page.mouse.up();
  }
  /** Cuts, or mends, one of a device's cables. False if it has none. */
  async cutAny(name: string, chance: number): Promise<boolean> {
    await this.device(name).focus();
    const cables = this.canvas.getByRole('option', { name: /^Cable/ });
    const count = await cables.count();
    if (count === 0) return false;
    await this.cut(name, Math.floor(chance * count));
    return true;
  }
  /** Opens a file by its path, through the dialog. */
  async openFile(path: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Open', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Open a lab' });
    await dialog.getByLabel('File name').fill(path);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  }
  async saveAs(path: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+s');
    const dialog = this.page.getByRole('dialog', { name: 'Save the lab' });
    await dialog.getByLabel('File name').fill(path);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  }

  /** Waits until the kernel has all that is drawn. */
  async untilRunning(): Promise<void> {
    const document = await this.document();
    await expect.poll(async () => (await ask(this.page, 'documents.get', { document })).lab.phase, { timeout: 20_000 }).toBe('running');
    await expect.poll(async () => (await ask(this.page, 'labs.plan', { document })).steps.length, { timeout: 20_000 }).toBe(0);
  }

  /** Outside PID of a device's first process. */
  async pid(name: string): Promise<number> {
    const document = await this.document();
    const { nodes } = await ask(this.page, 'labs.observed', { document });
    const node = nodes.find((one) => one.name === name);
    if (!node) throw new Error(`The kernel has no ${name}.`);
    return node.pid;
  }

  /** First global address of a family that the kernel gave the device, without its prefix length. */
  async address(name: string, family: 'inet' | 'inet6' = 'inet'): Promise<string> {
    const document = await this.document();
    const find = async (): Promise<string> => {
      const { nodes } = await ask(this.page, 'labs.observed', { document });
      const all = nodes.find((one) => one.name === name)?.interfaces.flatMap((one) => one.addresses) ?? [];
      return all.find((one) => one.family === family && one.scope === 'global')?.address.split('/')[0] ?? '';
    };
    await expect.poll(find, { message: `${name} gets an ${family} address` }).not.toBe('');
    return find();
  }

  async canvasBox(): Promise<{ x: number; y: number; width: number; height: number }> {
    return boxOf(this.page.locator('canvas').first());
  }
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator.toString()} is not on the screen.`);
  return box;
}
export async function centreOf(locator: Locator): Promise<Point> {
  const box = await boxOf(locator);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
