/** Limits of devices from the lab file to the kernel: by an ordinary user with a delegated group, by root, and by one without. Told, not judged: limits.test.ts does that. */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeLimits } from '../../electron/shared/topology/schema';
import {
  atDesktop,
  bySsh,
  control,
  exec,
  groupOf,
  groups,
  groupsIn,
  limitsOf,
  membersOf,
  nestwork,
  numbers,
  ownGroup,
  root,
} from './computer';
import { start, supervisor, tell, until, word } from './computer';
import type { Ended } from './computer';
import { Control, connectAs } from '../kernel/client';
import { node } from '../kernel/shapes';

const lab = 'limits';
const file = '/tmp/limits.nestwork.json';
const mebibyte = 2 ** 20;

/** Hosts at a switch, each with a process of its own. */
function draw(hosts: Readonly<Record<string, NodeLimits | undefined>>): void {
  const ids = Object.keys(hosts);
  const nodes = ids.map((id, at) => ({
    ...{ id, name: id, kind: 'host', position: { x: at * 144, y: 144 } },
    startup: [{ command: 'exec sleep 4711', until: 'start' }],
    ...(hosts[id] && { limits: hosts[id] }),
  }));
  const links = ids.map((id) => ({
    id: `l${id}`,
    ends: [
      { node: id, interface: 'eth0' },
      { node: 's1', interface: `p${id}` },
    ],
  }));
  const s1 = { id: 's1', name: 's1', kind: 'switch', position: { x: 0, y: 0 } };
  writeFileSync(file, JSON.stringify({ nestwork: 1, id: lab, name: 'Limits', nodes: [...nodes, s1], links }));
}
const json = ({ out, err, code }: Ended): unknown => (code === 0 ? JSON.parse(out) : { code, out, err });

interface Seen {
  pid: number;
  limits?: NodeLimits;
  limitsMet?: { memory?: number; pids?: number };
}
/** What the supervisor observes, by device. */
async function observed(): Promise<Record<string, Seen>> {
  const connection = await control(atDesktop, lab);
  const { nodes } = await connection.call<{ nodes: ({ node: string } & Seen)[] }>('observe', { from: 0 });
  connection.close();
  return Object.fromEntries(
    nodes.map(({ node, pid, limits, limitsMet }) => [node, { pid, ...(limits && { limits }), ...(limitsMet && { limitsMet }) }]),
  );
}

/** Forks until it cannot, keeps them all until its input ends, and says how many there were and errno of the last try. */
const bomb = `$| = 1; my ($n, $errno) = (0, 0);
for (1 .. $ARGV[0]) { my $pid = fork; if (!defined $pid) { $errno = $! + 0; last } if ($pid == 0) { sleep 1000; exit } $n++ }
print "$n $errno\\n"; <STDIN>; $SIG{TERM} = "IGNORE"; kill "TERM", 0; 1 while wait != -1;`;

async function processes(): Promise<unknown> {
  const bombs = {
    h1: await start(atDesktop, lab, 'h1', ['perl', '-e', bomb, '200']),
    h2: await start(atDesktop, lab, 'h2', ['perl', '-e', bomb, '40']),
  };
  await until('what the forks came to', () => Object.values(bombs).every(({ output }) => output.includes('\n')));
  const group = groupOf(lab, 'h1');
  const at = { current: word(group, 'pids.current'), refused: numbers(group, 'pids.events').max };
  for (const one of Object.values(bombs)) one.eof();
  await Promise.all(Object.values(bombs).map(({ ended }) => ended));
  const told = await until('the event', async () => (await observed()).h1!.limitsMet);
  return { h1: bombs.h1.output.trim(), h2: bombs.h2.output.trim(), ...at, told };
}

async function memory(): Promise<unknown> {
  const eat = (node: string): ReturnType<typeof exec> =>
    exec(atDesktop, lab, node, 'perl', '-e', 'my $x = "x" x 40_000_000; print length $x');
  const group = groupOf(lab, 'h3');
  const [before, pids] = [numbers(group, 'memory.events').oom_kill, membersOf(group)];
  const [limited, free] = [await eat('h3'), await eat('h2')];
  const told = await until('the event', async () => (await observed()).h3!.limitsMet);
  const after = numbers(group, 'memory.events').oom_kill;
  return { before, limited, free, after, swap: word(group, 'memory.swap.max'), same: String(membersOf(group)) === String(pids), told };
}

/** A busy loop, until the kernel has held it back, and over ten periods more. */
async function processor(): Promise<unknown> {
  const group = groupOf(lab, 'h1');
  const first = await until('the throttle', () => {
    const now = numbers(group, 'cpu.stat');
    return now.nr_throttled! >= 2 && now;
  });
  const last = await until('more periods', () => {
    const now = numbers(group, 'cpu.stat');
    return now.nr_periods! >= first.nr_periods! + 10 && now;
  });
  const grown = (key: string): number => last[key]! - first[key]!;
  return { throttled: grown('nr_throttled'), periods: grown('nr_periods'), us: grown('usage_usec') };
}

/** h1 gets others, h2 some, h4 none any more, and h3 goes: in one change. */
async function change(): Promise<unknown> {
  const before = await observed();
  draw({ h1: { pids: 30, cpu: 0.5 }, h2: { pids: 8, memory: 64 * mebibyte }, h4: undefined });
  const applied = await nestwork(atDesktop, 'apply', file);
  await until('the end of the group of h3', () => !groupsIn(groups).some((path) => /\/h3\.\d+$/.test(path)));
  const kernel = Object.fromEntries(['h1', 'h2', 'h4'].map((id) => [id, limitsOf(groupOf(lab, id))]));
  return { before, applied, after: await observed(), kernel, members: membersOf(groupOf(lab, 'h2')).length };
}

