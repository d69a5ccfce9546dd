/** Start-up commands and services: their order, what they wait for, how they begin again, what they say, how they are stopped. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeCommand } from '../../electron/shared/contract/live';
import type { Control } from './client';
import { Lab, callers, slowness, until } from './lab';
import { command, node } from './shapes';

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1')]);
  });
  afterAll(() => lab?.down());

  const commands = async (id: string): Promise<NodeCommand[]> =>
    (await lab.control.call<{ commands: NodeCommand[] }>('commands', { node: id })).commands;
  const one = async (id: string, index = 0): Promise<NodeCommand> => (await commands(id))[index]!;
  const inState = (id: string, index: number, state: NodeCommand['state']): Promise<NodeCommand> =>
    until(`command ${index} of ${id} to be ${state}`, async () => {
      const found = await one(id, index);
      return found?.state === state && found;
    });
  const output = async (id: string, index: number, offset = 0): Promise<{ text: string; offset: number; next: number; total: number }> =>
    lab.control.call('output', { node: id, index, offset });
  const watched = async (): Promise<Control> => {
    const watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
    return watcher;
  };

  it('a service in the background may go on writing after the command that started it has ended', async () => {
    const watcher = await watched();
    const done = join(lab.dir, 'done');
    const told = join(lab.dir, 'told');
    const script = `(while [ ! -e ${told} ]; do sleep 0.01; done; for i in 1 2 3; do echo line $i || exit; done; : > ${done}) & echo started`;
    await lab.apply([node('bg'), command('bg', script)]);
    const event = await until('the end of the command', () => watcher.events.find((each) => each.event === 'command'));
    expect(event).toMatchObject({ node: 'bg', code: 0, output: 'started\n' });
    await lab.sh('h1', `: > ${told}`);
    await until('the service to have written', () => existsSync(done));
    await until('its lines', async () => (await output('bg', 0)).text === 'started\nline 1\nline 2\nline 3\n');
    watcher.close();
  });

  it('begins them in order, each when the one before has ended well, is started, listens, or has made its file', async () => {
    const watcher = await watched();
    const step = (name: string, text: string, rest: object = {}) =>
      command('o1', `echo ${name} $(date +%s%N) >> /tmp/order; ${text}`, { name, ...rest });
    await lab.apply([
      node('o1'),
      step('first', 'sleep 0.3; echo first-done >> /tmp/order'),
      step('second', 'sleep 1000', { until: 'start' }),
      step('third', 'sleep 0.3; exec python3 -m http.server 8080 --bind 127.0.0.1', { until: { listen: 8080 } }),
      step('fourth', 'sleep 0.3; : > /run/ready; sleep 1000', { until: { file: '/var/run/ready' } }),
      step('fifth', 'true'),
    ]);
    await inState('o1', 4, 'ended');
    const order = (await lab.sh('o1', 'cut -d" " -f1 /tmp/order')).trim().split('\n');
    // The third follows the second at once: which of the two shells is quicker is not said.
    expect([...order.slice(0, 2), ...order.slice(2, 4).sort(), ...order.slice(4)]).toEqual([
      'first',
      'first-done',
      'second',
      'third',
      'fourth',
      'fifth',
    ]);
    const states = (await commands('o1')).map(({ name, state, starts }) => [name, state, starts]);
    expect(states).toEqual([
      ['first', 'ended', 1],
      ['second', 'running', 1],
      ['third', 'running', 1],
      ['fourth', 'running', 1],
      ['fifth', 'ended', 1],
    ]);
    // Who listens was told of every change.
    const told = watcher.events.filter((event) => event.event === 'commands' && event.node === 'o1');
    expect((told.at(-1)?.commands as NodeCommand[]).map(({ state }) => state)).toEqual(states.map(([, state]) => state));
    expect(told.length).toBeGreaterThanOrEqual(8);
    watcher.close();
  });

  it('goes on after the time that is given, and calls the one that was waited for late until it ends', async () => {
    await lab.apply([
      node('o2'),
      command('o2', 'sleep 1000', { until: { listen: 9 }, timeout: 1 }),
      command('o2', 'sleep 1000', { until: 'exit', timeout: 1 }),
      command('o2', 'echo on'),
    ]);
    await inState('o2', 2, 'ended');
    expect((await commands('o2')).map(({ state }) => state)).toEqual(['late', 'late', 'ended']);
    // One that fails cannot become what is waited for: nobody waits for nothing.
    await lab.apply([node('o3'), command('o3', 'exit 4', { until: { file: '/run/never' }, timeout: 600 }), command('o3', 'true')]);
    await inState('o3', 1, 'ended');
    expect(await one('o3')).toMatchObject({ state: 'ended', code: 4 });
  });

  it('begins again what its policy says, at most once a second, and less often when it does not last', async () => {
    await lab.apply([
      node('r1'),
      command('r1', 'date +%s%N >> /tmp/always; exit 0', { restart: 'always', until: 'start' }),
      command('r1', 'date +%s%N >> /tmp/fails; [ "$(wc -l < /tmp/fails)" -ge 2 ]', { restart: 'on-failure' }),
      command('r1', 'exit 5', { restart: 'never', until: 'start' }),
    ]);
    await until('three starts', async () => (await lab.sh('r1', 'cat /tmp/always')).split('\n').length > 3);
    const times = (await lab.sh('r1', 'head -n 3 /tmp/always'))
      .trim()
      .split('\n')
      .map((text) => Number(BigInt(text) / 1000000n));
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(1000);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(2000);
    expect(await inState('r1', 1, 'ended')).toMatchObject({ starts: 2, code: 0 });
    expect(await one('r1', 2)).toMatchObject({ state: 'ended', starts: 1, code: 5 });
    expect((await one('r1', 0)).state).toBe('restarting');
    await lab.control.call('command', { node: 'r1', index: 0, action: 'stop' });
    expect((await one('r1', 0)).state).toBe('stopped');
  });

  it('keeps the last mebibyte of what each says, in parts that cut no character', async () => {
    await lab.apply([
      node('w1'),
      command(
        'w1',
        `i=0; while [ $i -lt 40 ]; do head -c 50000 /dev/zero | tr '\\0' x; i=$((i+1)); done; echo; for i in 1 2 3 4; do printf 'grüße €%.0s' $(seq 20000); done`,
      ),
    ]);
    const ended = await inState('w1', 0, 'ended');
    let text = '';
    let first = -1;
    for (let at = 0; ;) {
      const part = await output('w1', 0, at);
      if (first < 0) first = part.offset;
      else expect(part.offset).toBe(at);
      expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(65536);
      text += part.text;
      if (part.next === part.total) break;
      at = part.next;
    }
    expect(ended.output).toBe(40 * 50000 + 1 + 80000 * Buffer.byteLength('grüße €'));
    // The oldest byte may be in the middle of a character.
    expect(first - (ended.output - (1 << 20))).toBeLessThan(3);
    expect(Buffer.byteLength(text)).toBe(ended.output - first);
    expect(text).not.toContain('\ufffd');
    expect(text.endsWith('grüße €grüße €')).toBe(true);
  });

  it('is stopped with all that it started, asked first and killed then; started and restarted by hand', async () => {
    await lab.apply([
      node('s1'),
      command('s1', "trap 'echo asked; exit 3' TERM; sleep 1000 & echo up; while :; do wait; done", { until: 'start' }),
      command('s1', "trap '' TERM; (trap '' TERM; sleep 1000) & echo deaf; while :; do sleep 1; done", { until: 'start' }),
    ]);
    await until('both to be up', async () => (await output('s1', 0)).text === 'up\n' && (await output('s1', 1)).text === 'deaf\n');
    const pid = (await one('s1', 0)).pid;
    await lab.control.call('command', { node: 's1', index: 0, action: 'stop' });
    const stopped = await inState('s1', 0, 'stopped');
    expect(stopped).toMatchObject({ code: 3, starts: 1 });
    expect(stopped.pid).toBeUndefined();
    expect((await output('s1', 0)).text).toContain('asked');
    const began = Date.now();
    await lab.control.call('command', { node: 's1', index: 1, action: 'stop' });
    expect(await inState('s1', 1, 'stopped')).toMatchObject({ code: null, signal: 9 });
    expect(Date.now() - began).toBeGreaterThanOrEqual(1900);
    await until('the end of all that they started', async () => (await lab.exec('s1', ['pgrep', '-c', 'sleep'])).stdout === '0\n');
    await lab.control.call('command', { node: 's1', index: 0, action: 'start' });
    expect(await inState('s1', 0, 'running')).toMatchObject({ starts: 2 });
    await expect(lab.control.call('command', { node: 's1', index: 0, action: 'start' })).rejects.toThrow(/runs already/);
    await lab.control.call('command', { node: 's1', index: 0, action: 'restart' });
    const again = await until('another start', async () => {
      const found = await one('s1', 0);
      return found.starts === 3 && found.state === 'running' && found;
    });
    expect(again.pid).not.toBe(pid);
    for (const [args, message] of [
      [{ node: 's1', index: 7, action: 'stop' }, /no start-up command 7/],
      [{ node: 's1', index: 0, action: 'explode' }, /"action" must be/],
      [{ node: 'nobody', index: 0, action: 'stop' }, /no running node/],
    ] as const)
      await expect(lab.control.call('command', args)).rejects.toThrow(message);
  });

  it('reaps orphans, and ends a node in order: SIGTERM to all of it, then SIGKILL, while nobody waits', async () => {
    const log = join(lab.dir, `ending-${caller.uid}`);
    await lab.apply([
      node('d1'),
      command('d1', `trap 'echo service >> ${log}; exit' TERM; : > /run/up; while :; do sleep 0.1; done`, { until: { file: '/run/up' } }),
      command('d1', "(sleep 0.1 &) ; (trap '' TERM; sleep 1000) & sleep 1000", { until: 'start' }),
    ]);
    await inState('d1', 1, 'running');
    const daemon = await lab.exec('d1', [
      '/bin/sh',
      '-c',
      `setsid sh -c "trap 'echo daemon >> ${log}; exit' TERM; : > /run/daemon; while :; do sleep 0.1; done" > /dev/null 2>&1 &`,
    ]);
    expect(daemon.code).toBe(0);
    const shell = await lab.terminal('d1', { argv: ['/bin/bash', '--norc'] });
    await until('the daemon', async () => (await lab.exec('d1', ['test', '-e', '/run/daemon'])).code === 0);
    await until(
      'no orphan that nobody reaped',
      async () => (await lab.exec('d1', ['/bin/sh', '-c', 'ps -e -o stat= | grep -c ^Z'])).stdout === '0\n',
    );
    const { pid } = await lab.node('d1');
    const ms = await lab.apply([{ op: 'node.delete', node: 'd1' }]);
    expect(ms).toBeLessThan(500 * slowness);
    await shell.ended;
    await until('both farewells', () => existsSync(log) && readFileSync(log, 'utf8').trim().split('\n').sort().join() === 'daemon,service');
    await until('the end of its first process, and of all that were deaf', () => !existsSync(`/proc/${pid}`));
  });
});
