/** The Internet of a lab as a person gets it: from a file, by `nestwork up`, without root. */
import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asCaller, callers, until } from '../kernel/lab';
import { Computer, lanAddress } from './computer';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.cjs');

/** A host behind a router, and the Internet beyond it; port 8081 of this computer leads to the host, and 8082 to one without an address. */
const lab = {
  nestwork: 1,
  id: 'way-out',
  name: 'Way out',
  nodes: [
    { id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 } },
    { id: 'r1', name: 'r1', kind: 'router', position: { x: 100, y: 0 } },
    {
      id: 'net',
      name: 'net',
      kind: 'internet',
      position: { x: 200, y: 0 },
      internet: {
        forwards: [
          { protocol: 'tcp', port: 8081, node: 'h1', nodePort: 80 },
          { protocol: 'tcp', port: 8082, node: 'h2', nodePort: 80 },
        ],
      },
    },
    { id: 'h2', name: 'h2', kind: 'host', position: { x: 0, y: 100 } },
  ],
  links: [
    {
      id: 'l1',
      ends: [
        { node: 'h1', interface: 'eth0' },
        { node: 'r1', interface: 'eth0' },
      ],
    },
    {
      id: 'l2',
      ends: [
        { node: 'r1', interface: 'eth1' },
        { node: 'net', interface: 'eth0' },
      ],
    },
  ],
};

describe.each(callers.slice(0, 2))('nestwork up by $name', (caller) => {
  let computer: Computer;
  let dir: string;
  beforeAll(async () => {
    computer = await Computer.start();
    await computer.serveLan();
    await computer.sh(`echo "nameserver ${lanAddress}" > /etc/resolv.conf; sysctl -qw net.ipv4.ping_group_range="0 2147483647"`);
    dir = mkdtempSync(join(tmpdir(), 'nestwork-door-'));
    mkdirSync(join(dir, 'runtime'));
    writeFileSync(join(dir, 'lab.nestwork.json'), JSON.stringify(lab));
    for (const path of [dir, join(dir, 'runtime'), join(dir, 'lab.nestwork.json')]) chownSync(path, caller.uid, caller.uid);
  });
  afterAll(async () => {
    await nestwork('down', '--all').catch(() => undefined);
    computer?.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const nestwork = async (...argv: string[]): Promise<string> => (await both(...argv)).stdout;
  const both = async (...argv: string[]): Promise<{ stdout: string; stderr: string }> => {
    const environment = ['env', `XDG_RUNTIME_DIR=${dir}/runtime`, `HOME=${dir}`, process.execPath, cli, ...argv];
    const [file = '', ...rest] = [...computer.enter, ...asCaller({ ...caller, range: false }, dir, environment)];
    return run(file, rest);
  };

  it('leads every device out, answers names, and takes in the port that is drawn', async () => {
    const missing = 'warning: net forwards TCP port 8082 to h2, which has no IPv4 address. Give it a cable or an IPv4 address.';
    expect(await nestwork('validate', `${dir}/lab.nestwork.json`)).toContain(missing);
    const { stdout, stderr } = await both('up', `${dir}/lab.nestwork.json`);
    expect(stdout).toContain('is up');
    expect(stderr, 'a forward that leads nowhere is not left out in silence').toContain(missing);
    expect(await nestwork('exec', 'h1', '--', 'wget', '-q', '-T', '20', '-t', '2', '-O', '-', `http://${lanAddress}/`)).toBe(
      'hello from the LAN',
    );
    expect(await nestwork('exec', 'h1', '--', 'wget', '-q', '-T', '20', '-t', '2', '-O', '-', 'http://web.lan/')).toBe(
      'hello from the LAN',
    );
    const server = "require('http').createServer((_, r) => r.end('from h1')).listen(80)";
    const environment = [
      'env',
      `XDG_RUNTIME_DIR=${dir}/runtime`,
      process.execPath,
      cli,
      'exec',
      'h1',
      '--',
      process.execPath,
      '-e',
      server,
    ];
    const [file = '', ...rest] = [...computer.enter, ...asCaller({ ...caller, range: false }, dir, environment)];
    const child = spawn(file, rest, { stdio: 'ignore' });
    await until(
      'the port of this computer',
      async () => (await computer.sh('wget -q -T 2 -t 1 -O - http://127.0.0.1:8081/ || true')) === 'from h1',
      60,
    );
    child.kill('SIGTERM');
  });

  it('a second door finds it open, and the end of the lab ends it', async () => {
    const missing = 'warning: net forwards TCP port 8082 to h2, which has no IPv4 address. Give it a cable or an IPv4 address.';
    expect(await nestwork('validate', `${dir}/lab.nestwork.json`)).toContain(missing);
    const { stdout, stderr } = await both('up', `${dir}/lab.nestwork.json`);
    expect(stdout).toContain('is up');
    expect(stderr, 'a forward that leads nowhere is not left out in silence').toContain(missing);
    const carriers = () => computer.processes().filter(({ args }) => args.includes('--internet') || /^\S*pasta /.test(args));
    // Who started it ends by itself.
    await until('who carries it', () => carriers().length === 3);
    await nestwork('down');
    await until('the end of what carried it', () => carriers().length === 0);
  });

  it('says which device has no way out, and why', async () => {
    await computer.sh('ip route del default');
    const said = await nestwork('up', `${dir}/lab.nestwork.json`).then(
      () => '',
      (error: { stderr: string }) => error.stderr,
    );
    expect(said).toMatch(/The way to the Internet could not be opened/);
    await computer.sh('ip route add default via 192.168.5.1');
    await nestwork('down');
  });
});
