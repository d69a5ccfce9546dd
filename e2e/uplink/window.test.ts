/** The window's dialogs around a join, in a real browser, in a computer of the test's own: before, still connected, kept or put back. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer } from './computer';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.cjs');
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path)) ?? 'chromium';

describe('the window', { timeout: 180_000 }, () => {
  let computer: Computer;
  let dir: string;
  let file: string;
  beforeAll(async () => {
    computer = await Computer.start();
    dir = mkdtempSync('/var/tmp/nestwork-window-');
    file = join(dir, 'lab.nestwork.json');
    const nodes = [
      { id: 'n1', name: 'lan', kind: 'nic', nic: { interface: 'eth0', mode: 'bridge' }, position: { x: 300, y: 200 } },
      { id: 'h1', name: 'h1', kind: 'host', position: { x: 500, y: 200 } },
    ];
    const ends = [
      { node: 'n1', interface: 'p1' },
      { node: 'h1', interface: 'eth0' },
    ];
    writeFileSync(file, JSON.stringify({ nestwork: 1, id: 'windowed', name: 'windowed', nodes, links: [{ id: 'l1', ends }] }));
  });
  afterAll(async () => {
    await inComputer(cli, 'down', '--all').catch(() => undefined);
    computer?.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const inComputer = async (...argv: string[]): Promise<string> => {
    const [program = '', ...rest] = [...computer.enter, 'env', `XDG_RUNTIME_DIR=${dir}`, `HOME=${dir}`, process.execPath, ...argv];
    return (await run(program, rest)).stdout;
  };

  it.each(['back', 'keep'] as const)('says what will move, asks whether this computer is still connected (answer: %s)', async (answer) => {
    const seen = JSON.parse(await inComputer(join(import.meta.dirname, 'window.script.mjs'), cli, file, browser, answer)) as {
      facts: string[];
      focus: string;
      stays: boolean;
    };
    expect(seen.facts[0]).toBe('192.168.5.5/24 and the default route, from eth0 to the bridge nw-eth0.');
    expect(seen.focus.trim()).toBe('Not now');
    expect(seen.stays, 'Enter and Escape do nothing').toBe(true);
    const bridge = async (): Promise<boolean> => (await computer.sh('ip -br link')).includes('nw-eth0');
    expect(await bridge()).toBe(answer === 'keep');
    await inComputer(cli, 'down', '--all');
    await until(
      'this computer as it was',
      async () => !(await bridge()) && (await computer.sh('ip -br address show dev eth0')).includes('192.168.5.5/24'),
      30,
    );
  });
});
