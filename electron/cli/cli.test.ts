/** The command line whole: what it understands, what it refuses, a lab from its start to its end. */
import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { home, json, nestwork, starFile, start } from './cli.fixture';
import { commandNamed } from './command';
import { helpOf } from './help';
import { groups } from './table';

afterEach(async () => {
  await nestwork(['down', '--all']);
});

describe('without a lab', () => {
  test('every command has help with examples, on standard output, exit 0', async () => {
    expect(await nestwork(['--help'])).toMatchObject({ code: 0, err: '' });
    const up = await nestwork(['up', '--help']);
    expect(up).toEqual({ code: 0, err: '', out: `${helpOf(commandNamed(groups, 'up')!)}\n` });
    for (const command of groups.flatMap(({ commands }) => commands)) {
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
      ['export', 'x'],
      ['cp', 'a', 'b'],
      ['cp', 'h1:/a', 'h2:/b'],
      ['cp', 'h1:', 'b'],
      ['snapshot', 'keep'],
      ['snapshot', 'take'],
      ['top', '--sort', 'size'],
      ['logs', 'h1', '--lines', 'few'],
      ['completion', 'ksh'],
    ];
    const ended = await Promise.all(wrong.map((args) => nestwork(args)));
    for (const [index, { code, out, err }] of ended.entries()) {
      expect({ args: wrong[index], code, out }).toEqual({ args: wrong[index], code: 2, out: '' });
      expect(err.trim().length).toBeGreaterThan(10);
    }
  });

  test('a mistyped command, option or shape is told what was probably meant', async () => {
    const meant = [
      [['ecex'], '"exec"'],
      [['stauts'], '"status"'],
      [['exec', '--jsno'], '"--json"'],
      [['generate', 'fattree', '4'], '"fat-tree"'],
      [['top', '--sort', 'trafic'], '"traffic"'],
    ] as const;
    for (const [args, word] of meant) expect((await nestwork(args)).err).toContain(`Did you mean ${word}?`);
    expect((await nestwork(['no-such'])).err).toContain('nestwork --help');
  });

  test('version, generated shapes, validation, plans, the schema', async () => {
    expect(await nestwork(['--version'])).toEqual({ code: 0, out: 'nestwork 1.2.3\n', err: '' });
    for (const shape of ['star', 'chain', 'ring', 'tree', 'grid', 'fat-tree']) {
      const path = join(home, `${shape}.json`);
      await writeFile(path, (await nestwork(['generate', shape, '7'])).out);
      expect(await nestwork(['validate', path, '--json'])).toMatchObject({ code: 0 });
      const { out } = await nestwork(['plan', path, '--json']);
      expect((JSON.parse(out) as { steps: unknown[] }).steps.length).toBeGreaterThan(7);
    }
    const { out } = await nestwork(['plan', '--commands', join(home, 'star.json')]);
    expect(out).toMatch(/^ip netns add /m);
    expect((await nestwork(['schema'])).out).toBe(await readFile(join(__dirname, '../../docs/topology.schema.json'), 'utf8'));
  });

  test('a lab as a script, printed and as a file that can be run', async () => {
    const path = await starFile(2);
    const { code, out } = await nestwork(['export', '--script', path]);
    expect(code).toBe(0);
    expect(out).toMatch(/^#!\/usr\/bin\/env bash\n[^]* link add /);
    expect(await nestwork(['export', '--script', path, '-o', 'star.sh'])).toMatchObject({ code: 0 });
    expect(await readFile(join(home, 'star.sh'), 'utf8')).toBe(out);
    expect((await stat(join(home, 'star.sh'))).mode & 0o111).toBe(0o111);
  });

  test('what has one certain way is mended in the file, the rest is told', async () => {
    const path = await starFile(3);
    const drawn = JSON.parse(await readFile(path, 'utf8')) as { nodes: { name: string }[]; later: string };
    drawn.nodes[1]!.name = drawn.nodes[2]!.name;
    drawn.later = 'kept';
    await writeFile(path, JSON.stringify(drawn));
    expect(await nestwork(['validate', path])).toMatchObject({ code: 1, err: expect.stringContaining('--fix') as string });
    const fixed = await json<{ valid: boolean; fixed: { code: string }[]; problems: unknown[] }>(['validate', '--fix', path]);
    expect(fixed).toMatchObject({ valid: true, fixed: [{ code: 'duplicate-name' }], problems: [] });
    expect(await nestwork(['validate', path])).toMatchObject({ code: 0, err: 'No problems found.\n' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ later: 'kept' });
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
        'terminals',
        'inotify',
        'control-groups',
        'interface-names',
        'bridge-ports',
        'tools',
      ]),
    );
    for (const { level, hint } of findings) if (level !== 'ok') expect(hint).toBeTruthy();
  });

  test('commands that need a lab say how to start one', async () => {
    const some = [
      ['status'],
      ['down'],
      ['exec', 'h1', '--', 'true'],
      ['attach', 'h1'],
      ['top'],
      ['logs', 'h1'],
      ['pause'],
      ['restart', 'h1'],
      ['snapshot', 'list'],
      ['cp', 'h1:/etc/hosts', '-'],
    ];
    for (const args of some) {
      const { code, err } = await nestwork(args);
      expect(code).toBe(1);
      expect(err).toContain('No lab is running');
    }
    expect(await nestwork(['list', '--json'])).toMatchObject({ code: 0, out: '{"labs":[]}\n' });
  });
});

