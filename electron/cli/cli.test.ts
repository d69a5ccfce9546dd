/** The command line as a person or a script meets it: the bundle in a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { helpOf } from './help';
import { commands } from './main';

vi.setConfig({ testTimeout: 60_000 });
const root = resolve(__dirname, '../..');
let home: string;
let program: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nw-cli-'));
  // Where the built one lies, so that it finds the supervisor as an installed one does.
  program = join(home, 'dist/cli.cjs');
  await build({
    entryPoints: [join(__dirname, 'cli.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'error',
    external: ['bufferutil', 'utf-8-validate'],
    define: { NESTWORK_VERSION: '"1.2.3"' },
  });
});
afterEach(async () => {
  await nestwork(['down', '--all']);
});
afterAll(() => rm(home, { recursive: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}
function start(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { child: ChildProcessWithoutNullStreams; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: home,
    env: {
      ...process.env,
      NESTWORK_LAB: process.env.NESTWORK_LAB ?? join(root, 'native/bin/nestwork-lab'),
      XDG_RUNTIME_DIR: home,
      XDG_STATE_HOME: home,
      XDG_CONFIG_HOME: home,
      NO_COLOR: '1',
      ...environment,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out, err }))) };
}
function nestwork(args: readonly string[], input = ''): Promise<Ended> {
  const { child, ended } = start(args);
  child.stdin.end(input);
  return ended;
}
async function starFile(hosts: number): Promise<string> {
  const path = join(home, 'star.nestwork.json');
  await writeFile(path, (await nestwork(['generate', 'star', String(hosts)])).out);
  return path;
}

describe('without a lab', () => {
  test('every command has help with examples, on standard output, exit 0', async () => {
    expect(await nestwork(['--help'])).toMatchObject({ code: 0, err: '' });
    const up = await nestwork(['up', '--help']);
    expect(up).toEqual({ code: 0, err: '', out: `${helpOf(commands.find(({ name }) => name === 'up')!)}\n` });
    for (const command of commands) {
      expect(helpOf(command)).toContain(`Usage: nestwork ${command.usage}`);
      expect(helpOf(command)).toMatch(/Examples:\n {2}\S/);
    }
  });

  test('what is not understood is exit 2, a sentence on standard error and nothing on standard output', async () => {
    const wrong = [
      [],
      ['no-such'],
      ['up'],
      ['up', 'a', 'b'],
      ['list', 'x'],
      ['up', '--bogus', 'f'],
      ['generate', 'blob', '3'],
      ['generate', 'star', '-1'],
      ['generate', 'star', '1e3'],
      ['exec', 'h1'],
      ['serve', '--port', '70000'],
      ['help', 'no-such'],
      ['attach', 'h1', '--terminal', 'x'],
      ['attach', 'h1', '--fresh', 'pid,time'],
      ['attach', 'h1', '--terminal', '3', '--as', 'nobody'],
    ];
    const ended = await Promise.all(wrong.map((args) => nestwork(args)));
    for (const [index, { code, out, err }] of ended.entries()) {
      expect({ args: wrong[index], code, out }).toEqual({ args: wrong[index], code: 2, out: '' });
      expect(err.trim().length).toBeGreaterThan(10);
    }
  });

  test('version, generated shapes, validation and plans', async () => {
    expect(await nestwork(['--version'])).toEqual({ code: 0, out: 'nestwork 1.2.3\n', err: '' });
    for (const shape of ['star', 'chain', 'ring', 'tree']) {
      const path = join(home, `${shape}.json`);
      await writeFile(path, (await nestwork(['generate', shape, '7'])).out);
      expect(await nestwork(['validate', path, '--json'])).toMatchObject({ code: 0 });
      const { out } = await nestwork(['plan', path, '--json']);
      expect((JSON.parse(out) as { steps: unknown[] }).steps.length).toBeGreaterThan(7);
    }
    const { out } = await nestwork(['plan', '--commands', join(home, 'star.json')]);
    expect(out).toMatch(/^ip netns add /m);
  });

  test('a malformed file is told with line and column, and exit 1', async () => {
    const path = join(home, 'broken.json');
    await writeFile(path, '{\n  "nestwork": 1,,\n}');
    for (const command of ['validate', 'plan', 'up', 'apply']) {
      const { code, err } = await nestwork([command, path]);
      expect({ command, code }).toEqual({ command, code: 1 });
      expect(err).toMatch(/line 2/);
    }
    const { out } = await nestwork(['validate', path, '--json']);
    expect(JSON.parse(out)).toMatchObject({ valid: false, error: { line: 2, column: 17 } });
  });

  test('doctor names each limit with what to do', async () => {
    const { code, out } = await nestwork(['doctor', '--json']);
    expect(code).toBe(0);
    const { findings } = JSON.parse(out) as { findings: { check: string; level: string; message: string; hint?: string }[] };
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'supervisor',
        'user-namespaces',
        'namespace-count',
        'id-range',
        'neighbour-table',
        'processes',
        'open-files',
      ]),
    );
    for (const { level, hint } of findings) if (level !== 'ok') expect(hint).toBeTruthy();
  });

  test('commands that need a lab say how to start one', async () => {
    for (const args of [['status'], ['down'], ['exec', 'h1', '--', 'true'], ['attach', 'h1']]) {
      const { code, err } = await nestwork(args);
      expect(code).toBe(1);
      expect(err).toContain('No lab is running');
    }
    expect(await nestwork(['list', '--json'])).toMatchObject({ code: 0, out: '{"labs":[]}\n' });
  });
});

describe('with a lab', () => {
  test('up, list, status, exec, apply, down', async () => {
    const path = await starFile(3);
    const up = await nestwork(['up', path, '--json']);
    expect(up).toMatchObject({ code: 0 });
    expect(JSON.parse(up.out)).toMatchObject({ nodes: 4, failed: [] });
    const { labs } = JSON.parse((await nestwork(['list', '--json'])).out) as { labs: unknown[] };
    expect(labs).toMatchObject([{ nodes: 4, path }]);
    const { nodes } = JSON.parse((await nestwork(['status', '--json'])).out) as {
      nodes: { name: string; state: string; addresses: string[] }[];
    };
    expect(nodes.every(({ state }) => state === 'up')).toBe(true);
    const address = nodes.find(({ name }) => name === 'h2')!.addresses[0]!.split('/')[0]!;

    expect(await nestwork(['exec', 'h1', '--', 'ping', '-c', '2', '-W', '5', address])).toMatchObject({ code: 0 });
    expect(await nestwork(['exec', 'h1', '--', 'sh', '-c', 'cat; echo to-err >&2; exit 7'], 'to-out')).toEqual({
      code: 7,
      out: 'to-out',
      err: 'to-err\n',
    });
    expect(await nestwork(['exec', 'h1', '--', 'sh', '-c', 'kill -TERM $$'])).toMatchObject({ code: 143 });
    const long = 'x'.repeat(1_000_000);
    expect((await nestwork(['exec', 'h1', '--', 'cat'], long)).out).toBe(long);
    expect((await nestwork(['exec', 'nobody', '--', 'true'])).err).toContain('h1, h2, h3');

    // The same lab with two hosts more.
    const { id } = JSON.parse(await readFile(path, 'utf8')) as { id: string };
    const larger = JSON.parse((await nestwork(['generate', 'star', '5'])).out) as { id: string };
    await writeFile(path, JSON.stringify({ ...larger, id }));
    const planned = JSON.parse((await nestwork(['plan', path, '--json'])).out) as { running: boolean; steps: unknown[] };
    expect(planned.running).toBe(true);
    expect(planned.steps.length).toBeGreaterThan(0);
    expect(await nestwork(['apply', path])).toMatchObject({ code: 0 });
    expect((await nestwork(['plan', path])).out).toBe('');
    expect(await nestwork(['exec', 'h5', '--', 'ping', '-c', '2', '-W', '5', address])).toMatchObject({ code: 0 });
    expect(await nestwork(['down'])).toMatchObject({ code: 0 });
    expect(await nestwork(['list'])).toEqual({ code: 0, out: '', err: 'No lab is running.\n' });
  });

  test('Ctrl-C while it starts leaves nothing', async () => {
    const path = await starFile(300);
    const { child, ended } = start(['up', path]);
    await new Promise<void>((going) => child.stderr.on('data', (bytes: Buffer) => bytes.toString().includes('Starting') && going()));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 1, err: expect.stringContaining('Undone') as string });
    expect(await nestwork(['list', '--json'])).toMatchObject({ out: '{"labs":[]}\n' });
  });

  test('a shell by attach: typed to, resized by its terminal, its exit code handed on', async () => {
    await nestwork(['up', await starFile(2)]);
    const { code, out } = await nestwork(['attach', 'h1'], 'echo $((40+2))-$(hostname)\nexit 5\n');
    expect(out).toContain('42-h1');
    expect(code).toBe(5);
  });

  test('browser mode is not reachable from inside a device, whose loopback is its own', async () => {
    await nestwork(['up', await starFile(2)]);
    const server = createServer((socket) => socket.end('seen'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const script = `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3`;
    const outside = spawn('bash', ['-c', script]);
    let control = '';
    outside.stdout.on('data', (bytes: Buffer) => (control += bytes.toString()));
    await new Promise((done) => outside.once('close', done));
    expect(control).toBe('seen');
    const inside = await nestwork(['exec', 'h1', '--', 'bash', '-c', script]);
    expect(inside.code).not.toBe(0);
    expect(inside.out).toBe('');
    server.close();
  });
});
