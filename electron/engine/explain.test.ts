import { describe, expect, it } from 'vitest';
import type { Operation } from '../shared/lab/operation';
import { interfaceNameSchema, namespaceKinds } from '../shared/topology/schema';
import { describe as inWords, endsIn, explain, wiresOf } from './explain';

const nameOf = (id: string): string => ({ n1: 'h1', n2: 's1', n3: 'h2' })[id] ?? id;
const node = (id: string, kind: 'host' | 'switch') => ({ id, name: nameOf(id), kind, position: { x: 0, y: 0 } });
const ends = endsIn({
  nodes: [node('n1', 'host'), node('n2', 'switch'), node('n3', 'host')],
  links: [
    {
      id: 'l1',
      ends: [
        { node: 'n2', interface: 'eth3' },
        { node: 'n1', interface: 'eth0' },
      ],
    },
    {
      id: 'l2',
      ends: [
        { node: 'n1', interface: 'eth1' },
        { node: 'n3', interface: 'eth0' },
      ],
    },
  ],
});
const said = (operation: Operation): string[] => explain(operation, nameOf, ends);
const end = (id: string, name: string, port: boolean) => ({
  node: id,
  interface: name,
  mac: '02:00:00:00:00:01',
  mtu: 1500,
  up: true,
  port,
});

