/** Plans as data: small networks that the kernel tests build, operation by operation. */
import type { Operation } from '../../electron/shared/lab/operation';

const all = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'] as const;

let last = 0;
/** A MAC address that no other interface of the tests has. */
export function mac(): string {
  last += 1;
  return ['02', '00', '00', (last >> 16) & 255, (last >> 8) & 255, last & 255]
    .map((part) => (typeof part === 'string' ? part : part.toString(16).padStart(2, '0')))
    .join(':');
}

export function node(
  id: string,
  kind: Extract<Operation, { op: 'node.create' }>['kind'] = 'host',
  more: Partial<Extract<Operation, { op: 'node.create' }>> = {},
): Operation {
  const bridge = kind === 'switch' || kind === 'hub';
  return {
    op: 'node.create',
    node: id,
    name: id,
    kind,
    isolation: [...all],
    forwarding: kind === 'router',
    ...(bridge ? { mac: mac() } : {}),
    ...more,
  };
}

/** A cable between `a` and `b`, each `node.interface`; an interface that starts with `p` is a port of its node's bridge. */
export function cable(link: string, a: string, b: string, cut = false): Extract<Operation, { op: 'link.create' }> {
  const end = (text: string) => {
    const [id = '', name = ''] = text.split('.');
    return { node: id, interface: name, mac: mac(), mtu: 1500, up: true, port: name.startsWith('p') };
  };
  const ends: [ReturnType<typeof end>, ReturnType<typeof end>] = [end(a), end(b)];
  return { op: 'link.create', link, medium: ends.some((one) => one.port) ? 'pair' : 'wire', ends, cut };
}
export function address(place: string, address: string): Operation {
  const [id = '', name = ''] = place.split('.');
  return { op: 'address.add', node: id, interface: name, address };
}
export function route(id: string, to: string, via: string): Operation {
  return { op: 'route.add', node: id, to, via };
}

/** A start-up command. */
export function command(id: string, text: string, more: Partial<Extract<Operation, { op: 'command.run' }>> = {}): Operation {
  return { op: 'command.run', node: id, command: text, name: 'command', until: 'exit', timeout: 30, restart: 'never', ...more };
}
/** Settings of the network (sysctl(8)). */
export function setting(id: string, name: string, value: string | null): Operation {
  return { op: 'node.sysctl', node: id, name, value };
}
/** Private files, all of them: path and content, mode 644. */
export function files(id: string, contents: Record<string, string>, mode = 0o644): Operation {
  return { op: 'node.files', node: id, files: Object.entries(contents).map(([path, content]) => ({ path, content, mode })) };
}

/** h1 and h2 on switch s1, and router r1 between s1 and h3 by a cable of its own. */
export function smallNetwork(): Operation[] {
  return [
    node('h1'),
    node('h2'),
    node('h3'),
    node('s1', 'switch'),
    node('r1', 'router'),
    cable('l1', 'h1.eth0', 's1.p1'),
    cable('l2', 'h2.eth0', 's1.p2'),
    cable('l3', 'r1.eth0', 's1.p3'),
    cable('l4', 'r1.eth1', 'h3.eth0'),
    address('h1.eth0', '10.0.1.1/24'),
    address('h1.eth0', 'fd00:1::1/64'),
    address('h2.eth0', '10.0.1.2/24'),
    address('h2.eth0', 'fd00:1::2/64'),
    address('r1.eth0', '10.0.1.254/24'),
    address('r1.eth0', 'fd00:1::fe/64'),
    address('r1.eth1', '10.0.2.254/24'),
    address('r1.eth1', 'fd00:2::fe/64'),
    address('h3.eth0', '10.0.2.3/24'),
    address('h3.eth0', 'fd00:2::3/64'),
    ...['h1', 'h2'].flatMap((id) => [route(id, '0.0.0.0/0', '10.0.1.254'), route(id, '::/0', 'fd00:1::fe')]),
    route('h3', '0.0.0.0/0', '10.0.2.254'),
    route('h3', '::/0', 'fd00:2::fe'),
  ];
}
