/** The way back: whatever ends an uplink, or the processes that hold it, the computer is as it was, to the byte. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { differences } from '../kernel/host-snapshot';
import type { HostSnapshot } from '../kernel/host-snapshot';
import { state, until } from '../kernel/lab';
import { Computer } from './computer';
import { JoinedLab } from './joined';
import { kill, parts, processesOf } from './processes';
import { Root } from './root';

const modes = ['bridge', 'macvlan', 'whole'] as const;

describe('an interface of the computer', () => {
  let computer: Computer;
  let lab: JoinedLab;
  let root: Root;
  let before: HostSnapshot;
  beforeAll(async () => {
    computer = await Computer.start({ dhcp: 'lease' });
    before = await computer.snapshot();
  });
  afterAll(() => computer?.stop());
  beforeEach(async () => {
    lab = await JoinedLab.start(computer);
    root = await Root.start(computer);
  });
  afterEach(async () => {
    await root?.stop();
    await lab?.stop();
  });
  const asBefore = async (): Promise<void> => expect(await computer.differences(before)).toEqual([]);
  const clients = (...wanted: string[]): Promise<unknown> =>
    until('the DHCP clients', () => computer.dhcpClients().join() === wanted.join()).catch(() =>
      expect(computer.dhcpClients()).toEqual(wanted),
    );

  /** The bridge's client has its lease, and its script has come to the end. */
  const leased = (): Promise<unknown> =>
    until('a lease on the bridge', async () => {
      const leases = await computer.sh('cat /var/lib/dhcp/dhclient.nw-eth0.leases 2>/dev/null || true; ip route show default');
      return /lease \{[^]*default.* dev nw-eth0/.test(leases) && !computer.processes().some(({ args }) => args.includes('dhclient-script'));
    });
  /** At once: the guard sees nothing of the worker's end. */
  const killBoth = (worker: number, guard: number): void => {
    kill(guard, 'SIGSTOP');
    for (const pid of [worker, guard]) kill(pid, 'SIGKILL');
  };

  it.each(modes)('comes back when it is asked for (%s)', async (mode) => {
    await lab.attach(root, lab.nic(mode));
    expect(differences(before, await computer.snapshot()), 'something is different meanwhile').not.toEqual([]);
    await lab.detach(root, mode);
    expect(root.last('edge')).toMatchObject({ state: 'back', why: 'asked' });
    await asBefore();
    await clients('runs: eth0');
  });

  it('moves the DHCP client with the address, and back', async () => {
    await lab.attach(root, lab.nic('bridge'));
    await leased();
    await clients('runs: nw-eth0', 'stopped: eth0');
    expect(await computer.sh('ip route show default')).toContain('dev nw-eth0');
    expect(await computer.sh('ip -4 -o address show dev nw-eth0')).toContain('192.168.5.');
    expect(await computer.sh('ip -4 -o address show dev eth0')).toBe('');
    await computer.sh('ping -c 1 -W 20 192.168.5.1');
    await lab.detach(root, 'bridge');
    await asBefore();
  });

  it.each(modes)('comes back when the carrier is lost before a yes (%s)', async (mode) => {
    await lab.attach(root, lab.nic(mode));
    await computer.carrier(false);
    if (mode === 'whole') {
      // In the lab its carrier is the lab's own matter.
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(root.last('edge')?.state).toBe('asking');
      await lab.detach(root, mode);
    } else expect(await root.heard('edge', 'back')).toMatchObject({ why: 'carrier' });
    await computer.carrier(true);
    await asBefore();
  });

  it.each(modes)(
    'stays after a yes, whatever the carrier does and when the client goes, and comes back when the lab ends (%s)',
    async (mode) => {
      await lab.attach(root, lab.nic(mode));
      await root.call('confirm', { lab: 'test', node: 'edge' });
      expect(root.last('edge')).toMatchObject({ state: 'kept', left: -1 });
      await computer.carrier(false);
      await computer.carrier(true);
      root.socket.destroy();
      // It has seen that its client is gone when the client's front is.
      await until('the end of the front', async () => (await parts(root.token, root.child.pid!)).fronts.length === 0);
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(state(root.child.pid!)).not.toMatch(/^[XZ]?$/);
      expect(await computer.sh('ls /run/nestwork')).toContain('.journal');
      await lab.stop();
      await root.ended;
      await asBefore();
      expect(await computer.sh('ls /run')).not.toContain('nestwork');
    },
  );

  const killed = modes.flatMap((mode) =>
    (['worker', 'guard', 'front', 'client', 'supervisor', 'worker and guard'] as const).map((victim) => ({ mode, victim })),
  );
  it.each(killed)('comes back after kill -9 of the $victim ($mode)', async ({ mode, victim }) => {
    await lab.attach(root, lab.nic(mode));
    const { worker, guard, fronts } = await parts(root.token, root.child.pid!);
    if (victim === 'worker') kill(worker, 'SIGKILL');
    if (victim === 'guard') {
      kill(guard, 'SIGKILL');
      await parts(root.token, worker, guard);
      kill(worker, 'SIGKILL');
    }
    if (victim === 'front') for (const pid of fronts) kill(pid, 'SIGKILL');
    if (victim === 'client') root.socket.destroy();
    if (victim === 'supervisor') kill(lab.pid, 'SIGKILL');
    if (victim === 'worker and guard') {
      killBoth(worker, guard);
      // Nobody is left who could: the next one that starts does it first.
      const next = await Root.start(computer);
      await next.stop();
    }
    await until('the end of its processes', () => victim === 'supervisor' || processesOf(root.token).length === 0);
    await asBefore();
    await clients('runs: eth0');
  });

  it('comes back after kill -9 of its DHCP client', async () => {
    await lab.attach(root, lab.nic('bridge'));
    await root.call('confirm', { lab: 'test', node: 'edge' });
    await leased();
    await computer.sh('kill -9 $(cat /run/dhclient.nw-eth0.pid)');
    expect(await root.heard('edge', 'back')).toMatchObject({ why: 'dhcp-ended' });
    await asBefore();
  });

  it('comes back when nestwork-root is asked to end', async () => {
    await lab.attach(root, lab.nic('bridge'));
    root.child.kill('SIGTERM');
    await root.ended;
    expect(await root.heard('edge', 'back')).toMatchObject({ why: 'stopping' });
    await asBefore();
  });

  it('a journal of another boot, and a file that is none, are discarded and change nothing', async () => {
    await root.stop();
    const folder = `/proc/${computer.pid}/root/run/nestwork`;
    await computer.sh('mkdir -p /run/nestwork');
    writeFileSync(`${folder}/1-eth0.journal`, 'not a journal', { mode: 0o600 });
    root = await Root.start(computer);
    await lab.attach(root, lab.nic('bridge'));
    const { worker, guard } = await parts(root.token, root.child.pid!);
    await leased();
    killBoth(worker, guard);
    await until('the end of its processes', () => processesOf(root.token).length === 0);
    await computer.sh(
      'f=$(echo /run/nestwork/*-eth0.journal); id=$(tr -d "\\n" < /proc/sys/kernel/random/boot_id); grep -q "$id" "$f"; sed -i "s/$id/$(echo "$id" | tr 0-9a-f 1-9a-f0)/" "$f"',
    );
    const addresses = async (): Promise<string> => (await computer.sh('ip -j address')).replace(/"\w+_life_time":\d+,?/g, '');
    const during = await addresses();
    root = await Root.start(computer);
    expect(await computer.sh('ls /run/nestwork')).not.toContain('.journal');
    expect(await addresses()).toBe(during);
    // By hand, as if the computer had been off meanwhile.
    await root.stop();
    const pid = (await computer.sh('cat /run/dhclient.nw-eth0.pid 2>/dev/null || true')).trim();
    await computer.sh(
      `[ -z "${pid}" ] || kill -9 ${pid}; kill -CONT $(cat /run/dhclient.eth0.pid); rm -f /run/dhclient.nw* /var/lib/dhcp/dhclient.nw*`,
    );
    await computer.sh('ip link set eth0 nomaster; ip link del nw-eth0; kill $(cat /run/dhclient.eth0.pid)');
    await computer.sh('dhclient -4 -q -pf /run/dhclient.eth0.pid -lf /var/lib/dhcp/dhclient.eth0.leases eth0');
  });
});
