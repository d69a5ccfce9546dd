/**
 * Painting a part gives to the pixel what painting everything gives, and what a canvas gives that is opened on the same lab: after edits, and
 * in the middle of gestures. NESTWORK_SEED repeats a run.
 */
import { expect, test } from '../support/canvas-page';
import type { CanvasPage, CanvasWindow } from '../support/canvas-page';
import { Random } from '../support/random';

const seed = Number(process.env.NESTWORK_SEED ?? 20261126);
const steps = Number(process.env.NESTWORK_STEPS ?? 16);

for (const [scale, ratio] of [
  [1, 1],
  [0.6, 1],
  [0.3, 1],
  [1.7, 1],
  [1, 1.25],
] as const)
  test.describe(`at ${100 * scale} % and ${ratio} device px a px`, () => {
    test.use({ deviceScaleFactor: ratio });
    test('what was painted is what painting everything paints', async ({ canvas }) => {
      test.slow();
      await canvas.page.evaluate(() => document.body.append(Object.assign(document.createElement('div'), { id: 'beside' })));
      await canvas.page.addStyleTag({ content: '#beside { position: fixed; inset: 0 auto auto 0; width: 9px; height: 9px }' });
      // Time passes only when it is told to, so that what waits for it is over before pictures are compared.
      await canvas.page.clock.install();
      const random = new Random(seed);
      await canvas.page.evaluate((scale) => (window as unknown as CanvasWindow).canvas.zoomTo(scale), scale);
      const wrong: string[] = [];
      for (let step = 0; step < steps; step++) {
        const edited = await edit(canvas, random);
        wrong.push(...(await differences(canvas, `step ${step}, ${edited}`, 'opened')));
        const begun = await begin(canvas, random);
        wrong.push(...(await differences(canvas, `step ${step}, ${begun}`, 'repainted')));
        await letGo(canvas);
      }
      expect(wrong, `seed ${seed}`).toEqual([]);
    });
  });

/** Compares the picture with that of a canvas opened now, or with itself painted anew. */
async function differences({ page }: CanvasPage, what: string, other: 'opened' | 'repainted'): Promise<string[]> {
  for (let times = 0; times < 4; times++) await page.clock.fastForward(130);
  const compared = page.evaluate(async (other) => {
    const { picture, model, difference } = window as unknown as CanvasWindow;
    const before = picture.pixels();
    if (other === 'opened') return difference(before, await picture.opened(model));
    await picture.repaint();
    return difference(before, picture.pixels());
  }, other);
  let done = false;
  void compared.finally(() => (done = true));
  while (!done) await page.clock.fastForward(130);
  const found = await compared;
  return found ? [`${what}, ${other}: ${found}`] : [];
}

