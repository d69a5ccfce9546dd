/** A network card by file and command line: at a terminal, with what a person types; each way of joining, and the kernel before, meanwhile and after. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer, lanAddress } from './computer';
import { Typed } from './typed';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.cjs');
const lease = `f=$(mktemp -d); dhclient -4 -1 -q -sf $0 -pf $f/pid -lf $f/leases eth0; until [ -s $f/pid ]; do sleep 0.02; done; kill $(cat $f/pid); rm -r $f`;

describe.each(['macvlan', 'whole'] as const)('a network card, joined as %s', (mode) => {
  let computer: Computer;
  let dir: string;
  afterEach(async () => {
    await nestwork('down', '--all').catch(() => undefined);
    computer.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
  });
  const environment = (): string[] => ['env', `XDG_RUNTIME_DIR=${dir}`, `HOME=${dir}`];
  const nestwork = async (...argv: string[]): Promise<string> => {
    const [file = '', ...rest] = [...computer.enter, ...environment(), process.execPath, cli, ...argv];
    return (await run(file, rest)).stdout;
  };
  const typed = (line: string): Typed => new Typed([...computer.enter, ...environment()], `${process.execPath} ${cli} ${line}`);
  const asBefore = (before: string): Promise<unknown> =>
    until('this computer as it was', async () => (await computer.quickSnapshot()) === before, 60).catch(async () =>
      expect(await computer.quickSnapshot()).toBe(before),
    );
  const inLab = (device: string, ...argv: string[]): Promise<string> => nestwork('exec', device, '--', ...argv);

  it('asks before, asks after, and keeps to the answer; other doors may keep it and put it back', async () => {
    computer = await Computer.start({ dhcp: mode === 'whole' ? 'none' : 'static' });
    await computer.serveLan();
    dir = mkdtempSync('/var/tmp/nestwork-doors-');
    const file = join(dir, 'lab.nestwork.json');
    const nodes = [
      { id: 'n1', name: 'card', kind: 'nic', nic: { interface: 'eth0', mode }, position: { x: 0, y: 0 } },
      { id: 'h1', name: 'h1', kind: 'host', interfaces: [{ name: 'eth0', ipv4: [], ipv6: [] }], position: { x: 100, y: 0 } },
    ];
    const ends = [
      { node: 'n1', interface: 'p1' },
      { node: 'h1', interface: 'eth0' },
    ];
    writeFileSync(file, JSON.stringify({ nestwork: 1, id: 'carded', name: 'carded', nodes, links: [{ id: 'l1', ends }] }));
    copyFileSync(join(import.meta.dirname, 'lease.sh'), join(dir, 'lease.sh'));
    const before = await computer.quickSnapshot();

    const up = typed(`up ${file}`);
    await up.hears(mode === 'macvlan' ? /gets an interface of its own upon eth0; this computer stays as it is/ : /eth0 moves into the lab/);
    await up.answers(/Go on\? \[y\/N\]/, 'n');
    expect(await up.ended).toBe(1);
    await asBefore(before);

    const join1 = typed('uplink join');
    await join1.answers(/Go on\? \[y\/N\]/, 'y');
    await join1.answers(/eth0 is joined\. Are you still connected\? Without a yes within \d+ s it goes back\. \[y\/N\]/, 'n');
    expect(await join1.ended).toBe(1);
    await asBefore(before);

    // Ctrl-C at the question is no yes.
    const join2 = typed('uplink join');
    await join2.answers(/Go on\? \[y\/N\]/, 'y');
    await join2.hears(/Are you still connected\?/);
    join2.press('\u0003');
    await join2.ended;
    await asBefore(before);

    // Somebody says yes at another door.
    const join3 = typed('uplink join');
    await join3.answers(/Go on\? \[y\/N\]/, 'y');
    await join3.hears(/Are you still connected\?/);
    expect(await nestwork('uplink', 'keep')).toMatch(new RegExp(`card +eth0 +${mode} +joined`));
    await join3.hears(/eth0 stays: that was said elsewhere/);
    expect(await join3.ended).toBe(0);

    expect(await inLab('card', 'ip', '-d', 'link', 'show', 'uplink0')).toMatch(mode === 'macvlan' ? /macvlan mode private/ : /uplink0/);
    if (mode === 'macvlan') expect(await computer.sh('ip -br address show dev eth0')).toMatch(/192\.168\.5\.5\/24/);
    else expect(await computer.sh('ip -br link')).not.toContain('eth0');
    await inLab('h1', 'sh', '-c', lease, join(dir, 'lease.sh'));
    expect(await inLab('h1', 'ip', '-br', '-4', 'address', 'show', 'dev', 'eth0')).toMatch(/192\.168\.5\.1\d\d\/24/);
    await inLab('h1', 'ping', '-n', '-c', '1', '-W', '20', lanAddress);
    expect(await inLab('h1', 'wget', '-q', '-T', '20', '-O', '-', `http://${lanAddress}/`)).toBe('hello from the LAN');

    expect(await nestwork('uplink', 'back')).toMatch(/card +eth0 +\S+ +not joined/);
    await asBefore(before);
    await nestwork('uplink', 'join', '--yes');
    expect(await nestwork('uplink')).toMatch(new RegExp(`card +eth0 +${mode} +joined`));
    await nestwork('down');
    await until('the end of all journals', async () => (await computer.sh('ls /run/nestwork/*.journal 2>/dev/null || true')) === '', 60);
    await asBefore(before);
  });
});
