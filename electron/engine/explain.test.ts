import { describe, expect, it } from 'vitest';
import type { Operation } from '../shared/lab/operation';
import { namespaceKinds } from '../shared/topology/schema';
import { describe as inWords, endsIn, explain } from './explain';

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
      'ip -n h1 link set lo up',
    ]);
    expect(said({ ...create, isolation: ['net'] })).toEqual(['ip netns add h1', 'ip -n h1 link set lo up']);
  });
  it('pull a cable to a switch as one pair, and join the port to the bridge', () => {
    expect(
      said({ op: 'link.create', link: 'l1', medium: 'pair', ends: [end('n1', 'eth0', false), end('n2', 'eth3', true)], cut: false }),
    ).toEqual([
      'ip link add eth0 netns h1 address 02:00:00:00:00:01 mtu 1500 type veth peer name eth3 netns s1 address 02:00:00:00:00:01 mtu 1500',
      'ip -n h1 link set eth0 up',
      'ip -n s1 link set eth3 master br0',
      'ip -n s1 link set eth3 up',
    ]);
  });
  it('cut a cable where a pulled one would be seen: at the switch, or in the middle of a wire', () => {
    expect(said({ op: 'link.cut', link: 'l1' })).toEqual(['ip -n s1 link set eth3 down']);
    expect(said({ op: 'link.restore', link: 'l1' })).toEqual(['ip -n s1 link set eth3 up']);
    expect(said({ op: 'link.cut', link: 'l2' })).toEqual(['ip link set l2-a down', 'ip link set l2-b down']);
    expect(said({ op: 'link.delete', link: 'l2' })).toEqual(['ip -n h1 link delete eth1', 'ip -n h2 link delete eth0']);
  });
  it('name the family where the kernel must be told', () => {
    expect(said({ op: 'route.add', node: 'n1', to: '::/0', via: 'fd00::1' })).toEqual(['ip -n h1 -6 route add default via fd00::1']);
    expect(said({ op: 'route.delete', node: 'n1', to: '10.0.2.0/24', via: '10.0.1.1', dev: 'eth0' })).toEqual([
      'ip -n h1 route delete 10.0.2.0/24 via 10.0.1.1 dev eth0',
    ]);
    expect(said({ op: 'address.add', node: 'n1', interface: 'eth0', address: '10.0.1.1/24' })).toEqual([
      'ip -n h1 address add 10.0.1.1/24 dev eth0',
    ]);
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
