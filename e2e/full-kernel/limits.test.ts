/** Limits that really bite, in a kernel whose controllers can be delegated: what the lab file says, in the kernel's own words, and that it is held to. */
import { beforeAll, expect, it } from 'vitest';
import type { ControlGroupWords, Ended } from './computer';
import { boot } from './machine';
import type { Told } from './told';

interface Finding {
  check: string;
  level: string;
  code: string;
  message: string;
}
let told: Told;
beforeAll(async () => {
  const begun = performance.now();
  told = await boot('limits.scenario.ts');
  console.log(`Booted, and the scenario done, in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
});
/** What was told under a name; an error where telling it failed. */
function fact<T>(name: string): T {
  const value = told.get(name) as (T & { failed?: string }) | undefined;
  if (value === undefined || value.failed) throw new Error(`${name}: ${value?.failed ?? 'was not told'}`);
  return value;
}
const groupsFinding = (name: string): Finding | undefined =>
  fact<{ findings: Finding[] }>(name).findings.find(({ check }) => check === 'control-groups');
const desktop = '/sys/fs/cgroup/user.slice/user-61001.slice/user@61001.service';
const all = { 'cpu.max': '20000 100000', 'memory.max': '67108864', 'pids.max': '20' };

it('the machine has what this one lacks, delegated as systemd does it', () => {
  const { controllers, delegated } = fact<{ controllers: string; delegated: string }>('kernel');
  expect(controllers.split(' ')).toEqual(expect.arrayContaining(['cpu', 'memory', 'pids']));
  expect(delegated).toBe('memory pids');
  expect(groupsFinding('doctor')).toMatchObject({
    level: 'ok',
    code: 'control-groups',
    message: 'Limits of devices can be set: cpu, memory, pids.',
  });
});

it('the limits of a lab file are the kernel’s, for its device and no other', () => {
  const { started, ...kernel } = fact<{ started: Ended }>('up');
  expect(started).toMatchObject({ code: 0, out: expect.stringMatching(/^"Limits" is up /) as string });
  // Its first process and the start-up command.
  expect(kernel).toEqual({ place: desktop, limits: all, members: 2, foreign: false });
  const rows = fact<Ended>('status').out.split('\n');
  expect(rows.find((row) => row.startsWith('DEVICE'))).toMatch(/ LIMITS /);
  expect(rows.find((row) => row.startsWith('h1'))).toContain(' cpu 0.2, memory 64.0 MiB, pids 20 ');
  expect(rows.find((row) => row.startsWith('h2'))).toMatch(/ up +\d+ +- /);
});

it('a fork bomb stops at the number of processes, and a neighbour forks on', () => {
  const { h1, h2, ...kernel } = fact<{ h1: string; h2: string; current: string; refused: number; told: object }>('processes');
  const [made, errno] = h1.split(' ').map(Number);
  // Beside them the first process, the start-up command and the bomb itself; 11 is EAGAIN.
  expect([made! + 3, errno]).toEqual([20, 11]);
  expect(kernel).toEqual({ current: '20', refused: 1, told: { pids: 1 } });
  expect(h2).toBe('40 0');
  console.log(`S30: a fork bomb in a device with 20 processes stopped at ${made! + 3} with EAGAIN; its neighbour made all of its 40`);
});

it('a process that takes more memory than its device has is killed, in that device alone', () => {
  const { limited, free, ...kernel } = fact<Record<'limited' | 'free', { signal: number; out: string }>>('memory');
  expect(limited).toMatchObject({ signal: 9, out: '' });
  expect(free).toMatchObject({ signal: 0, out: '40000000' });
  expect(kernel).toEqual({ before: 0, after: 1, swap: '0', same: true, told: { memory: 1 } });
});

it('how often a limit was met stands beside it', () => {
  const rows = fact<Ended>('top').out.split('\n');
  expect(rows[0]).toMatch(/ LIMITS$/);
  const row = (id: string): string | undefined => rows.find((one) => one.startsWith(`${id} `));
  expect(row('h1')).toMatch(/ cpu 0\.2, memory 64\.0 MiB, pids 20 \(1 refused\)$/);
  expect(row('h3')).toMatch(/ memory 16\.0 MiB \(1 killed\)$/);
  expect(row('h2')).toMatch(/ -$/);
});

it('root of a device sees its own group, and cannot lift what limits it', () => {
  interface Tried {
    err: string;
    out: string;
    kernel: string;
    codes: number[];
    groupsMade: number[];
  }
  const { err, out, kernel, codes, groupsMade } = fact<Tried>('escape');
  expect(err.match(/I\/O error|Operation not permitted|write error/g)).toHaveLength(3);
  expect([out, kernel]).toEqual(['16777216\n', '16777216']);
  // Groups below it are its own to make: they are looked for below.
  expect({ codes, groupsMade }).toEqual({ codes: [0, 0], groupsMade: [1, 1] });
});

it('a busy loop gets its share of a processor and no more', () => {
  const { throttled, periods, us } = fact<{ throttled: number; periods: number; us: number }>('processor');
  expect(throttled).toBeGreaterThan(0);
  // 20 ms of each period of 100 ms; one tick of the kernel's clock more, at most, in each.
  expect(us).toBeLessThanOrEqual((periods + 1) * 30_000);
  expect(us).toBeGreaterThan(0);
  console.log(`A busy loop with 0.2 CPUs used ${us / 1000} ms in ${periods} periods of 100 ms, and was held back in ${throttled} of them`);
});

it('changes while the device runs: others, new ones, none any more, and a device that goes', () => {
  const { before, applied, after, kernel, members } = fact<{
    before: Record<string, { pid: number; limits?: object }>;
    after: Record<string, { pid: number; limits?: object }>;
    applied: Ended;
    kernel: Record<string, ControlGroupWords>;
    members: number;
  }>('change');
  expect(applied).toMatchObject({ code: 0 });
  expect(kernel).toEqual({
    h1: { 'cpu.max': '50000 100000', 'memory.max': 'max', 'pids.max': '30' },
    h2: { 'cpu.max': 'max 100000', 'memory.max': '67108864', 'pids.max': '8' },
    h4: { 'cpu.max': 'max 100000', 'memory.max': 'max', 'pids.max': 'max' },
  });
  expect(after).toEqual({
    h1: { pid: before.h1!.pid, limits: { cpu: 0.5, pids: 30 }, limitsMet: { pids: 1 } },
    h2: { pid: before.h2!.pid, limits: { memory: 67108864, pids: 8 } },
    h4: { pid: before.h4!.pid },
    s1: before.s1,
  });
  // Those of its processes that were there before it had a group.
  expect(members).toBe(2);
});

it('pauses a device by its group: its processes are not stopped (T), and cannot tell', () => {
  const states = fact<string[]>('pause');
  expect(states).toHaveLength(2);
  expect(states).not.toContain('T');
});

it('no group is left: after a kill of the supervisor, and after an orderly end', () => {
  expect(fact('kill')).toEqual(['limits', 'limits/h1.1', 'limits/h2.2', 'limits/h4.4', 'limits/h4.4/a', 'limits/h4.4/a/b']);
  const { started, ended, ...kernel } = fact<Record<'started' | 'ended', Ended>>('root');
  expect([started.code, ended.code]).toEqual([0, 0]);
  expect(kernel).toEqual({ limits: all, place: '/sys/fs/cgroup' });
});

it('where nothing is delegated, limits are refused with the reason, and doctor says the same', () => {
  const scope = '/user.slice/user-61001.slice/session-1.scope';
  expect(groupsFinding('refused by doctor')).toMatchObject({ level: 'limit', code: 'control-groups-refused' });
  expect(groupsFinding('refused by doctor')!.message).toContain(`(/sys/fs/cgroup${scope}) is not delegated to you`);
  const { started, there, left } = fact<{ started: Ended; there: string[]; left: string[] }>('refused');
  expect(started.code).toBe(1);
  expect(started.err).toContain(`h1 cannot be limited: the control group that the lab was started in (${scope}) is not delegated to you.`);
  expect([...there, ...left]).toEqual([]);
});

it('S30: a lab that needs more processes than its session may have is refused before the first of them', () => {
  const limit = /pids\.max of \/sys\/fs\/cgroup\/user\.slice\/user-61001\.slice\/session-1\.scope is 30\./;
  const { started, refused, nodes } = fact<{ started: Ended; refused: string; nodes: unknown[] }>('room');
  expect(started.code).toBe(1);
  expect(started.err).toMatch(/41 devices, which need 43 processes, but /);
  expect(started.err).toMatch(limit);
  expect(refused).toMatch(/29 devices, which need 31 processes, but /);
  expect(refused).toMatch(limit);
  expect(nodes).toEqual([]);
  console.log(`S30: 41 devices in a session of 30 processes refused before the first: "${refused.replace(/^[^:]*: /, '')}"`);
});
