/** Four tasks of everyday, done by mouse in the window and counted: no more than docs/clicks.md says, and fewer than the fewest of the peers there. */
import { expect, test } from '../fixtures';
import { Hand, total, written } from '../support/counted';
import type { Point } from '../support/counted';
import { inNetwork, pings } from '../support/kernel';
import { Panels } from '../support/panels';
import { mismatches } from '../support/truth';

function within(task: number, hand: Hand): void {
  const table = written(task);
  const own = table.get('Nestwork');
  expect(own, `task ${task} is in docs/clicks.md`).toBeDefined();
  console.log(`task ${task}: ${hand.count.clicks} clicks, ${hand.count.drags} drags, ${hand.count.keystrokes} keystrokes`);
  for (const what of ['clicks', 'drags', 'keystrokes'] as const)
    expect(hand.count[what], `${what} of task ${task}`).toBeLessThanOrEqual(own![what]);
  const peers = [...table].filter(([name]) => name !== 'Nestwork').map(([, count]) => total(count));
  expect(peers.length).toBeGreaterThanOrEqual(5);
  expect(total(own!), `task ${task}: fewer steps than the fewest of the peers`).toBeLessThan(Math.min(...peers));
}

/** The window with what a hand needs to aim at. */
class Desk extends Panels {
  async middle(name: string): Promise<Point> {
    const { x, y, width, height } = (await this.device(name).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  }
  /** Beside a device, in the direction of another place: from here a cable is pulled, or its end is taken hold of. */
  async beside(name: string, towards: Point, by: number): Promise<Point> {
    const { x, y, width, height } = (await this.device(name).boundingBox())!;
    const [cx, cy] = [x + width / 2, y + height / 2];
    const length = Math.hypot(towards.x - cx, towards.y - cy);
    const [dx, dy] = [(towards.x - cx) / length, (towards.y - cy) / length];
    const round = (await this.device(name).getAttribute('data-kind')) === 'router';
    const out = round ? width / 2 + by : Math.min(width / 2 / Math.max(Math.abs(dx), 1e-6), height / 2 / Math.max(Math.abs(dy), 1e-6)) + by;
    return { x: cx + dx * out, y: cy + dy * out };
  }
  async inPalette(kind: string): Promise<Point> {
    const source = this.page.getByRole('toolbar', { name: 'Devices' }).getByRole('button', { name: new RegExp(`^${kind}`) });
    const { x, y, width, height } = (await source.boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  }
  async onPaper({ x, y }: Point): Promise<Point> {
    const box = await this.canvasBox();
    return { x: box.x + x, y: box.y + y };
  }
  /** Where the one device is when the kernel has it, from the canvas's corner. */
  async first(): Promise<Point> {
    await this.untilRunning();
    const device = this.canvas.getByRole('option').first();
    await expect(device).toHaveAttribute('data-state', 'up');
    const [box, { x, y, width, height }] = [await this.canvasBox(), (await device.boundingBox())!];
    return { x: x + width / 2 - box.x, y: y + height / 2 - box.y };
  }
  async put(hand: Hand, kind: string, at: Point): Promise<void> {
    await hand.drag(await this.inPalette(kind), await this.onPaper(at));
  }
  async cable(hand: Hand, from: string, to: string): Promise<void> {
    const target = await this.middle(to);
    await hand.drag(await this.beside(from, target, 5), target);
  }
  async isSo(): Promise<void> {
    await expect.poll(async () => mismatches(this.page, await this.document()), { timeout: 30_000 }).toEqual([]);
  }
}

test('1. a network of 12 devices in three tiers, with addresses', async ({ app }) => {
  const [desk, hand] = [new Desk(app.page), new Hand(app.page)];
  await desk.newLab();
  // One half: a router, two switches, three hosts. The first device comes into the middle of the view when it runs; the others are put around it.
  await desk.put(hand, 'Router', { x: 300, y: 200 });
  const { x, y } = await desk.first();
  await desk.put(hand, 'Switch', { x: x - 70, y: y + 110 });
  await desk.put(hand, 'Switch', { x: x + 90, y: y + 110 });
  await desk.put(hand, 'Host', { x: x - 120, y: y + 220 });
  await desk.put(hand, 'Host', { x: x - 20, y: y + 220 });
  await desk.put(hand, 'Host', { x: x + 90, y: y + 220 });
  for (const [from, to] of [['r1', 's1'], ['r1', 's2'], ['s1', 'h1'], ['s1', 'h2'], ['s2', 'h3']] as const) await desk.cable(hand, from, to); // prettier-ignore
  // The other half is its copy, with the cables.
  await hand.press('Control+a');
  await hand.press('Control+Shift+d');
  await expect(desk.device('r2')).toBeAttached();
  await hand.drag(await desk.middle('r2'), await desk.onPaper({ x: x + 340, y }));
  await desk.cable(hand, 'r1', 'r2');

  await expect.poll(async () => (await desk.drawing()).links.length).toBe(11);
  expect((await desk.drawing()).nodes.length).toBe(12);
  await desk.untilRunning();
  await desk.isSo();
  // Addresses, routes and gateways are there: the lowest tier of one half reaches that of the other.
  const [h1, far] = [await desk.pid('h1'), await desk.address('h6')];
  await expect.poll(() => pings(h1, far), { timeout: 20_000 }).toBe(true);
  within(1, hand);
});

test('2. a server is plugged into another switch; 3. a subnet gets other numbers; 4. a router comes between two switches', async ({
  app,
}) => {
  const [desk, setUp] = [new Desk(app.page), new Hand(app.page)];
  await desk.newLab();
  await desk.put(setUp, 'Switch', { x: 200, y: 160 });
  const { x: left, y: top } = await desk.first();
  await desk.put(setUp, 'Switch', { x: left + 320, y: top });
  for (const [column, x] of [-100, 100, 240, 420].entries())
    await desk.put(setUp, 'Host', { x: left + x, y: top + 180 - (column % 2) * 20 });
  for (const [from, to] of [['s1', 'h1'], ['s1', 'h2'], ['s2', 'h3'], ['s2', 'h4'], ['s1', 's2']] as const) await desk.cable(setUp, from, to); // prettier-ignore
  await desk.untilRunning();
  const ends = async () => {
    const { nodes, links } = await desk.drawing();
    const name = (id: string) => nodes.find((node) => node.id === id)!.name;
    return links.map(({ ends }) => ends.map((end) => name(end.node)).sort().join(' ')); // prettier-ignore
  };

  // h2, the server, leaves s1 for s2: the end of its cable is dragged there.
  const recabling = new Hand(app.page);
  await recabling.drag(await desk.beside('s1', await desk.middle('h2'), 24), await desk.middle('s2'));
  await expect.poll(ends).toEqual(['h1 s1', 'h2 s2', 'h3 s2', 'h4 s2', 's1 s2']);
  await desk.untilRunning();
  await desk.isSo();
  within(2, recabling);

  // The subnet of all four hosts: one typed address, and the others follow.
  const renumbering = new Hand(app.page);
  await renumbering.click(await desk.middle('h1'));
  const { x, y, width, height } = (await desk.field('IPv4 address of eth0').boundingBox())!;
  await renumbering.click({ x: x + width / 2, y: y + height / 2 });
  await renumbering.press('Control+a');
  await renumbering.type('10.20.0.1/24');
  await renumbering.press('Enter');
  const numbers = async () =>
    Promise.all(['h1', 'h2', 'h3', 'h4'].map(async (name) => /inet ([\d.]+)\./.exec(await inNetwork(await desk.pid(name), 'ip', '-4', 'address', 'show', 'dev', 'eth0'))?.[1])); // prettier-ignore
  await expect.poll(numbers, { timeout: 20_000 }).toEqual(['10.20.0', '10.20.0', '10.20.0', '10.20.0']);
  await desk.untilRunning();
  await desk.isSo();
  within(3, renumbering);

  // A router is dropped onto the cable between the switches.
  const splicing = new Hand(app.page);
  const [s1, s2] = [await desk.middle('s1'), await desk.middle('s2')];
  await splicing.drag(await desk.inPalette('Router'), { x: (s1.x + s2.x) / 2, y: (s1.y + s2.y) / 2 });
  await expect.poll(ends).toEqual(['h1 s1', 'h2 s2', 'h3 s2', 'h4 s2', 'r1 s1', 'r1 s2']);
  await expect(app.page.getByRole('button', { name: 'Undo: Put r1 into the cable s1–s2' })).toBeVisible();
  await desk.untilRunning();
  await desk.isSo();
  // It routes: both sides have networks of their own and reach each other.
  const [h1, h4] = [await desk.pid('h1'), await desk.address('h4')];
  await expect.poll(() => pings(h1, h4), { timeout: 20_000 }).toBe(true);
  expect(await desk.typed('r1', 'ip -4 -o address')).toMatch(/eth0[\s\S]*eth1/);
  within(4, splicing);
});
