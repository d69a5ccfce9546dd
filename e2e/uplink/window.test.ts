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

type Step = Record<'here' | 'addresses' | 'lab' | 'kind', string>;
interface Seen {
  offered: string;
  facts: string[];
  focus: string;
  stays: boolean;
  ways: Record<'bridge' | 'back' | 'kept' | 'macvlan' | 'whole' | 'end', Step>;
}

describe('the window', { timeout: 300_000 }, () => {
  let computer: Computer;
  let before: string;
  let dir: string;
  let file: string;
  beforeAll(async () => {
    computer = await Computer.start();
    before = await computer.quickSnapshot();
    dir = mkdtempSync('/var/tmp/nestwork-window-');
    file = join(dir, 'lab.nestwork.json');
    const nodes = [
      { id: 'n1', name: 'lan', kind: 'nic', nic: { mode: 'bridge' }, position: { x: 300, y: 200 } },
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
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
  });
  const inComputer = async (...argv: string[]): Promise<string> => {
    const [program = '', ...rest] = [...computer.enter, 'env', `XDG_RUNTIME_DIR=${dir}`, `HOME=${dir}`, process.execPath, ...argv];
    return (await run(program, rest)).stdout;
  };

  it('chooses an interface, joins it by bridge, macvlan and whole, and asks whether this computer is still connected', async () => {
    const script = join(import.meta.dirname, 'window.script.mjs');
    const seen = JSON.parse(await inComputer(script, cli, file, browser, process.env.NESTWORK_SHOTS ?? '')) as Seen;
    expect(seen.offered).toMatch(/eth0.*192\.168\.5\.5\/24.*default route/);
    expect(seen.facts[0]).toBe('192.168.5.5/24 and the default route, from eth0 to the bridge nw-eth0.');
    expect(seen.focus.trim()).toBe('Not now');
    expect(seen.stays, 'Enter and Escape do nothing').toBe(true);
    const { bridge, back, kept, macvlan, whole, end } = seen.ways;
    for (const joined of [bridge, kept]) {
      expect(joined.here).toMatch(/^nw-eth0 /m);
      expect(joined.addresses).toMatch(/^nw-eth0 .*192\.168\.5\.5\/24/m);
      expect(joined.kind).toMatch(/veth/);
    }
    for (const apart of [back, end]) {
      expect(apart.here).not.toMatch(/nw/);
      expect(apart.addresses).toMatch(/^eth0\S* .*192\.168\.5\.5\/24/m);
      expect(apart.kind).toBe('');
    }
    expect(macvlan.here, 'this computer stays as it is').toBe(end.here);
    expect(macvlan.addresses).toBe(end.addresses);
    expect(macvlan.kind).toMatch(/macvlan/);
    expect(whole.here).not.toMatch(/eth0/);
    expect(whole.kind).toMatch(/uplink0/);
    await inComputer(cli, 'down', '--all');
    await until('this computer as it was', async () => (await computer.quickSnapshot()) === before, 60).catch(async () =>
      expect(await computer.quickSnapshot()).toBe(before),
    );
  });
});
