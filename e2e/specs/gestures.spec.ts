/**
 * 200 random gestures on a running lab; after each, the invariant canvas == document == plan == kernel. The seed is printed: NESTWORK_SEED
 * repeats a run, NESTWORK_GESTURES changes the count.
 */
import { expect, test } from '../fixtures';
import { canvasDevices, mismatches } from '../support/truth';
import { ask } from '../support/host-client';
import { Random } from '../support/random';
import { NestworkWindow } from '../support/window';
import type { Kind } from '../support/window';

const count = Number(process.env.NESTWORK_GESTURES ?? 200);
const seed = Number(process.env.NESTWORK_SEED ?? 20261123);
/** So that everything stays in view and the lab small. */
const most = 14;

test(`${count} random gestures leave canvas, document, plan and kernel the same`, async ({ app }) => {
  // As long as a slow machine that others use may take.
  test.setTimeout(900_000);
  const window = new NestworkWindow(app.page);
  const random = new Random(seed);
  await window.newLab();
  await window.dragDevice('Host', { x: 200, y: 200 });
  await window.untilRunning();
  const document = await window.document();
  const done: string[] = [];

  for (let step = 0; step < count; step++) {
    done.push(await gesture(window, random));
    await expect
      .poll(() => mismatches(app.page, document), {
        timeout: 60_000,
        // Most edits are in the kernel within a few ms.
        intervals: [10, 20, 50, 100],
        message: `seed ${seed}, after gesture ${step + 1}: ${done.slice(-6).join('; ')}`,
      })
      .toEqual([]);
  }
  console.log(`${done.length} gestures, seed ${seed}: ${[...tally(done)].map(([what, times]) => `${what} ${times}`).join(', ')}`);
});

/** Does one thing that a person might, and says what. A gesture that cannot be made on this drawing becomes a new device. */
async function gesture(window: NestworkWindow, random: Random): Promise<string> {
  const names = [...(await canvasDevices(window.page)).keys()];
  const { keyboard } = window.page;
  const [first, second] = [names.length ? random.pick(names) : undefined, names.length ? random.pick(names) : undefined];
  const roll = random.below(100);
  const between = (low: number, high: number) => roll >= low && roll < high;
  if (first && second && first !== second && between(0, 30) && !(await closesLoop(window, first, second))) {
    await window.pullCable(first, second);
    return 'cable';
  }
  if (first && between(30, 40)) {
    await window.moveDevice(first, window.place(random.below(6), random.below(4)));
    return 'move';
  }
  if (first && between(40, 52) && (await window.cutAny(first, random.next()))) return 'cut or mend';
  if (first && names.length > 3 && between(52, 62)) {
    await window.device(first).focus();
    await keyboard.press('Delete');
    return 'delete';
  }
  if (between(62, 77)) {
    await window.page.keyboard.press('Control+z');
    return 'undo';
  }
  if (between(77, 84)) {
    await window.page.keyboard.press('Control+Shift+z');
    return 'redo';
  }
  if (names.length >= most) {
    await window.device(random.pick(names)).focus();
    await keyboard.press('Delete');
    return 'delete';
  }
  const kind = random.pick<Kind>(['Host', 'Host', 'Router', 'Switch', 'Hub']);
  await window.dragDevice(kind, window.place(random.below(6), random.below(4)));
  return `new ${kind.toLowerCase()}`;
}

/**
 * Whether a cable would close a loop of switches: its broadcasts would circle for ever at the speed of this machine, and every time measured
 * would be theirs. Nestwork warns of such a loop; it does not forbid it.
 */
async function closesLoop(window: NestworkWindow, from: string, to: string): Promise<boolean> {
  const { topology } = await ask(window.page, 'documents.get', { document: await window.document() });
  const bridges = new Map(topology.nodes.filter(({ kind }) => kind === 'switch' || kind === 'hub').map(({ id, name }) => [id, name]));
  const reached = new Set([from]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const { ends } of topology.links) {
      const [a, b] = [bridges.get(ends[0].node), bridges.get(ends[1].node)];
      if (a && b && (reached.has(a) || reached.has(b))) reached.add(a).add(b);
    }
  }
  return [from, to].every((name) => [...bridges.values()].includes(name)) && reached.has(to);
}

function tally(all: string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const one of all) times.set(one, (times.get(one) ?? 0) + 1);
  return times;
}