describe('with a lab', () => {
  test('what it is made of is written down: each operation, each answer of the kernel, refusals in its own words', async () => {
    const path = await starFile(2);
    const trace = join(home, 'trace.txt');
    expect(await nestwork(['up', path, '--trace', 'trace.txt'])).toMatchObject({ code: 0 });
    const lines = (await readFile(trace, 'utf8')).trimEnd().split('\n');
    const { out } = await nestwork(['plan', path, '--json']);
    const { steps } = JSON.parse(out) as { steps: unknown[] };
    expect(lines.filter((line) => /^ *\d+\.\d{3} {2}\d+ [a-z]+\.[a-z]+ \S+: done$/.test(line)).length).toBeGreaterThanOrEqual(steps.length);
    expect(lines).toContainEqual(expect.stringMatching(/^ *\d+\.\d{3} {2} {4}netlink \d+ RTM_NEWLINK create new, \d+ bytes: done$/));
    // Made by hand, so that the kernel refuses what is wanted: its words are in the log, too.
    expect(await nestwork(['exec', 'h1', '--', 'ip', 'route', 'add', '198.51.100.0/24', 'dev', 'eth0'])).toMatchObject({ code: 0 });
    const drawn = JSON.parse(await readFile(path, 'utf8')) as { nodes: { name: string; routes?: unknown[] }[] };
    drawn.nodes.find(({ name }) => name === 'h1')!.routes = [{ to: '198.51.100.0/24', via: '10.0.1.11' }];
    await writeFile(path, JSON.stringify(drawn));
    expect(await nestwork(['apply', path])).toMatchObject({ code: 1 });
    expect(await readFile(trace, 'utf8')).toMatch(/netlink \d+ RTM_NEWROUTE[^\n]*: File exists$/m);
  });

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
    const dry = await nestwork(['apply', '--dry-run', path]);
    expect(dry).toMatchObject({ code: 0, err: expect.stringContaining('nothing was done') as string });
    expect(dry.out).toMatch(/^\+ {2}h5 /m);
    expect((await json<{ nodes: unknown[] }>(['status'])).nodes).toHaveLength(4);
    expect(await nestwork(['apply', path])).toMatchObject({ code: 0 });
    expect((await nestwork(['plan', path])).out).toBe('');
    expect(await nestwork(['exec', 'h5', '--', 'ping', '-c', '2', '-W', '5', address])).toMatchObject({ code: 0 });
    expect(await nestwork(['down'])).toMatchObject({ code: 0 });
    expect(await nestwork(['list'])).toEqual({ code: 0, out: '', err: 'No lab is running.\n' });
  });

  test.each([1, 2])('Ctrl-C %i times while it starts leaves nothing', async (times) => {
    const path = await starFile(800);
    const { child, ended } = start(['up', path]);
    let seen = '';
    const says = (word: string): Promise<void> =>
      new Promise((going) => child.stderr.on('data', (bytes: Buffer) => (seen += bytes.toString()).includes(word) && going()));
    const [starting, undoing] = [says('Starting'), says('Undoing')];
    await starting;
    child.kill('SIGINT');
    await undoing;
    if (times === 2) child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining('Undone') as string });
    expect(await nestwork(['list', '--json'])).toMatchObject({ out: '{"labs":[]}\n' });
  });

  test('quiet prints nothing of what went well; verbose tells of each step', async () => {
    const path = await starFile(2);
    expect(await nestwork(['up', '--quiet', path])).toEqual({ code: 0, out: '', err: '' });
    expect((await nestwork(['list', '-q'])).out).toContain('star-2');
    expect((await nestwork(['list', '-v'])).err).toMatch(/^ {2}labs\.list: [\d.]+ ms$/m);
    expect(await nestwork(['down', '-q'])).toEqual({ code: 0, out: '', err: '' });
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
