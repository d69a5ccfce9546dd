/**
 * A fault at every call by which joining and putting back change something: the call fails once, or the process is killed at it. Whatever happens to be done by
 * then, the computer is as it was afterwards. A sample of the calls is taken; NESTWORK_SWEEP=all takes every one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostSnapshot } from '../kernel/host-snapshot';
import { until } from '../kernel/lab';
import { Random } from '../support/random';
import { Computer } from './computer';
import { JoinedLab } from './joined';
import { kill, processesOf } from './processes';
import { Root, rootProgram } from './root';

/** Calls that change something outside of the process: the kernel's network by netlink, settings, journals, names, namespaces, processes. */
const calls = [
  'sendto',
  'write',
  'pwrite64',
  'unlink',
  'unlinkat',
  'mkdir',
  'setns',
  'mount',
  'umount2',
  'clone',
  'pidfd_send_signal',
  'socketpair',
  'fchmod',
];
const perMode = process.env.NESTWORK_SWEEP === 'all' ? Infinity : 6;
const seed = Number(process.env.NESTWORK_SEED ?? Date.now() % 1e9);
const random = new Random(seed);

const modes = ['computer', 'bridge', 'macvlan', 'whole', 'expose'] as const;

describe('a fault', () => {
  let computer: Computer;
  let lab: JoinedLab;
  let quick: string;
  let before: HostSnapshot;
  const dir = mkdtempSync(join(tmpdir(), 'nestwork-faults-'));
  beforeAll(async () => {
    computer = await Computer.start({ dhcp: 'lease' });
    lab = await JoinedLab.start(computer);
    quick = await computer.quickSnapshot();
    before = await computer.snapshot();
  });
  afterAll(async () => {
    await lab?.stop();
    computer?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Joins and puts back once under strace with these options. Whether it was joined, or why not. */
  const once = async (mode: (typeof modes)[number], options: string[]): Promise<string> => {
    let root: Root;
    try {
      root = await Root.start(computer, ['strace', '-f', '-qq', ...options]);
    } catch (error) {
      return `not started: ${String(error)}`;
    }
    const wish =
      mode === 'computer'
        ? lab.thisComputer({ routes: [{ to: '10.55.0.0/16', via: '192.168.7.10' }] })
        : mode === 'expose'
          ? { lab: 'test', node: 'h1', mode, name: 'h1', ...lab.place('h1') }
          : lab.nic(mode);
    try {
      await root.call('attach', wish);
      await root.call('detach', { lab: 'test', mode });
      return 'joined and put back';
    } catch (error) {
      return String(error);
    } finally {
      root.socket.destroy();
      // What was joined when the fault took the client away belongs to the lab by then: asked to end, it puts back.
      for (const pid of processesOf(root.token)) kill(pid, 'SIGTERM');
      await until('the end of its processes', () => processesOf(root.token).length === 0);
      // strace ends with the last of them; a DHCP client of the computer's is none of them.
      await root.ended;
    }
  };
  const asBefore = async (what: string): Promise<void> => {
    // strace ends each guard at the same call again, which no one else would; the start after that puts back. (Without a way back from a node's network a process
    // ends itself.)
    if (/SIGKILL|setns/.test(what)) await computer.run(rootProgram, 'recover');
    await until(what, async () => (await computer.quickSnapshot()) === quick, 5).catch(async () =>
      expect(
        (await computer.differences(before)).map((part) => part.slice(0, 600)),
        what,
      ).toEqual([]),
    );
    await until('the DHCP client', () => computer.dhcpClients().join() === 'runs: eth0').catch(() =>
      expect(computer.dhcpClients(), what).toEqual(['runs: eth0']),
    );
  };

  it.each(modes)(
    'at any call leaves the computer as it was (%s)',
    async (mode) => {
      const log = join(dir, `${mode}.log`);
      expect(await once(mode, ['-o', log, '-e', `trace=${calls.join(',')}`])).toBe('joined and put back');
      await asBefore(`${mode}: without a fault`);
      // Of the process that was started: the others only wait.
      const lines = readFileSync(log, 'utf8').split('\n');
      const worker = lines[0]?.split(/\s/)[0] ?? '';
      const made = new Map<string, number>();
      for (const line of lines) {
        const [, pid, call] = /^(\d+)\s+(?:<\.\.\. )?(\w+)\(/.exec(line) ?? [];
        if (pid === worker && call && !line.includes('ERESTART')) made.set(call, (made.get(call) ?? 0) + 1);
      }
      const points = [...made].flatMap(([call, count]) => Array.from({ length: count }, (_, at) => ({ call, when: at + 1 })));
      const all = points.flatMap((point) =>
        [`error=ENOMEM:when=${point.when}`, `signal=SIGKILL:when=${point.when}`].map((how) => ({ call: point.call, how })),
      );
      const chosen = perMode >= all.length ? all : Array.from({ length: perMode }, () => all[random.below(all.length)]!);
      for (const { call, how } of chosen) {
        const what = `${mode}: ${call}:${how} (seed ${seed})`;
        const happened = await once(mode, ['-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:${how}`]);
        await asBefore(`${what}: ${happened}`);
      }
      console.log(
        `S26, S27 (${mode}): ${chosen.length} faults of ${all.length} at ${points.length} calls, the computer as it was after each`,
      );
    },
    3_600_000,
  );
});