/** Edits the lab at random, and says how. */
async function edit({ page }: CanvasPage, random: Random): Promise<string> {
  const chances = Array.from({ length: 5 }, () => random.next());
  return page.evaluate((chances) => {
    const { model } = window as unknown as CanvasWindow;
    const [which = 0, first = 0, second = 0, x = 0, y = 0] = chances;
    const { nodes, links } = model.current;
    const [a, b] = [first, second].map((chance) => nodes[Math.floor(chance * nodes.length)]!) as [(typeof nodes)[0], (typeof nodes)[0]];
    const place = { x: x * 900, y: y * 500 };
    const acts: Record<string, () => void> = {
      'moved far': () => model.move(new Map([[a.id, place]])),
      'moved a step': () => model.move(new Map([[a.id, { x: a.position.x + 12, y: a.position.y }]])),
      'added a device': () => model.addNode(['host', 'router', 'switch', 'hub', 'internet', 'nic'][Math.floor(first * 6)]!, place),
      'added a cable': () => model.connect(a.id, b.id),
      'added many cables': () => Array.from({ length: 3 }, () => model.connect(a.id, b.id)),
      removed: () => nodes.length > 8 && model.remove([a.id]),
      'cut or mended': () => {
        const link = links[Math.floor(first * links.length)];
        if (link) model.setLinkUp(link.id, link.up === false);
      },
      bent: () => {
        const link = links[Math.floor(first * links.length)];
        if (link) model.bend(link.id, second < 0.2 ? [] : [place, { x: y * 900, y: x * 500 }].slice(second < 0.6 ? 1 : 0));
      },
      locked: () => model.edit({ ...model.current, nodes: nodes.map((one) => (one.id === a.id ? { ...one, locked: true } : one)) }),
      'drew an area': () => {
        const area = { id: `area-${model.current.areas?.length ?? 0}`, position: place, size: { width: 240, height: 180 } };
        model.edit({ ...model.current, areas: [...(model.current.areas ?? []).slice(-2), area] });
      },
      grouped: () => {
        const group = { id: 'group', name: 'Site', members: [a.id, b.id], collapsed: true };
        model.edit({ ...model.current, groups: model.current.groups?.length ? [] : [group] });
      },
      selected: () => model.select([a.id, b.id]),
      'selected a cable': () => model.select(links.slice(Math.floor(first * links.length)).map(({ id }) => id).slice(0, 1)), // prettier-ignore
      'a device failed': () => {
        const error = { code: 'kernel-refused', message: 'No PID namespace is left.' };
        model.labState = { ...model.labState, failed: [{ id: a.id, error }, ...model.labState.failed].slice(0, 3) };
        model.tell({ kind: 'lab', ids: [a.id] });
      },
      changing: () => {
        model.labState = { ...model.labState, changing: [a.id, links[0]?.id ?? a.id] };
        model.tell({ kind: 'lab', ids: [a.id] });
      },
      'settled again': () => {
        model.labState = { ...model.labState, changing: [], failed: [] };
        model.tell({ kind: 'lab', ids: 'all' });
      },
      'by hand': () => {
        const end = (node: string, name: string) => ({ node, interface: name });
        const ghost = (id: string, ...ends: object[]) => ({ id, ends, spoken: id });
        const all = [ghost('ghost 1', end(a.id, 'tap0'), end(b.id, 'tap1')), ghost('ghost 2', end(a.id, 'dummy0'))];
        for (let index = 0; index < 4; index++) all.push(ghost(`ghost more ${index}`, end(b.id, `veth${index}`)));
        all.push(ghost('ghost 3', end(b.id, 'tap2'), end(a.id, 'tap3')));
        model.shownGhosts = second < 0.2 ? [] : all.slice(first < 0.5 ? 0 : 2);
        model.tell({ kind: 'ghosts' });
      },
      'other layers': () => {
        model.shownLayers = { ...model.shownLayers, interfaces: first < 0.8, addresses: second < 0.8 };
        model.tell({ kind: 'layers' });
      },
    };
    const names = Object.keys(acts);
    const name = names[Math.floor(which * names.length)]!;
    acts[name]!();
    return name;
  }, chances);
}

/** Begins a gesture at random and leaves it in the middle. */
async function begin(canvas: CanvasPage, random: Random): Promise<string> {
  const { page } = canvas;
  const devices = page.locator('[role=option]:not([data-kind=cable])');
  const boxes = await devices.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
  const { x, y, width, height } = random.pick(boxes);
  const [middle, other] = [
    { x: x + width / 2, y: y + height / 2 },
    { x: 20 + random.below(980), y: 20 + random.below(520) },
  ];
  const gestures: Record<string, () => Promise<void>> = {
    'pointed at a device': () => page.mouse.move(middle.x, middle.y),
    'pointed at an edge': async () => {
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.move(middle.x, y - 5);
    },
    'pointed somewhere': () => page.mouse.move(other.x, other.y),
    'dragged a device': async () => {
      await page.mouse.move(middle.x, middle.y);
      await page.mouse.down();
      await page.mouse.move(other.x, other.y, { steps: 3 });
    },
    'pulled a cable': async () => {
      await page.mouse.move(middle.x, y - 5);
      await page.mouse.down();
      await page.mouse.move(other.x, other.y, { steps: 3 });
    },
    'took a cable where it is': async () => {
      // Its middle bends it, its end goes elsewhere, and what lies over it is dragged.
      const to = random.pick(boxes);
      await page.mouse.move((middle.x + to.x) / 2, (middle.y + to.y) / 2);
      await page.mouse.down();
      await page.mouse.move(other.x, other.y, { steps: 3 });
    },
    'pulled a cable onto a device': async () => {
      const to = random.pick(boxes);
      await page.mouse.move(middle.x, y - 5);
      await page.mouse.down();
      await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 3 });
    },
    'walked by keyboard': async () => {
      await page.getByRole('option').nth(random.below(boxes.length)).focus();
      await page.keyboard.press(random.pick(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Tab']));
    },
    panned: async () => {
      await page.mouse.move(other.x, other.y);
      const before = await canvas.view();
      await page.mouse.wheel(random.below(60) - 30, 1 + random.below(30));
      // The wheel does not wait for the page.
      await expect.poll(() => canvas.view()).not.toEqual(before);
    },
  };
  const name = random.pick(Object.keys(gestures));
  await gestures[name]?.();
  return name;
}

/** Ends whatever was begun: nothing is pressed, pointed at or focused. */
async function letGo({ page }: CanvasPage): Promise<void> {
  await page.mouse.up();
  // Onto what lies over a corner of the canvas: the pointer has left it.
  await page.mouse.move(4, 4);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}
