/**
 * Random gestures on a running lab; after each, the invariant canvas == document == plan == kernel. The seed is printed: NESTWORK_SEED repeats a run,
 * NESTWORK_GESTURES changes the count. A run that fails is made shorter, on labs of its own, until no gesture of it can be left out.
 */
import { expect, test } from '../fixtures';
import { canvasDevices, mismatches } from '../support/truth';
import { ask } from '../support/host-client';
import { Random } from '../support/random';
import { shrunk } from '../support/shrink';
import { NestworkWindow } from '../support/window';
import type { Kind } from '../support/window';

const count = Number(process.env.NESTWORK_GESTURES ?? 150);
const seed = Number(process.env.NESTWORK_SEED ?? 20261123);
/** So that everything stays in view and the lab small. */
const most = 14;
/** Runs that a failure may be tried again for, and ms that each of their gestures is waited for. */
const [mostRuns, patience] = [60, 10_000];

/** A gesture before it is made: what it will be depends on the drawing that it meets, so that it means something in any shorter run, too. */
interface Wish {
  readonly roll: number;
  readonly first: number;
  readonly second: number;
  readonly column: number;
  readonly row: number;
}

test(`${count} random gestures leave canvas, document, plan and kernel the same`, async ({ app }) => {
  // As long as a slow machine that others use may take, and to find the shortest failure.
  test.setTimeout(900_000 + count * 2000);
  const window = new NestworkWindow(app.page);
  const random = new Random(seed);
  const wishes = Array.from({ length: count }, (): Wish => ({
    roll: random.below(100),
    first: random.next(),
    second: random.next(),
    column: random.below(6),
    row: random.below(4),
  }));
  const began = performance.now();
  const { done, wrong } = await run(window, wishes, 60_000);
  const took = performance.now() - began;
  if (wrong.length > 0) {
    const failing = wishes.slice(0, done.length);
    const shortest = await shrunk(failing, async (part) => (await run(window, part, patience)).wrong.length > 0, mostRuns);
    const again = await run(window, shortest, patience);
    const lines = again.done.map((one, at) => `${at + 1}. ${one}`).join('\n');
    expect(wrong, `seed ${seed}, after ${done.length} gestures; the shortest run that fails, ${shortest.length} gestures:\n${lines}\n${again.wrong.join('\n')}\n`).toEqual([]); // prettier-ignore
  }
  console.log(
    `${done.length} gestures, seed ${seed}, ${Math.round(took / done.length)} ms each: ${[...tally(done)].map(([what, times]) => `${what} ${times}`).join(', ')}`,
  );
});

test('a run that fails is made as short as it can be', async () => {
  // Fails where a 7 comes before a 3.
  const fails = (part: readonly number[]) => Promise.resolve(part.includes(7) && part.lastIndexOf(3) > part.indexOf(7));
  const random = new Random(seed);
  const list = Array.from({ length: 400 }, () => random.below(20));
  expect(await shrunk(list, fails, 1000)).toEqual([7, 3]);
  expect((await shrunk(list, fails, 5)).length).toBeLessThan(list.length);
  expect(await shrunk([7, 3], fails, 1000)).toEqual([7, 3]);
});

/** Makes the gestures on a lab of their own, up to the first after which the four differ. @param limit ms for them to be the same */
async function run(window: NestworkWindow, wishes: readonly Wish[], limit: number): Promise<{ done: string[]; wrong: string[] }> {
  await freshLab(window);
  await window.dragDevice('Host', { x: 200, y: 200 });
  await window.untilRunning();
  const document = await window.document();
  const done: string[] = [];
  let wrong: string[] = [];
  for (const wish of wishes) {
    done.push(await gesture(window, wish));
    try {
      await expect
        .poll(async () => (wrong = await mismatches(window.page, document)), {
          timeout: limit,
          // Most edits are in the kernel within a few ms.
          intervals: [10, 20, 50, 100],
        })
        .toEqual([]);
    } catch (error) {
      if (wrong.length === 0) wrong = [String(error)];
      break;
    }
  }
  return { done, wrong };
}

async function freshLab(window: NestworkWindow): Promise<void> {
  const { documents } = await ask(window.page, 'documents.list', {});
  for (const { document } of documents) await ask(window.page, 'documents.close', { document, stop: true });
  if (documents.length > 0) await window.page.goto(`${new URL(window.page.url()).origin}/?document=none`);
  await window.newLab();
}

/** Does one thing that a person might, and says what. A gesture that cannot be made on this drawing becomes a new device. */
async function gesture(window: NestworkWindow, { roll, column, row, ...chance }: Wish): Promise<string> {
  const names = [...(await canvasDevices(window.page)).keys()];
  const { keyboard } = window.page;
  const nth = (of: number) => names[Math.floor(of * names.length)];
  const [first, second] = [nth(chance.first), nth(chance.second)];
  const between = (low: number, high: number) => roll >= low && roll < high;
  if (first && second && first !== second && between(0, 30) && !(await closesLoop(window, first, second))) {
    await window.pullCable(first, second);
    return `cable ${first} ${second}`;
  }
  if (first && between(30, 40)) {
    await window.moveDevice(first, window.place(column, row));
    return `move ${first}`;
  }
  if (first && between(40, 52) && (await window.cutAny(first, chance.second))) return `cut or mend a cable of ${first}`;
  if (first && names.length > 3 && between(52, 62)) {
    await window.device(first).focus();
    await keyboard.press('Delete');
    return `delete ${first}`;
  }
  if (between(62, 77)) {
    await window.page.keyboard.press('Control+z');
    return 'undo';
  }
  if (between(77, 84)) {
    await window.page.keyboard.press('Control+Shift+z');
    return 'redo';
  }
  if (second && names.length >= most) {
    await window.device(second).focus();
    await keyboard.press('Delete');
    return `delete ${second}`;
  }
  const kinds: Kind[] = ['Host', 'Host', 'Router', 'Switch', 'Hub'];
  const kind = kinds[Math.floor(chance.first * kinds.length)]!;
  await window.dragDevice(kind, window.place(column, row));
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
  for (const one of all) {
    const [what = ''] = one.split(/ [a-z]+\d+/);
    times.set(what, (times.get(what) ?? 0) + 1);
  }
  return times;
}
