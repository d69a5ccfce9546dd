/** What is done in devices: one lab, as a person works with it. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { home, json, nestwork, onTerminal, start, starFile } from './cli.fixture';

interface Node {
  name: string;
  startup?: unknown[];
}
beforeAll(async () => {
  const path = await starFile(3);
  const drawn = JSON.parse(await readFile(path, 'utf8')) as { nodes: Node[] };
  drawn.nodes.find(({ name }) => name === 'h1')!.startup = [
    { name: 'counter', command: 'until [ -e /tmp/go ]; do sleep 0.05; done; for i in 1 2 3; do echo "line $i"; done; printf rest' },
    { name: 'idler', command: 'echo idle; exec sleep 6262', until: 'start' },
  ];
  await writeFile(path, JSON.stringify(drawn));
  expect(await nestwork(['up', path])).toMatchObject({ code: 0 });
}, 240_000);

/** Machines may be slow. */
const patient = { timeout: 60_000 };

describe('exec in several devices', () => {
  test('each line behind the name of its device, both streams, exit code 1 if one failed', async () => {
    const { code, out, err } = await nestwork(['exec', 'h*', '--', 'sh', '-c', 'hostname; echo to-err >&2; test "$(hostname)" != h2']);
    expect(code).toBe(1);
    expect(out.split('\n').sort().join('\n')).toBe('\nh1 | h1\nh2 | h2\nh3 | h3');
    expect(err).toMatch(/^h3 \| to-err$/m);
    expect(err).toContain('failed in 1 of 3 devices: h2 (exit code 1)');
    expect(await nestwork(['exec', 's1', 'star-3/h[12]', '--', 'true'])).toEqual({ code: 0, out: '', err: '' });
  });

  test('as JSON: output and end of each', async () => {
    const { code, out } = await nestwork(['exec', 'h[!3]', '--json', '--', 'sh', '-c', 'printf "%s" "$(hostname)"; kill -TERM $$']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      results: ['h1', 'h2'].map((node) => ({ node, code: 0, signal: 'SIGTERM', out: node, err: '' })),
    });
    expect(JSON.parse((await nestwork(['exec', 'h3', '--json', '--', 'true'])).out)).toMatchObject({ results: [{ code: 0 }] });
  });

  test('devices that are not there are told, with those that are', async () => {
    expect(await nestwork(['exec', 'x*', '--', 'true'])).toMatchObject({ code: 1, err: expect.stringContaining('h1, h2, h3') as string });
    expect((await nestwork(['exec', 'star-3/h1', 'other/h2', '--', 'true'])).err).toContain('several labs');
  });
});

