/** S16 and S27: when descriptors run out, who is in is served, who waits outside costs nothing, and is let in when there is room. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Control, connectAs } from '../kernel/client';
import { asCaller, callers, program, until } from '../kernel/lab';

/** Ticks (10 ms) of processor time of a process, its own and the kernel's for it. */
function ticks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe.each(callers)('a lab of $name that may have 40 descriptors', (caller) => {
  let dir: string;
  let pid: number;
  const clients: Control[] = [];
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'nestwork-test-'));
    chownSync(dir, caller.uid, caller.uid);
    const [file = '', ...args] = asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir]);
    ({ pid } = JSON.parse(execFileSync('prlimit', ['--nofile=40:40', file, ...args], { encoding: 'utf8' })) as { pid: number });
  });
  afterAll(async () => {
    await clients[0]?.call('down').catch(() => undefined);
    clients.forEach((client) => client.close());
    rmSync(dir, { recursive: true, force: true });
  });

  const connect = (): Control => {
    const client = new Control(connectAs(caller.uid, join(dir, 'control.sock')));
    clients.push(client);
    return client;
  };

  it('does not turn in circles while nobody can be let in, and lets in who waits when somebody leaves', async () => {
    let inside = 0;
    const enter = (): Promise<number> =>
      connect()
        .call('observe', { from: 0 })
        .then(
          () => ++inside,
          () => -1,
        );
    // One after the other: who has not said anything yet has to give way to the next.
    const waits = new Promise<number>((done) => setTimeout(done, 10_000, 0));
    while (
      inside < 60 &&
      (await Promise.race([
        enter(),
        until('an answer', () => false, 0.5).then(
          () => 0,
          () => 0,
        ),
        waits,
      ])) > 0
    );
    for (let i = 0; i < 4; i++) void enter();
    const stuck = inside;
    expect(stuck).toBeGreaterThan(10);
    expect(stuck).toBeLessThan(40);
    const before = ticks(pid);
    // Long enough to tell a loop that turns (100 ticks a second, less on a busy computer) from one that waits.
    await new Promise((done) => setTimeout(done, 2000));
    expect(ticks(pid) - before).toBeLessThan(20);
    expect(inside).toBe(stuck);
    expect(await clients[0]?.call('hello')).toMatchObject({ protocol: 1 });
    clients.splice(1, 5).forEach((client) => client.close());
    await until('those who waited', () => inside === stuck + 5);
    console.log(`S16 (${caller.name}): ${stuck + 5} clients, room for ${stuck}; ${ticks(pid) - before} ticks of processor time in 2 s`);
  });
});
