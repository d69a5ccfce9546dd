/**
 * The commands that Nestwork shows lead to the very state that the supervisor makes: both are made here side by side, and everything that the kernel's tools tell
 * of each network is compared: links, addresses, routes, attributes of bridges, settings.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { plan } from '../../electron/engine/plan';
import { emptyLab } from '../../electron/engine/wanted';
import { parseTopology } from '../../electron/shared/topology/parse';
import type { Topology } from '../../electron/shared/topology/schema';
import { HandShell, commands } from './by-hand';
import { everything } from './everything.fixture';
import { commonSettings, printState, readState } from './kernel-state';
import { Lab, callers, slowness } from './lab';

function shipped(name: string): Topology {
  const parsed = parseTopology(readFileSync(new URL(`../../labs/${name}.nestwork.json`, import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
/** Each drawing is an edit of the one before. */
const labs: Record<string, readonly Topology[]> = {
  'three routers': [shipped('three-routers')],
  campus: [shipped('campus')],
  'a lab of everything': everything.slice(0, 1),
  'a lab of everything, edited while it runs': everything.slice(0, 2),
  'a lab of everything, edited again': everything,
};

it.each(Object.entries(labs))(
  'makes the same by hand as by the supervisor: %s',
  async (_, drawings) => {
    const made = drawings.map((drawing) => derive(drawing));
    const lab = await Lab.start(callers[0]!);
    const shell = new HandShell();
    try {
      for (const [at, wanted] of made.entries()) {
        const before = made[at - 1] ?? emptyLab;
        await lab.apply(plan(wanted, before).steps.map(({ operation }) => operation));
        const { code, output } = await shell.run(commands(wanted, before, drawings[at]!, drawings[at - 1]));
        expect([code, output]).toEqual([undefined, '']);
      }
      for (const { id, name } of made.at(-1)!.nodes.values()) {
        const look = async (): Promise<[unknown, unknown]> => {
          const { output } = await shell.run([`ip netns exec ${name} sh -c '${printState.replaceAll("'", `'\\''`)}'`]);
          const [hand, supervisor] = [readState(output), readState(await lab.outside(id, 'sh', '-c', printState))];
          const [ofHand, ofSupervisor] = commonSettings(hand, supervisor);
          expect(Object.keys(ofHand).length).toBeGreaterThan(300);
          return [
            { name, ...hand, settings: ofHand },
            { name, ...supervisor, settings: ofSupervisor },
          ];
        };
        const [byHand, bySupervisor] = await settled(look);
        expect(byHand).toEqual(bySupervisor);
      }
    } finally {
      await shell.end();
      await lab.down();
    }
  },
  300_000,
);

/** Both, as soon as they are the same; after some seconds as they are. */
async function settled(look: () => Promise<[unknown, unknown]>): Promise<[unknown, unknown]> {
  let last = await look();
  const end = Date.now() + 8000 * slowness;
  while (!isDeepStrictEqual(...last) && Date.now() < end) {
    await new Promise((done) => setTimeout(done, 200));
    last = await look();
  }
  return last;
}
