/** S26: SIGKILL of any process of a lab at any moment leaves nothing behind, and what only looks like a lab's is not touched. */
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Control, connectAs } from '../kernel/client';
import { differences, hostSnapshot } from '../kernel/host-snapshot';
import { asCaller, callers, processesWith, program, until } from '../kernel/lab';
import { smallNetwork } from '../kernel/shapes';
import { Random } from '../support/random';
import { Decoys } from './decoys';
import { alive, descendants, send } from './processes';

const kills = 100;
const random = new Random(Number(process.env.NESTWORK_SEED ?? Date.now() % 1e9));

let decoys: Decoys;
beforeAll(async () => {
  decoys = await Decoys.start();
});
afterAll(() => decoys.stop());

describe('random kills', () => {
  it(`${kills} times at random moments of up, apply and down: nothing is left, decoys are untouched`, async () => {
    const before = hostSnapshot();
    const hit: Record<string, number> = {};
    for (let turn = 0; turn < kills; turn++) {
      const caller = callers[turn % callers.length] ?? callers[0]!;
      const dir = mkdtempSync(join(tmpdir(), 'nestwork-kill-'));
      chownSync(dir, caller.uid, caller.uid);
      const foreground = random.below(2) === 0;
      const [file = '', ...args] = asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir, ...(foreground ? ['--foreground'] : [])]);
      const launcher = execFile(file, args, () => undefined);
      const delay = random.next() * (random.below(3) === 0 ? 15 : 120);
      const phase = { now: 'start' };
      const life = live(launcher, caller.uid, join(dir, 'control.sock'), phase);
      await new Promise((done) => setTimeout(done, delay));

      const seen = [...new Set([launcher.pid ?? -1, ...processesWith(dir).flatMap((pid) => [pid, ...descendants(pid)])])].filter(
        (pid) => pid > 1 && alive(pid),
      );
      const victim = seen.length > 0 ? random.pick(seen) : undefined;
      if (victim !== undefined) send(victim, 'SIGKILL');
      const what = `${victim === undefined ? 'nobody' : victim === launcher.pid ? 'launcher' : processesWith(dir).includes(victim) ? 'supervisor' : 'in the lab'} during ${phase.now}`;
      hit[what] = (hit[what] ?? 0) + 1;
      await life;
      // A launcher or a node that died does not end a lab; the lab is then ended by the hardest way there is.
      for (const pid of processesWith(dir)) send(pid, 'SIGKILL');
      launcher.kill('SIGKILL');
      await until(
        `the end of everything of turn ${turn} (seed ${random.seed}): ${what}`,
        () => processesWith(dir).length === 0 && seen.every((pid) => !alive(pid) || !processesWith(dir).includes(pid)),
      );
      for (const pid of seen) expect(alive(pid) && descends(pid), `process ${pid} of turn ${turn}, seed ${random.seed}`).toBe(false);
      rmSync(dir, { recursive: true, force: true });
    }
    expect(differences(before, hostSnapshot())).toEqual([]);
    expect(decoys.untouched).toBe(true);
    console.log(`S26: ${kills} kills (seed ${random.seed}), nothing left, ${decoys.count} decoys untouched; ${JSON.stringify(hit)}`);
  }, 600_000);
});

/** Whether a process is still one of ours: a number may have been given to another program since. */
function descends(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(program);
  } catch {
    return false;
  }
}

/** What a lab goes through; every step may find that it has been killed. */
async function live(launcher: ChildProcess, uid: number, socket: string, phase: { now: string }): Promise<void> {
  try {
    await until('the socket', () => existsSync(socket) || launcher.exitCode !== null || launcher.signalCode !== null, 2);
    const control = new Control(connectAs(uid, socket));
    phase.now = 'apply';
    await control.call('apply', { revision: 0, client: 'test', operations: smallNetwork() });
    phase.now = 'change';
    await control.call('apply', {
      revision: 1,
      client: 'test',
      operations: [
        { op: 'link.delete', link: 'l1' },
        { op: 'node.delete', node: 'h1' },
      ],
    });
    phase.now = 'down';
    await control.call('down');
    phase.now = 'after';
  } catch {
    // Killed.
  }
}
