/** What goes on inside: processes, signals, mounts, counters, statistics, pausing. */
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeProcess } from '../../electron/shared/contract/live';
import type { Control, Json } from './client';
import { Lab, callers, slowness, state, until } from './lab';
import { address, cable, command, node, smallNetwork } from './shapes';

const unified = '/sys/fs/cgroup/unified';
const groupsOf = (): string[] => {
  const folder = existsSync(unified) ? unified : '/sys/fs/cgroup';
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('nestwork-test-')) : [];
};

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply(smallNetwork());
  });
  afterAll(async () => {
    await lab?.down();
  });

  const processes = async (id: string): Promise<NodeProcess[]> =>
    (await lab.control.call<{ processes: NodeProcess[] }>('processes', { node: id })).processes;
  const named = async (id: string, text: string): Promise<NodeProcess | undefined> =>
    (await processes(id)).find(({ command: line }) => line === text);

  it('lists the processes of a node alone, as the node counts them and as the computer does', async () => {
    await lab.apply([node('p1'), command('p1', 'sleep 4242 & sleep 4243', { until: 'start' })]);
    const shell = await lab.terminal('p1', {
      argv: ['/bin/bash', '--norc', '-c', 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo busy-done; exec sleep 4244'],
    });
    await until('the work', () => shell.output.includes('busy-done'));
    const list = await until('all of them', async () => {
      const all = await processes('p1');
      // One that is only just becoming a program has no memory of its own for a moment.
      const sleeping = all.filter(({ name, memory }) => name === 'sleep' && memory > 0);
      return sleeping.length === 3 && all;
    });
    expect(list.map(({ pid }) => pid)).toContain(1);
    expect(list.filter(({ command: line }) => /^sleep 424\d$/.test(line)).length).toBe(3);
    const background = list.find(({ command: line }) => line === 'sleep 4242')!;
    const above = list.find(({ pid }) => pid === background.parent);
    expect(above?.command).toContain('sleep 4243');
    const busy = list.find(({ command: line }) => line === 'sleep 4244')!;
    expect(busy.cpu).toBeGreaterThan(0);
    expect(busy.memory).toBeGreaterThan(100_000);
    expect(Math.abs(Date.now() - busy.since)).toBeLessThan(60_000 * slowness);
    expect(busy.parent).toBe(0);
    for (const each of list) {
      expect(readFileSync(`/proc/${each.outside}/comm`, 'utf8').trim()).toBe(each.name);
      expect(each.uid).toBe(0);
    }
    // The same by the node's own ps.
    const own = (await lab.sh('p1', 'ps -e -o pid=,comm= | grep sleep'))
      .trim()
      .split('\n')
      .map((line) => Number(line.trim().split(/\s+/)[0]));
    expect(
      list
        .filter(({ name }) => name === 'sleep')
        .map(({ pid }) => pid)
        .sort(),
    ).toEqual(own.sort());
    expect((await processes('h1')).some(({ name }) => name === 'sleep')).toBe(false);
    // One with a PID namespace of its own is the node's too.
    const fresh = await lab.open({ open: 'exec', node: 'p1', argv: ['sleep', '4245'], fresh: ['pid', 'net', 'mnt', 'user'] });
    await until('the fresh one', () => named('p1', 'sleep 4245'));
    fresh.close();
    shell.close();
  });

  it("signals one of them by the node's number, and never the first", async () => {
    const target = await until('the sleeper', () => named('p1', 'sleep 4242'));
    await lab.control.call('signal', { node: 'p1', pid: target.pid, signal: 15 });
    await until('its end', async () => !(await named('p1', 'sleep 4242')));
    await expect(lab.control.call('signal', { node: 'p1', pid: 1, signal: 9 })).rejects.toThrow(/first process of p1/);
    await expect(lab.control.call('signal', { node: 'p1', pid: target.pid, signal: 15 })).rejects.toThrow(/has no process/);
    // A number of another node's process, or of the computer's, is none of this one's.
    const { outside } = (await named('p1', 'sleep 4243'))!;
    await expect(lab.control.call('signal', { node: 'h1', pid: outside, signal: 9 })).rejects.toThrow(/has no process/);
    for (const wrong of [0, 65, -1, 1.5, '9'])
      await expect(lab.control.call('signal', { node: 'p1', pid: 2, signal: wrong })).rejects.toThrow();
  });

  it('tells what is mounted in a node', async () => {
    const { mounts } = await lab.control.call<{ mounts: { target: string; source: string; type: string; options: string }[] }>('mounts', {
      node: 'h2',
    });
    const last = (target: string) => mounts.filter((mount) => mount.target === target).at(-1);
    expect(last('/tmp')?.type).toBe('tmpfs');
    expect(last('/proc')?.type).toBe('proc');
    expect(last('/etc/hosts')?.options.split(',')).toContain('ro');
    await lab.sh('h2', 'mkdir "/tmp/a b" && mount -t tmpfs x "/tmp/a b"');
    const again = await lab.control.call<{ mounts: { target: string }[] }>('mounts', { node: 'h2' });
    expect(again.mounts.map(({ target }) => target)).toContain('/tmp/a b');
  });

  it('counts what passes each interface', async () => {
    const counters = async (id: string, name: string) =>
      (await lab.control.call<{ interfaces: Record<string, number | string>[] }>('counters', { node: id })).interfaces.find(
        (one) => one.interface === name,
      )!;
    const [before, port] = [await counters('h1', 'eth0'), await counters('s1', 'p1')];
    await lab.exec('h1', ['ping', '-c', '5', '-i', '0.01', '-s', '1000', '10.0.1.2']);
    const after = await counters('h1', 'eth0');
    expect(Number(after.sentPackets) - Number(before.sentPackets)).toBeGreaterThanOrEqual(5);
    expect(Number(after.sentBytes) - Number(before.sentBytes)).toBeGreaterThanOrEqual(5 * 1042);
    expect(Number(after.receivedBytes) - Number(before.receivedBytes)).toBeGreaterThanOrEqual(5 * 1042);
    // While a cable comes up, what one end says is dropped as long as the other is not.
    expect(await counters('s1', 'p1')).toMatchObject({ node: 's1', interface: 'p1', dropped: port.dropped, errors: 0 });
    expect(await counters('h1', 'lo')).toBeUndefined();
  });

  const messages = (control: Control): Json[] => control.events.filter(({ event }) => event === 'statistics');

  it('tells twice a second what each node uses and each cable carries, to whom it wants it', async () => {
    const watcher = await lab.connect();
    const other = await lab.connect();
    await other.call('observe', { from: 0 });
    await watcher.call('statistics', { on: true });
    const load = await lab.open({ open: 'exec', node: 'h3', argv: ['/bin/sh', '-c', 'while :; do :; done'] });
    const traffic = await lab.open({ open: 'exec', node: 'h1', argv: ['ping', '-q', '-i', '0.01', '-s', '1200', '10.0.2.3'] });
    type Node = [string, number, number, number];
    type Link = [string, number, number];
    const busy = await until('a busy message', () =>
      messages(watcher).find(
        ({ nodes, links }) =>
          ((nodes as Node[]).find(([id]) => id === 'h3')?.[1] ?? 0) > 0.05 &&
          ((links as Link[]).find(([id]) => id === 'l4')?.[1] ?? 0) > 100_000,
      ),
    );
    const [, , memory, count] = (busy.nodes as Node[]).find(([id]) => id === 'h3')!;
    expect(count).toBeGreaterThanOrEqual(2);
    expect(memory).toBeGreaterThan(100_000);
    // From h1 over the switch to the router (l1, l3), and on to h3 (l4, drawn from the router): about 1,242 bytes a hundred times a second, each way.
    for (const id of ['l1', 'l3', 'l4']) {
      const [, there, back] = (busy.links as Link[]).find(([link]) => link === id)!;
      for (const rate of [there, back]) {
        expect(rate, id).toBeGreaterThan(50_000);
        expect(rate, id).toBeLessThan(3_000_000);
      }
    }
    // Where nothing but a question for an address comes by.
    expect((busy.links as Link[]).find(([id]) => id === 'l2')?.[1] ?? 0).toBeLessThan(20_000);
    expect((busy.nodes as Node[]).some(([id]) => id === 's1')).toBe(false);
    load.close();
    traffic.close();
    await until('the end of the load', () => {
      const last = messages(watcher).at(-1)!;
      return !(last.nodes as Node[]).some(([id]) => id === 'h3') && !(last.links as Link[]).some(([id]) => id === 'l4');
    });
    // A cable and a node that go while somebody looks.
    await lab.apply([node('x1'), cable('lx', 'x1.eth0', 's1.p8'), address('x1.eth0', '10.0.1.77/24')]);
    await lab.exec('x1', ['ping', '-c', '3', '-i', '0.01', '10.0.1.2']);
    await lab.apply([
      { op: 'link.delete', link: 'lx' },
      { op: 'node.delete', node: 'x1' },
    ]);
    const seen = messages(watcher).length;
    await until('more of them', () => messages(watcher).length > seen + 2);
    await watcher.call('statistics', { on: false });
    const stopped = messages(watcher).length;
    await new Promise((done) => setTimeout(done, 1200));
    expect(messages(watcher).length).toBeLessThanOrEqual(stopped + 1);
    expect(messages(other)).toEqual([]);
    // They are not part of the count of events.
    const counted = other.events.map(({ seq }) => seq as number);
    expect(counted).toEqual(counted.map((_, index) => counted[0]! + index));
    watcher.close();
    other.close();
  });

  it('pauses the processes of one node and lets them go on, with nothing lost', async () => {
    const watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
    await lab.apply([node('z1'), command('z1', 'i=0; while :; do i=$((i+1)); echo $i > /run/count; sleep 0.01; done', { until: 'start' })]);
    await lab.sh(
      'z1',
      'sleep 5000 & pid=$!; kill -STOP $pid; until grep -q "^State:.*T" /proc/$pid/status; do :; done; echo $pid > /run/stopped',
    );
    const { pid } = await lab.node('z1');
    const counter = `/proc/${pid}/root/run/count`;
    const count = (): number => (existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : 0);
    const hello = await lab.control.call<{ groups: { freezer: boolean } }>('hello');
    expect(hello.groups.freezer).toBe(caller.uid === 0 && existsSync(unified));
    await until('it to count', () => count() > 3);
    await lab.control.call('freeze', { nodes: ['z1'], frozen: true });
    expect((await lab.node('z1')) as unknown).toMatchObject({ frozen: true });
    await until('the event', () =>
      watcher.events.some(
        ({ event, nodes }) =>
          event === 'observed' && (nodes as { node: string; frozen?: boolean }[]).some((one) => one.node === 'z1' && one.frozen === true),
      ),
    );
    let last = count();
    await until('it to stand still', async () => {
      await new Promise((done) => setTimeout(done, 100));
      const now = count();
      const same = now === last;
      last = now;
      return same;
    });
    await expect(lab.exec('z1', ['true'])).rejects.toThrow(/z1 is paused/);
    await expect(lab.terminal('z1', { fresh: ['pid'] })).rejects.toThrow(/z1 is paused/);
    // A command is begun when it goes on.
    await lab.apply([command('z1', 'echo late > /run/late')]);
    await new Promise((done) => setTimeout(done, 200));
    expect(existsSync(`/proc/${pid}/root/run/late`)).toBe(false);
    expect(count()).toBe(last);
    // Others go on.
    expect((await lab.exec('h1', ['ping', '-c', '1', '-W', '5', '10.0.1.2'])).code).toBe(0);
    await lab.control.call('freeze', { nodes: ['z1'], frozen: false });
    await until('it to go on', () => count() > last + 3);
    await until('the late command', () => existsSync(`/proc/${pid}/root/run/late`));
    // What was stopped by somebody else before stays so.
    expect(await lab.sh('z1', 'ps -o stat= -p $(cat /run/stopped)')).toMatch(/^T/);
    watcher.close();
  });

  it('pauses all of the lab, and ends what is paused', async () => {
    await lab.control.call('freeze', { frozen: true });
    for (const one of (await lab.observed()).values()) expect((one as { frozen?: boolean }).frozen, one.node).toBe(true);
    const { pid, namespaces } = await lab.node('z1');
    await lab.apply([{ op: 'node.delete', node: 'z1' }]);
    await until('the end of a paused node', () => state(pid) === '' || state(pid) === 'Z');
    expect(namespaces.pid).toBeGreaterThan(0);
    await lab.control.call('freeze', { frozen: false });
    expect([...(await lab.observed()).values()].filter((one) => (one as { frozen?: boolean }).frozen)).toEqual([]);
    expect((await lab.exec('p1', ['true'])).code).toBe(0);
    await expect(lab.control.call('freeze', { nodes: ['nobody'], frozen: true })).rejects.toThrow(/no running node/);
    await expect(lab.control.call('freeze', { frozen: 1 })).rejects.toThrow();
  });

  it('keeps a node to its limits where they are delegated, and else refuses them and says what is missing', async () => {
    const hello = await lab.control.call<{ groups: { controllers: string; why: string } }>('hello');
    if (!hello.groups.controllers.includes('pids')) {
      const refusal = await lab
        .apply([node('q1'), { op: 'node.limits', node: 'q1', pids: 10 }])
        .catch((error: Error & { error: Json }) => error);
      expect((refusal as { error: Json }).error).toMatchObject({ code: 'not-supported', operation: 'node.limits', index: 1, node: 'q1' });
      expect((refusal as Error).message).toMatch(/q1 cannot be limited: .*(not delegated|version [12])/);
      expect((await lab.observed()).has('q1')).toBe(false);
      await lab.apply([node('q1'), { op: 'node.limits', node: 'q1' }]);
      console.log(`LIMITS NOT ENFORCED HERE (${caller.name}): refused with "${(refusal as Error).message}"`);
      return;
    }
    const memory = hello.groups.controllers.includes('memory');
    await lab.apply([node('q1'), { op: 'node.limits', node: 'q1', pids: 10, ...(memory && { memory: 64 * 1024 * 1024 }) }]);
    const many = await lab.exec('q1', ['/bin/sh', '-c', 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 5 & done; true']);
    expect(many.stderr).toMatch(/fork/i);
    expect((await lab.exec('h1', ['/bin/sh', '-c', 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 0 & done; wait'])).stderr).toBe('');
    if (memory) expect((await lab.exec('q1', ['perl', '-e', 'my $x = "x" x 200_000_000; print length $x'])).stdout).toBe('');
    await lab.apply([{ op: 'node.limits', node: 'q1' }]);
    console.log(`Limits (${caller.name}): 10 processes${memory ? ' and 64 MiB' : ''} kept to, others as they were`);
  });
});

describe.skipIf(process.getuid?.() !== 0 || !existsSync(unified))('control groups', () => {
  it('are gone after the orderly end of a lab, after a kill, and after a kill of all that could remove them', async () => {
    const [root] = callers as [(typeof callers)[number]];
    for (const how of ['down', 'kill', 'kill both'] as const) {
      const before = groupsOf();
      const lab = await Lab.start(root);
      await lab.apply([
        node('h1'),
        node('h2'),
        command('h1', 'sleep 1000', { until: 'start' }),
        command('h2', 'sleep 1000', { until: 'start' }),
      ]);
      await lab.control.call('freeze', { nodes: ['h1', 'h2'], frozen: true });
      const [group] = groupsOf().filter((name) => !before.includes(name));
      expect(group, how).toBeDefined();
      expect(readdirSync(join(unified, group!)).filter((name) => /^h[12]\.\d+$/.test(name)).length).toBe(2);
      // One node goes: its group goes with it.
      await lab.apply([{ op: 'node.delete', node: 'h2' }]);
      await until('the end of its group', () => readdirSync(join(unified, group!)).filter((name) => /^h2\./.test(name)).length === 0);
      if (how === 'down') await lab.down();
      else {
        const { processesWith } = await import('./lab');
        const all = processesWith(lab.dir);
        const watcher = all.filter(
          (pid) =>
            pid !== lab.pid &&
            readFileSync(`/proc/${pid}/stat`, 'utf8')
              .replace(/^.*\) /s, '')
              .split(' ')[1] === '1',
        );
        if (how === 'kill both') for (const pid of watcher) process.kill(pid, 'SIGKILL');
        process.kill(lab.pid, 'SIGKILL');
        await lab.gone();
      }
      if (how === 'kill both') {
        expect(existsSync(join(unified, group!)), how).toBe(true);
        expect(existsSync(join(lab.dir, 'control-group'))).toBe(true);
        const again = await Lab.start(root, lab.dir);
        expect(existsSync(join(unified, group!)), 'removed by the next start').toBe(false);
        expect(existsSync(join(lab.dir, 'control-group'))).toBe(false);
        await again.down();
      }
      await until(`no group after ${how}`, () => !existsSync(join(unified, group!)));
      expect(groupsOf().filter((name) => !before.includes(name))).toEqual([]);
      expect(existsSync(join(lab.dir, 'control-group'))).toBe(false);
    }
  });
});
