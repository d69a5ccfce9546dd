/** The host is the same before, during and after (S25), and the snapshot that says so would notice. */
import { execFileSync, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, hostSnapshot } from '../kernel/host-snapshot';
import { Lab, callers, processesIn, until } from '../kernel/lab';
import { smallNetwork } from '../kernel/shapes';

describe('the snapshot bites', () => {
  // A network namespace of the test's own stands for a host, so that the real one is not touched to prove the point.
  const stage = spawn(
    'unshare',
    [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net', '--mount', 'sh', '-c', 'echo ready; exec sleep 600'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const enter = [
    'nsenter',
    '--target',
    String(stage.pid),
    ...(process.getuid?.() === 0 ? [] : ['--user', '--preserve-credentials']),
    '--net',
    '--mount',
  ];
  const at = (...argv: string[]) => execFileSync(enter[0] ?? '', [...enter.slice(1), ...argv], { stdio: 'ignore' });
  beforeAll(() => new Promise<void>((resolve) => stage.stdout.once('data', () => resolve())));
  afterAll(() => void stage.kill('SIGKILL'));

  it('sees nothing where nothing happened', () => {
    expect(differences(hostSnapshot(enter), hostSnapshot(enter))).toEqual([]);
  });
  it.each<[string, string, string[]]>([
    ['one setting', 'sysctl', ['sysctl', '-q', '-w', 'net.ipv4.ip_forward=1']],
    ['one interface', 'links', ['ip', 'link', 'add', 'br9', 'type', 'bridge']],
    ['one address', 'addresses', ['ip', 'address', 'add', '10.1.1.1/32', 'dev', 'lo']],
    ['one rule', 'rules', ['ip', 'rule', 'add', 'pref', '77', 'table', 'main']],
    ['one mount', 'mounts', ['mount', '-t', 'tmpfs', 'none', '/mnt']],
  ])('sees %s', (_what, part, command) => {
    const before = hostSnapshot(enter);
    at(...command);
    expect(differences(before, hostSnapshot(enter)).some((line) => line.startsWith(`${part}:`))).toBe(true);
  });
});

describe.each(callers)('the host under a lab of $name', (caller) => {
  it('is the same before, during and after, and nothing of the lab is left', async () => {
    const before = hostSnapshot();
    for (let turn = 0; turn < 3; turn++) {
      const lab = await Lab.start(caller);
      await lab.apply(smallNetwork());
      const shell = await lab.terminal('h1');
      await until('a prompt', () => shell.output.includes('h1'));
      await lab.sh('r1', 'ip link set eth0 down; ip link set eth0 up; sysctl -q -w net.ipv4.conf.all.rp_filter=2');
      expect(differences(before, hostSnapshot())).toEqual([]);
      const namespaces = new Set([...(await lab.observed()).values()].map((one) => one.namespaces.pid));
      expect(processesIn(namespaces).length).toBeGreaterThan(0);
      await lab.down();
      expect(processesIn(namespaces)).toEqual([]);
      expect(differences(before, hostSnapshot())).toEqual([]);
    }
  });
});