/** Root of a device can mount its own group where it makes a namespace of groups. What limits it must not be its own to change; groups below go with the device. */
async function escape(): Promise<unknown> {
  const inGroups = (id: string, script: string): ReturnType<typeof exec> =>
    exec(atDesktop, lab, id, 'unshare', '--cgroup', '--mount', '/bin/sh', '-c', `mount -t cgroup2 none /mnt && ${script}`);
  const lift = 'for one in memory.max memory.swap.max cgroup.max.depth; do echo max > /mnt/$one; done; cat /mnt/memory.max';
  const tried = await inGroups('h3', lift);
  // In one that will be deleted, and in one whose supervisor will be killed.
  const below = 'mkdir -p /mnt/a/b && { setsid sleep 4712 & echo $! > /mnt/a/b/cgroup.procs; }';
  const made = await Promise.all(['h3', 'h4'].map((id) => inGroups(id, below)));
  const groupsMade = ['h3', 'h4'].map((id) => membersOf(join(groupOf(lab, id), 'a/b')).length);
  return { codes: made.map(({ code }) => code), groupsMade, ...tried, kernel: word(groupOf(lab, 'h3'), 'memory.max') };
}

async function pause(): Promise<unknown> {
  const connection = await control(atDesktop, lab);
  const group = groupOf(lab, 'h2');
  const [sleeper] = membersOf(group).slice(1);
  const states: string[] = [];
  for (const frozen of [true, false]) {
    await connection.call('freeze', { nodes: ['h2'], frozen });
    await until('the freezer', () => numbers(group, 'cgroup.events').frozen === Number(frozen));
    states.push(word(`/proc/${sleeper}`, 'status')!.match(/^State:\t(.)/m)![1]!);
  }
  connection.close();
  return states;
}

/** S30: a session that may have 30 processes, and a lab of more devices. */
async function room(): Promise<unknown> {
  writeFileSync(join(bySsh.group, 'pids.max'), '30');
  const hosts = Array.from({ length: 40 }, (_, at) => `n${at}`);
  draw(Object.fromEntries(hosts.map((id) => [id, undefined])));
  const started = await nestwork(bySsh, 'up', file);
  // The supervisor says the same by itself.
  const folder = '/run/user/61001/room';
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, bySsh.uid, bySsh.uid);
  await supervisor(bySsh, 'room', folder);
  const connection = new Control(connectAs(bySsh.uid, join(folder, 'control.sock')));
  const apply = (count: number, revision: number): Promise<unknown> =>
    connection.call('apply', { revision, client: 'test', operations: hosts.slice(0, count).map((id) => node(id)) });
  const refused = await apply(29, 0).catch((error: Error) => error.message);
  const { nodes } = await connection.call<{ nodes: unknown[] }>('observe', { from: 0 });
  await apply(20, 0);
  await connection.call('down').catch(() => undefined);
  writeFileSync(join(bySsh.group, 'pids.max'), 'max');
  return { started, refused, nodes };
}

async function main(): Promise<void> {
  const before = groupsIn(groups);
  const left = (): string[] => groupsIn(groups).filter((path) => !before.includes(path));
  const all = { cpu: 0.2, memory: 64 * mebibyte, pids: 20 };
  await tell('kernel', () => ({ controllers: word(groups, 'cgroup.controllers'), delegated: word(ownGroup, 'cgroup.subtree_control') }));
  await tell('doctor', async () => json(await nestwork(atDesktop, 'doctor', '--json')));

  draw({ h1: all, h2: undefined, h3: { memory: 16 * mebibyte }, h4: { pids: 5 } });
  await tell('up', async () => {
    const started = await nestwork(atDesktop, 'up', file);
    const group = groupOf(lab, 'h1');
    const foreign = groupsIn(groups).some((path) => /\/(h2|s1)\.\d+$/.test(path));
    return {
      started,
      place: group.slice(0, group.indexOf('/nestwork-')),
      limits: limitsOf(group),
      members: membersOf(group).length,
      foreign,
    };
  });
  await tell('status', () => nestwork(atDesktop, 'status'));
  await tell('processes', processes);
  await tell('memory', memory);
  const busy = await start(atDesktop, lab, 'h1', ['/bin/sh', '-c', 'while :; do :; done']);
  await tell('processor', processor);
  await tell('top', () => nestwork(atDesktop, 'top', '--once'));
  busy.close();
  await tell('escape', escape);
  await tell('change', change);
  await tell('pause', pause);
  await tell('kill', async () => {
    const connection = await control(atDesktop, lab);
    const { pid } = await connection.call<{ pid: number }>('hello');
    const there = left();
    process.kill(pid, 'SIGKILL');
    await until('nothing to be left', () => left().length === 0);
    return there.map((path) => path.replace(/^.*\/nestwork-/, '').replace(/-[0-9a-f]{16}/, ''));
  });

  draw({ h1: all });
  await tell('root', async () => {
    const started = await nestwork(root, 'up', file);
    const group = groupOf(lab, 'h1');
    const found = { started, limits: limitsOf(group), place: group.slice(0, group.indexOf('/nestwork-')) };
    const ended = await nestwork(root, 'down');
    await until('nothing to be left', () => left().length === 0);
    return { ...found, ended };
  });

  await tell('refused by doctor', async () => json(await nestwork(bySsh, 'doctor', '--json')));
  await tell('refused', async () => {
    const started = await nestwork(bySsh, 'up', file);
    const there = left();
    const connection = await control(bySsh, lab);
    await connection.call('down').catch(() => undefined);
    await connection.closed;
    return { started, there, left: left() };
  });
  await tell('room', room);
  await tell('end', () => true);
}
void main();
