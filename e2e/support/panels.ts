/** Inspector and dock as a person uses them. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import type { Topology, TopologyNode } from '../../electron/shared/topology/schema';
import { Application } from './application';
import { ask } from './host-client';
import { inNetwork } from './kernel';

export type DockTab = 'Terminals' | 'Problems' | 'Plan' | 'Tables' | 'Events' | 'History';
export type NodeTab = 'Interfaces' | 'Routing' | 'Services' | 'Inside';

export class Panels extends Application {
  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }
  get dock(): Locator {
    return this.page.getByRole('tabpanel').and(this.page.locator('#dock-panel'));
  }
  async tab(name: NodeTab): Promise<void> {
    await this.inspector.getByRole('tab', { name }).click();
  }
  async show(name: DockTab): Promise<void> {
    await this.page
      .getByRole('tablist', { name: 'Panels' })
      .or(this.page.locator('.dock-list'))
      .first()
      .getByRole('tab', { name: new RegExp(`^${name}`) })
      .click();
  }
  field(label: string | RegExp): Locator {
    return this.inspector.getByRole('textbox', { name: label, exact: typeof label === 'string' });
  }
  /** Types into a field of the inspector and takes it with Enter. */
  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.field(label).fill(text);
    await this.field(label).press('Enter');
  }
  /** The sunken row of something that the kernel has otherwise than drawn. */
  difference(what: string): Locator {
    return this.inspector.locator('.difference').filter({ hasText: what });
  }
  async choose(label: string, option: string): Promise<void> {
    await this.page.getByRole('combobox', { name: label }).click();
    await this.page.getByRole('option', { name: option }).click();
  }
  /** Several devices, by clicks with Shift. */
  async selectAll(...names: string[]): Promise<void> {
    const [first, ...others] = names;
    await this.select(first!);
    for (const name of others) await this.device(name).click({ force: true, modifiers: ['Shift'] });
  }

  /** The drawing, as the host has it. */
  async drawing(): Promise<Topology> {
    return (await ask(this.page, 'documents.get', { document: await this.document() })).topology;
  }
  async drawn(name: string): Promise<TopologyNode> {
    const found = (await this.drawing()).nodes.find((node) => node.name === name);
    if (!found) throw new Error(`The drawing has no ${name}.`);
    return found;
  }
  async observed(name: string): Promise<ObservedNode> {
    const { nodes } = await ask(this.page, 'labs.observed', { document: await this.document() });
    const found = nodes.find((node) => node.name === name);
    if (!found) throw new Error(`The kernel has no ${name}.`);
    return found;
  }
  /** A command in a device's network, as a person types it in a shell; gives what it printed. */
  async typed(name: string, command: string): Promise<string> {
    return inNetwork(await this.pid(name), ...command.split(' '));
  }
  /** Waits until the kernel's own tool says so. */
  async untilKernel(name: string, command: string, found: string | RegExp): Promise<void> {
    await expect.poll(() => this.typed(name, command), { timeout: 15_000 }).toMatch(found);
  }
  async undoOnCanvas(): Promise<void> {
    await this.canvas.focus();
    await this.page.keyboard.press('Control+z');
  }
}