describe('cp', () => {
  const bytes = randomBytes(3_000_000);
  const local = (...parts: string[]): string => join(home, ...parts);

  test('any bytes into a private folder and out again, by path, into a folder, through pipes', async () => {
    await writeFile(local('data'), bytes, { mode: 0o750 });
    expect(await nestwork(['cp', 'data', 'star-3/h1:/tmp'])).toEqual({ code: 0, out: '', err: '' });
    expect((await nestwork(['exec', 'h1', '--', 'stat', '-c', '%a %s', '/tmp/data'])).out).toBe('750 3000000\n');
    expect((await nestwork(['exec', 'h2', '--', 'ls', '/tmp'])).out).toBe('');
    expect(await nestwork(['cp', 'h1:/tmp/data', 'back'])).toEqual({ code: 0, out: '', err: '' });
    expect(bytes.equals(await readFile(local('back')))).toBe(true);
    expect((await stat(local('back'))).mode & 0o777).toBe(0o750);

    expect(await nestwork(['cp', '-', 'h2:/run/from-pipe'], bytes)).toEqual({ code: 0, out: '', err: '' });
    const sum = await nestwork(['exec', 'h2', '--', 'sh', '-c', 'sha256sum < /run/from-pipe']);
    expect(sum.out).toBe(`${createHash('sha256').update(bytes).digest('hex')}  -\n`);
    expect((await nestwork(['cp', 'h1:/etc/hosts', '-'])).out).toMatch(/^10\.\S+\s+h2$/m);
  });

  test('what fails names the file and the reason, and leaves what was there', async () => {
    await writeFile(local('kept'), 'as it was');
    const missing = await nestwork(['cp', 'h1:/tmp/none', 'kept']);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toMatch(/h1:\/tmp\/none could not be copied to kept: .*No such file/);
    expect(await readFile(local('kept'), 'utf8')).toBe('as it was');
    expect((await readdir(home)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect((await nestwork(['cp', 'kept', 'h1:/tmp/no/such/place'])).err).toMatch(/could not be copied .*nonexistent|No such file/);
    expect((await nestwork(['cp', 'nothing', 'h1:/tmp'])).err).toContain('ENOENT');
  });

  test('folders, both ways', async () => {
    await mkdir(local('tree/deep'), { recursive: true });
    await writeFile(local('tree/deep/file'), 'deep');
    expect((await nestwork(['cp', 'tree', 'h3:/tmp'])).err).toContain('--recursive');
    expect(await nestwork(['cp', '-r', 'tree', 'h3:/tmp'])).toEqual({ code: 0, out: '', err: '' });
    expect((await nestwork(['cp', 'h3:/tmp/tree', 'x'])).err).toContain('--recursive');
    expect(await nestwork(['cp', '-r', 'h3:/tmp/tree', 'copy'])).toEqual({ code: 0, out: '', err: '' });
    expect(await readFile(local('copy/deep/file'), 'utf8')).toBe('deep');
  });
});

describe('start-up commands', () => {
  test('their output: followed to the end, by name and number, the last lines, all of them', async () => {
    const { child, ended } = start(['logs', 'h1', 'counter', '--follow']);
    await nestwork(['exec', 'h1', '--', 'touch', '/tmp/go']);
    expect(await ended).toEqual({ code: 0, out: 'line 1\nline 2\nline 3\nrest', err: '' });
    child.stdin.end();
    expect((await nestwork(['logs', 'h1', '1', '-n', '1'])).out).toBe('line 3\nrest');
    await expect.poll(async () => (await nestwork(['logs', 'h1', 'idler'])).out, patient).toBe('idle\n');
    expect((await nestwork(['logs', 'star-3/h1'])).out).toBe(
      ['counter | line 1', 'counter | line 2', 'counter | line 3', 'idler   | idle', 'counter | rest', ''].join('\n'),
    );
    expect((await nestwork(['logs', 'h1', 'idler', '--json'])).out).toBe('{"node":"h1","command":"idler","line":"idle"}\n');
    expect((await nestwork(['logs', 'h1', 'idlr'])).err).toContain('Did you mean "idler"?');
    expect(await nestwork(['logs', 'h2'])).toEqual({ code: 0, out: '', err: 'h2 has no start-up commands.\n' });
  });
});

describe('top', () => {
  interface Snapshot {
    nodes: { name: string; cpu: number; memory: number; processes: number; received: number; sent: number }[];
  }
  test('processor, memory, processes and traffic of each device, once and live', async () => {
    const busy = start(['exec', 'h2', '--', 'sh', '-c', 'ping -i 0.01 -s 1000 h3 > /dev/null & while :; do :; done']);
    const { child } = start(['top', '--json', '--sort', 'name']);
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
    const lines = (): Snapshot[] =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Snapshot);
    await expect
      .poll(() => lines().some(({ nodes }) => nodes[1]!.cpu > 0.01 && nodes[1]!.sent > 1000 && nodes[2]!.received > 1000), {
        timeout: 60_000,
      })
      .toBe(true);
    const ended = new Promise((done) => child.on('close', done));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    const last = lines().at(-1)!;
    expect(last.nodes.map(({ name }) => name)).toEqual(['h1', 'h2', 'h3', 's1']);
    expect(last.nodes[1]!.memory).toBeGreaterThan(100_000);
    expect(last.nodes[1]!.processes).toBeGreaterThanOrEqual(2);
    const once = await nestwork(['top', '--once']);
    expect(once.out).toMatch(/^DEVICE +KIND +CPU +MEMORY +PROCESSES +RECEIVED +SENT\nh2 +host +[\d.]+ % /);
    busy.child.kill('SIGTERM');
    await busy.ended;
  });
  test('live on a terminal: keys order the devices, q gives the terminal back', async () => {
    const shown = await onTerminal('nestwork top', [
      [/star-3 +4 devices[^]*By cpu/, 'n'],
      [/DEVICE[^]*h1 [^]*h2 [^]*h3 [^]*s1 [^]*By name/, 'q'],
    ]);
    expect(shown).toMatch(/^\u001b\[\?1049h[^]*\u001b\[\?1049l$/);
  });
});

describe('whole devices and labs', () => {
  const states = async (): Promise<Record<string, string>> => {
    const { nodes } = await json<{ nodes: { name: string; state: string }[] }>(['status']);
    return Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
  };

  test('paused and going on: some, by pattern, all', async () => {
    expect((await nestwork(['pause', 'h[12]'])).out).toBe('h1, h2: paused.\n');
    await expect.poll(states, patient).toEqual({ s1: 'up', h1: 'paused', h2: 'paused', h3: 'up' });
    expect((await nestwork(['exec', 'h1', '--', 'true'])).err).toContain('paused');
    expect(await json(['resume', 'star-3/h1'])).toEqual({ lab: 'star-3', paused: false, nodes: ['h1'] });
    await expect.poll(states, patient).toMatchObject({ h1: 'up', h2: 'paused' });
    expect((await nestwork(['pause', 'star-3'])).out).toBe('"star-3" is paused.\n');
    await expect.poll(states, patient).toEqual({ s1: 'paused', h1: 'paused', h2: 'paused', h3: 'paused' });
    expect((await nestwork(['resume'])).out).toBe('"star-3" goes on.\n');
    await expect.poll(async () => new Set(Object.values(await states())), patient).toEqual(new Set(['up']));
  });

  test('restarted: its processes are others, those of the rest go on', async () => {
    const pids = async (): Promise<Record<string, number>> => {
      const { nodes } = await json<{ nodes: { name: string; pid: number }[] }>(['status']);
      return Object.fromEntries(nodes.map(({ name, pid }) => [name, pid]));
    };
    const before = await pids();
    expect((await nestwork(['restart', 'h2'])).out).toBe('Restarted: h2.\n');
    await expect.poll(async () => (await pids()).h2 ?? before.h2, patient).not.toBe(before.h2);
    const after = await pids();
    expect({ ...after, h2: 0 }).toEqual({ ...before, h2: 0 });
    // Its new IPv6 address is tried first (RFC 4862, 5.4).
    const reached = async (): Promise<number | null> => (await nestwork(['exec', 'h2', '--', 'ping', '-c', '1', '-W', '5', 'h3'])).code;
    await expect.poll(reached, patient).toBe(0);
  });

  test('kept under a name, changed, and back to it live', async () => {
    expect(await nestwork(['snapshot', 'list'])).toEqual({ code: 0, out: '', err: 'This lab has no snapshots.\n' });
    expect((await nestwork(['snapshot', 'take', 'three hosts'])).out).toBe('Snapshot "three hosts": 4 devices, 3 cables.\n');
    expect((await nestwork(['snapshot', 'take', 'three hosts'])).err).toContain('--replace');
    expect(await nestwork(['snapshot', 'take', 'three hosts', '--replace', 'star-3'])).toMatchObject({ code: 0 });
    const { id } = JSON.parse(await readFile(join(home, 'star.nestwork.json'), 'utf8')) as { id: string };
    const larger = JSON.parse((await nestwork(['generate', 'star', '5'])).out) as object;
    await writeFile(join(home, 'star.nestwork.json'), JSON.stringify({ ...larger, id, name: 'star-3' }));
    await nestwork(['apply', 'star.nestwork.json']);
    await expect.poll(async () => Object.keys(await states()), patient).toHaveLength(6);
    expect((await nestwork(['snapshot', 'restore', 'three hosts'])).out).toBe('"star-3" runs as in the snapshot "three hosts".\n');
    expect(Object.keys(await states())).toHaveLength(4);
    expect(await json(['snapshot', 'list'])).toMatchObject({ snapshots: [{ name: 'three hosts', nodes: 4, links: 3 }] });
    expect(await nestwork(['snapshot', 'delete', 'three hosts'])).toMatchObject({ code: 0 });
    expect((await nestwork(['snapshot', 'restore', 'three hosts'])).err).toContain('nestwork snapshot list');
  });
});
