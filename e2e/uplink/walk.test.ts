/** The classic walk as a person goes it, from a file and the command line: this computer and a node on a cable; then a bridge with the NIC, and leases from the LAN. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../kernel/lab';
import { Computer, lanAddress } from './computer';

const run = promisify(execFile);
const cli = resolve(import.meta.dirname, '../../dist/cli.cjs');
/** A lease by dhclient(8), with files of its own. */
const lease = `f=$(mktemp -d); dhclient -4 -1 -q -sf $0 -pf $f/pid -lf $f/leases eth0; until [ -s $f/pid ]; do sleep 0.02; done; kill $(cat $f/pid); rm -r $f`;
const position = { x: 0, y: 0 };
const cable = (id: string, a: string, b: string) => ({
  id,
  ends: [a, b].map((end) => ({ node: end.split('.')[0], interface: end.split('.')[1] })),
});
const drawing = (id: string, nodes: object[], links: object[]) => ({
  nestwork: 1,
  id,
  name: id,
  nodes: nodes.map((node) => ({ position, ...node })),
  links,
});

describe('the classic walk', { timeout: 300_000 }, () => {
  let computer: Computer;
  let dir: string;
  const nestwork = async (...argv: string[]): Promise<string> => {
    const [file = '', ...rest] = [...computer.enter, 'env', `XDG_RUNTIME_DIR=${dir}`, `HOME=${dir}`, process.execPath, cli, ...argv];
    return (await run(file, rest)).stdout;
  };
  /** Links, addresses, routes, mounts, journals. All settings too are compared where joining is tested for itself (runs.test.ts). */
  const asBefore = (before: string): Promise<unknown> =>
    until('this computer as it was', async () => (await computer.quickSnapshot()) === before, 60).catch(async () =>
      expect(await computer.quickSnapshot()).toBe(before),
    );
  /** nestwork-root sees the end of the lab, and puts back what was joined. */
  const putBack = (): Promise<unknown> =>
    until('the end of all journals', async () => (await computer.sh('ls /run/nestwork/*.journal 2>/dev/null || true')) === '', 60);
  const begin = async (start: Parameters<typeof Computer.start>[0], lab: object): Promise<string> => {
    computer = await Computer.start(start);
    dir = mkdtempSync('/var/tmp/nestwork-walk-');
    const file = join(dir, 'lab.nestwork.json');
    writeFileSync(file, JSON.stringify(lab));
    // Devices have a /tmp of their own.
    copyFileSync(join(import.meta.dirname, 'lease.sh'), join(dir, 'lease.sh'));
    return file;
  };
  afterEach(async () => {
    await nestwork('down', '--all').catch(() => undefined);
    computer.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
  });

  it('this computer is 192.168.5.5/24, the node is 192.168.5.10/24, and each reaches the other', async () => {
    const file = await begin(
      { dhcp: 'none' },
      drawing(
        'cable',
        [
          { id: 'c1', name: 'me', kind: 'this-computer', computer: { ipv4: ['192.168.5.5/24'], ipv6: [] } },
          { id: 'h1', name: 'h1', kind: 'host', interfaces: [{ name: 'eth0', ipv4: ['192.168.5.10/24'] }] },
        ],
        [cable('l1', 'c1.p1', 'h1.eth0')],
      ),
    );
    const before = await computer.quickSnapshot();
    await expect(nestwork('up', file), 'nobody says yes').rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/me: This computer gets an interface .* with 192\.168\.5\.5\/24;[\s\S]*Add --yes/) as string,
    });
    await asBefore(before);
    await nestwork('up', '--yes', file);
    expect(await computer.sh('ip -br -4 address')).toContain('192.168.5.5/24');
    await computer.sh('ping -n -c 1 -W 20 192.168.5.10');
    await nestwork('exec', 'h1', '--', 'ping', '-n', '-c', '1', '-W', '20', '192.168.5.5');
    expect(await nestwork('uplink')).toMatch(/me +\S+ +computer +joined/);
    await nestwork('down');
    await putBack();
    await asBefore(before);
  });

  it('the bridge has the NIC, the lease of this computer and that of the node; all is as before when the lab ends', async () => {
    const file = await begin(
      { dhcp: 'lease' },
      drawing(
        'bridged',
        [
          { id: 'n1', name: 'lan', kind: 'nic', nic: { interface: 'eth0', mode: 'bridge' } },
          { id: 'h1', name: 'h1', kind: 'host', interfaces: [{ name: 'eth0', ipv4: [], ipv6: [] }] },
        ],
        [cable('l1', 'n1.p1', 'h1.eth0')],
      ),
    );
    const before = await computer.quickSnapshot();
    await nestwork('up', '--yes', file);
    expect(await computer.sh('ip -br link show master nw-eth0')).toMatch(/eth0[\s\S]*nwp-eth0|nwp-eth0[\s\S]*eth0/);
    expect(await computer.sh('ip -br -4 address show dev nw-eth0')).toMatch(/192\.168\.5\.1\d\d\/24/);
    await computer.sh(`ping -n -c 1 -W 20 ${lanAddress}`);
    await nestwork('exec', 'h1', '--', 'sh', '-c', lease, join(dir, 'lease.sh'));
    expect(await nestwork('exec', 'h1', '--', 'ip', '-br', '-4', 'address', 'show', 'dev', 'eth0')).toMatch(/192\.168\.5\.1\d\d\/24/);
    await nestwork('exec', 'h1', '--', 'ping', '-n', '-c', '1', '-W', '20', lanAddress);
    expect(await nestwork('uplink')).toMatch(/lan +eth0 +bridge +joined/);
    await nestwork('down');
    await putBack();
    await asBefore(before);
  });

  it('expose gives the devices names that ip netns knows, and unexpose takes them away', async () => {
    const file = await begin(
      {},
      drawing(
        'shown',
        [
          { id: 'h1', name: 'h1', kind: 'host' },
          { id: 'h2', name: 'h2', kind: 'host' },
        ],
        [cable('l1', 'h1.eth0', 'h2.eth0')],
      ),
    );
    const before = await computer.quickSnapshot();
    await nestwork('up', file);
    await nestwork('expose');
    expect(
      (await computer.sh('ip netns list'))
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(' ')[0])
        .sort(),
    ).toEqual(['h1', 'h2']);
    expect(await computer.sh('ip netns exec h1 ip -br link')).toContain('eth0');
    await nestwork('unexpose');
    expect((await computer.sh('ip netns list')).trim()).toBe('');
    await nestwork('expose');
    await nestwork('down');
    await putBack();
    expect((await computer.sh('ip netns list')).trim()).toBe('');
    await asBefore(before);
  });
});
