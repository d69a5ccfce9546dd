/** S28: two clients, two users, hundreds of starts at once: each is refused clearly, or works. */
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Refused } from '../kernel/client';
import { Control, connectAs } from '../kernel/client';
import { Lab, asCaller, callers, processesWith, program, until } from '../kernel/lab';
import type { Caller } from '../kernel/lab';
import { node } from '../kernel/shapes';
import { send } from './processes';

/** Two people, where the tests are root's: else one. */
const people: Caller[] = callers
  .filter(({ range }) => !range)
  .concat(process.getuid?.() === 0 ? [{ name: 'another user', uid: 61003, range: false }] : []);
let base: string;
beforeEach(() => {
  base = mkdtempSync('/var/tmp/nestwork-rush-');
  chmodSync(base, 0o777);
});
afterEach(async () => {
  for (const pid of processesWith(base)) send(pid, 'SIGKILL');
  await until('the end of all', () => processesWith(base).length === 0);
  rmSync(base, { recursive: true, force: true });
});

interface Started {
  code: number | null;
  ok: boolean;
  error: string;
}
const start = (caller: Caller, dir: string): Promise<Started> =>
  new Promise((done, failed) => {
    const [file = '', ...args] = asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir]);
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.on('error', failed);
    child.on('close', (code) => {
      const answer = JSON.parse(said) as { ok: boolean; error?: { code: string; message: string } };
      // Clear: a code for programs and a sentence for people.
      if (!answer.ok && !/^[A-Z][^]*\.$/.test(answer.error?.message ?? '')) return failed(new Error(said));
      done({ code, ok: answer.ok, error: answer.error?.code ?? '' });
    });
  });
const folder = (name: string, { uid }: Caller): string => {
  const dir = join(base, name);
  mkdirSync(dir, { mode: 0o700 });
  chownSync(dir, uid, uid);
  return dir;
};
const tally = (all: Started[]): Record<string, number> =>
  all.reduce<Record<string, number>>(
    (counts, { ok, error }) => ({ ...counts, [ok ? 'up' : error]: (counts[ok ? 'up' : error] ?? 0) + 1 }),
    {},
  );
const works = async (caller: Caller, dir: string): Promise<void> => {
  const control = new Control(connectAs(caller.uid, join(dir, 'control.sock')));
  await control.call('apply', { revision: 0, client: 'test', operations: [node('h1')] });
  await control.call('down').catch(() => undefined);
};

it('one lab, started 250 times at once by one person and 250 times by another: one start wins, all others are told why not', async () => {
  const [one] = people as [Caller];
  const dir = folder('lab', one);
  const all = await Promise.all(
    people.flatMap((caller) =>
      Array.from({ length: 500 / people.length }, () => start(caller, dir).then((started) => ({ caller, ...started }))),
    ),
  );
  const mine = all.filter(({ caller }) => caller === one);
  expect(tally(mine)).toEqual({ up: 1, 'already-running': mine.length - 1 });
  expect(mine.every(({ ok, code }) => code === (ok ? 0 : 3))).toBe(true);
  const others = all.filter(({ caller }) => caller !== one);
  expect(tally(others)).toEqual(others.length > 0 ? { 'bad-directory': others.length } : {});
  await works(one, dir);
  await until('the end of the only lab', () => processesWith(dir).length === 0);
  console.log(`S28: ${all.length} starts of one lab at once by ${people.length} people: ${JSON.stringify(tally(all))}; the one works`);
}, 300_000);

it('a hundred labs of two people, all started at once, all work', async () => {
  const labs = Array.from({ length: 100 }, (_, at) => {
    const caller = people[at % people.length]!;
    return { caller, dir: folder(`lab-${at}`, caller) };
  });
  const all = await Promise.all(labs.map(({ caller, dir }) => start(caller, dir)));
  expect(tally(all)).toEqual({ up: labs.length });
  await Promise.all(labs.map(({ caller, dir }) => works(caller, dir)));
  await until('the end of all labs', () => processesWith(base).length === 0);
  console.log(`S28: ${labs.length} labs of ${people.length} people started at once: all up, all worked, none left`);
}, 300_000);

it('two clients of one lab that change it 200 times at once: each change is done whole or refused as stale', async () => {
  const lab = await Lab.start(callers[0]!);
  const clients = [await lab.connect(), await lab.connect()];
  let [done, stale, revision] = [0, 0, 0];
  const made = new Set<string>();
  for (let round = 0; round < 50; round++) {
    const before: number = revision;
    const results = await Promise.all(
      clients.flatMap((client, who) =>
        [0, 1].map((at) => {
          const id = `n${round}-${who}-${at}`;
          return client.call<{ revision: number }>('apply', { revision: before, client: `c${who}`, operations: [node(id)] }).then(
            (value) => ({ id, value }),
            (error: unknown) => ({ id, error: error as Refused }),
          );
        }),
      ),
    );
    for (const result of results) {
      if ('value' in result) {
        done++;
        made.add(result.id);
        revision = result.value.revision;
      } else {
        stale++;
        expect(result.error.error).toMatchObject({ code: 'stale-revision', revision: before + 1 });
      }
    }
    expect(revision).toBe(before + 1);
  }
  expect(new Set((await lab.observed()).keys())).toEqual(made);
  expect([done, stale]).toEqual([50, 150]);
  await lab.down();
  console.log(`S28: 2 clients, ${done + stale} changes at once: ${done} done, ${stale} refused as stale, ${made.size} devices as told`);
}, 300_000);