describe('commands by hand', () => {
  it('make a device of the namespaces that are its own', () => {
    const create: Operation = {
      op: 'node.create',
      node: 'n1',
      name: 'h1',
      kind: 'host',
      isolation: [...namespaceKinds],
      forwarding: false,
    };
    expect(said(create)).toEqual([
      'ip netns add h1',
      "ip netns exec h1 unshare --user --map-root-user --pid --mount --ipc --uts --fork --mount-proc sh -c 'hostname h1; exec sleep infinity' &",
      'echo $! > /run/netns-h1.pid',
      'until ip netns pids h1 | xargs --no-run-if-empty ps -o comm= -p | grep -qx sleep; do sleep 0.05; done',
      'ip netns exec h1 sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv4.ping_group_range="0 65535"',
      'ip -n h1 link set dev lo up',
    ]);
    expect(said({ ...create, isolation: ['net'] })).toHaveLength(3);
    const bridge: Operation = { ...create, isolation: ['net'], kind: 'switch', mac: '02:00:00:00:00:0a', stp: true };
    expect(said(bridge)).toEqual([
      'ip netns add h1',
      'ip netns exec h1 sysctl -qw net.ipv6.conf.default.addr_gen_mode=1',
      'ip -n h1 link set dev lo up',
      'ip -n h1 link add name br0 address 02:00:00:00:00:0a type bridge',
      'ip -n h1 link set dev br0 type bridge stp_state 1',
      'ip -n h1 link set dev br0 up',
    ]);
    const readOnly = said({ ...create, readOnly: true })[1]!;
    expect(readOnly).toContain('remount,bind,ro');
  });
  it('pull a cable to a switch as one pair, and join the port to the bridge', () => {
    expect(
      said({ op: 'link.create', link: 'l1', medium: 'pair', ends: [end('n1', 'eth0', false), end('n2', 'eth3', true)], cut: false }),
    ).toEqual([
      'ip link add name eth0 netns h1 address 02:00:00:00:00:01 mtu 1500 type veth peer name eth3 netns s1 address 02:00:00:00:00:01 mtu 1500',
      'ip -n h1 link set dev eth0 up',
      'ip -n s1 link set dev eth3 master br0',
      'ip -n s1 link set dev eth3 up',
    ]);
  });
  it('cut a cable where a pulled one would be seen: at the switch, or in the middle of a wire', () => {
    expect(said({ op: 'link.cut', link: 'l1' })).toEqual(['ip -n s1 link set dev eth3 down']);
    expect(said({ op: 'link.restore', link: 'l1' })).toEqual(['ip -n s1 link set dev eth3 up']);
    expect(said({ op: 'link.cut', link: 'l2' })).toEqual(['ip link set dev l2-a down', 'ip link set dev l2-b down']);
    expect(said({ op: 'link.delete', link: 'l2' })).toEqual(['ip -n h1 link delete dev eth1', 'ip -n h2 link delete dev eth0']);
  });
  it('name the family where the kernel must be told', () => {
    expect(said({ op: 'route.add', node: 'n1', to: '::/0', via: 'fd00::1' })).toEqual([
      'ip -n h1 -6 route add default via fd00::1 proto static',
    ]);
    expect(said({ op: 'route.delete', node: 'n1', to: '10.0.2.0/24', via: '10.0.1.1', dev: 'eth0' })).toEqual([
      'ip -n h1 route delete 10.0.2.0/24 via 10.0.1.1 dev eth0',
    ]);
    expect(said({ op: 'address.add', node: 'n1', interface: 'eth0', address: '10.0.1.1/24' })).toEqual([
      'ip -n h1 address add 10.0.1.1/24 dev eth0',
    ]);
  });
  it('set what a device has inside', () => {
    const setting = (name: string, value: string | null): string[] => said({ op: 'node.sysctl', node: 'n1', name, value });
    expect(setting('net.ipv4.tcp_rmem', '4096 1 2')).toEqual(["ip netns exec h1 sysctl -qw 'net.ipv4.tcp_rmem=4096 1 2'"]);
    expect(setting('net.core.somaxconn', null)).toEqual([
      'ip netns exec h1 sysctl -qw net.core.somaxconn="$(unshare --net sysctl -n net.core.somaxconn)"',
    ]);
    expect(setting('net/ipv4/conf/eth0.10/rp_filter', null)).toEqual([
      'ip netns exec h1 sysctl -qw net/ipv4/conf/eth0.10/rp_filter="$(ip netns exec h1 sysctl -n net.ipv4.conf.default.rp_filter)"',
    ]);
    expect(said({ op: 'node.stp', node: 'n2', stp: false })).toEqual(['ip -n s1 link set dev br0 type bridge stp_state 0']);
    expect(said({ op: 'node.limits', node: 'n1', cpu: 0.5, pids: 64 })).toContain('echo "50000 100000" > /sys/fs/cgroup/h1/cpu.max');
    expect(said({ op: 'lab.resolver', servers: ['10.0.0.1'] })[0]).toContain("printf '%s\\n' 'nameserver 10.0.0.1'");
    const files = said({ op: 'node.files', node: 'n1', files: [{ path: '/etc/frr/a b', content: "it's", mode: 0o640 }] });
    expect(files).toContain("printf %s 'it'\\''s' | install -D --mode=640 /dev/stdin '/run/private-files/h1/upper-etc/frr/a b'");
    expect(files.at(-1)).toContain('lowerdir=/etc,upperdir=/run/private-files/h1/upper-etc,workdir=/run/private-files/h1/work-etc');
  });
  it('wait for what a start-up command waits for', () => {
    const run: Operation = { op: 'command.run', node: 'n1', command: 'nginx', name: 'nginx', until: 'exit', timeout: 5, restart: 'never' };
    expect(said(run)).toEqual(['ip netns exec h1 sh -c nginx']);
    expect(said({ ...run, until: { listen: 80 }, restart: 'always' })).toEqual([
      'while :; do ip netns exec h1 sh -c nginx; sleep 1; done &',
      "timeout 5 sh -c 'until ip netns exec h1 ss -Hltn '\\''sport = :80'\\'' | grep -q .; do sleep 0.1; done'",
    ]);
  });
  it('give two wires two names, however long their ids are', () => {
    const names = new Set<string>();
    for (let at = 0; at < 20_000; at++) for (const wire of wiresOf(`link-of-the-second-floor-${at}`)) names.add(wire);
    expect(names.size).toBe(40_000);
    for (const name of names) expect(interfaceNameSchema.safeParse(name).success).toBe(true);
    expect(wiresOf('l12-k3f9')).toEqual(['l12-k3f9-a', 'l12-k3f9-b']);
  });
  it('are data: nothing that a person typed leaves its quotes', () => {
    expect(
      said({
        op: 'command.run',
        node: 'n1',
        command: "echo 'it'; rm -rf $HOME",
        name: 'echo',
        until: 'start',
        timeout: 30,
        restart: 'never',
      }),
    ).toEqual(["ip netns exec h1 sh -c 'echo '\\''it'\\''; rm -rf $HOME' &"]);
  });
  it('have a sign, a name and a place', () => {
    expect(inWords({ op: 'link.delete', link: 'l1' }, nameOf, ends)).toEqual({ sign: '-', what: 'Remove the cable', on: 's1, h1' });
    expect(inWords({ op: 'route.add', node: 'n1', to: '0.0.0.0/0', via: '10.0.1.1' }, nameOf)).toEqual({
      sign: '+',
      what: 'Set the default route',
      on: 'h1',
    });
    expect(inWords({ op: 'interface.set', node: 'n1', interface: 'eth0', mtu: 900, up: false }, nameOf)).toEqual({
      sign: '~',
      what: 'Set it down, MTU 900',
      on: 'h1 eth0',
    });
  });
});
