/**
 * What an operation is in a person's words, and the commands that do the same by hand, as root, with named network namespaces
 * (ip-netns(8), ip-link(8), bridge(8), tc-mirred(8)). Names come from `nameOf`, so that a command can be read aloud.
 */
import type { Operation } from '../shared/lab/operation';
import type { NamespaceKind, Topology } from '../shared/topology/schema';

/** The name of a node, by its id. */
export type NameOf = (id: string) => string;
export interface Description {
  readonly sign: '+' | '~' | '-';
  /** `Create the cable`. */
  readonly what: string;
  /** `h6, s2` or `r2 eth2`. */
  readonly on: string;
}
/** One end of a link; `port`: it is at a switch or hub. */
export interface NamedEnd {
  readonly node: string;
  readonly interface: string;
  readonly port?: boolean;
}
/** Ends of a link by its id, for operations that only name the link. `endsIn` makes it. */
export type EndsOf = (link: string) => readonly NamedEnd[] | undefined;

/** The ends of all links of some drawings; of a link that several have, the last drawing's: so what is applied comes last, for what is deleted is its. */
export function endsIn(...topologies: readonly Pick<Topology, 'nodes' | 'links'>[]): EndsOf {
  const ends = new Map<string, readonly NamedEnd[]>();
  for (const { nodes, links } of topologies) {
    const bridges = new Set(nodes.filter((node) => node.kind === 'switch' || node.kind === 'hub').map((node) => node.id));
    for (const link of links)
      ends.set(
        link.id,
        link.ends.map((end) => ({ node: end.node, interface: end.interface, port: bridges.has(end.node) })),
      );
  }
  return (link) => ends.get(link);
}

export function describe(operation: Operation, nameOf: NameOf, endsOf: EndsOf = () => undefined): Description {
  const at = (node: string, name?: string): string => (name ? `${nameOf(node)} ${name}` : nameOf(node));
  const cable = (link: string): string =>
    endsOf(link)
      ?.map((end) => nameOf(end.node))
      .join(', ') ?? link;
  switch (operation.op) {
    case 'node.create':
      return { sign: '+', what: `Create the ${operation.kind}`, on: operation.name };
    case 'node.delete':
      return { sign: '-', what: 'End the device', on: at(operation.node) };
    case 'node.rename':
      return { sign: '~', what: `Rename to ${operation.name}`, on: at(operation.node) };
    case 'node.kind':
      return { sign: '~', what: `Make it a ${operation.kind}`, on: at(operation.node) };
    case 'link.create':
      return {
        sign: '+',
        what: operation.cut ? 'Create the cable, cut' : 'Create the cable',
        on: operation.ends.map((end) => nameOf(end.node)).join(', '),
      };
    case 'link.delete':
      return { sign: '-', what: 'Remove the cable', on: cable(operation.link) };
    case 'link.cut':
      return { sign: '~', what: 'Cut the cable', on: cable(operation.link) };
    case 'link.restore':
      return { sign: '~', what: 'Mend the cable', on: cable(operation.link) };
    case 'interface.set': {
      const { up, mtu, mac } = operation;
      const parts = [
        up !== undefined && (up ? 'it up' : 'it down'),
        mtu !== undefined && `MTU ${mtu}`,
        mac !== undefined && `MAC address ${mac}`,
      ];
      return { sign: '~', what: `Set ${parts.filter((part) => part !== false).join(', ')}`, on: at(operation.node, operation.interface) };
    }
    case 'address.add':
      return { sign: '+', what: `Set ${operation.address}`, on: at(operation.node, operation.interface) };
    case 'address.delete':
      return { sign: '-', what: `Remove ${operation.address}`, on: at(operation.node, operation.interface) };
    case 'route.add':
      return {
        sign: '+',
        what: isDefault(operation.to) ? 'Set the default route' : `Set the route to ${operation.to}`,
        on: at(operation.node),
      };
    case 'route.delete':
      return {
        sign: '-',
        what: isDefault(operation.to) ? 'Remove the default route' : `Remove the route to ${operation.to}`,
        on: at(operation.node),
      };
    case 'command.run':
      return { sign: '+', what: 'Run the start-up command', on: at(operation.node) };
  }
}

/** The commands, in order. `endsOf` is needed for the three operations that name only a link. */
export function explain(operation: Operation, nameOf: NameOf, endsOf: EndsOf = () => undefined): string[] {
  const name = (node: string): string => nameOf(node);
  switch (operation.op) {
    case 'node.create':
      return explainNode(operation);
    case 'node.delete':
      return [`ip netns pids ${name(operation.node)} | xargs --no-run-if-empty kill -9`, `ip netns delete ${name(operation.node)}`];
    case 'node.rename':
      return [`nsenter --target "$(ip netns pids ${name(operation.node)} | tail -n 1)" --uts hostname ${operation.name}`];
    case 'node.kind':
      return operation.kind === 'switch' || operation.kind === 'hub'
        ? learning(name(operation.node), operation.kind === 'switch')
        : forwarding(name(operation.node), operation.forwarding);
    case 'link.create':
      return explainLink(operation, nameOf);
    case 'link.delete': {
      const ends = endsOf(operation.link);
      if (!ends) return [`ip link delete ${wiresOf(operation.link)[0]}`];
      // One end of a veth pair takes the other along; a wire is two pairs.
      return ends.slice(0, isWire(ends) ? 2 : 1).map((end) => `ip -n ${name(end.node)} link delete ${end.interface}`);
    }
    case 'link.cut':
    case 'link.restore': {
      const state = operation.op === 'link.cut' ? 'down' : 'up';
      const ends = endsOf(operation.link);
      if (!ends || isWire(ends)) return wiresOf(operation.link).map((wire) => `ip link set ${wire} ${state}`);
      const end = ends.find((one) => one.port) ?? ends.at(-1)!;
      return [`ip -n ${name(end.node)} link set ${end.interface} ${state}`];
    }
    case 'interface.set': {
      const parts = [
        operation.mac && `address ${operation.mac}`,
        operation.mtu && `mtu ${operation.mtu}`,
        operation.up !== undefined && (operation.up ? 'up' : 'down'),
      ];
      return [`ip -n ${name(operation.node)} link set ${operation.interface} ${parts.filter(Boolean).join(' ')}`];
    }
    case 'address.add':
    case 'address.delete': {
      // Duplicate address detection would keep a new IPv6 address from being used for a second or two.
      const detection = operation.op === 'address.add' && operation.address.includes(':') ? ' nodad' : '';
      return [`ip -n ${name(operation.node)} address ${verb(operation.op)} ${operation.address} dev ${operation.interface}${detection}`];
    }
    case 'route.add':
    case 'route.delete': {
      const family = operation.to.includes(':') ? ' -6' : '';
      const to = isDefault(operation.to) ? 'default' : operation.to;
      return [
        `ip -n ${name(operation.node)}${family} route ${verb(operation.op)} ${to}${operation.via ? ` via ${operation.via}` : ''}${operation.dev ? ` dev ${operation.dev}` : ''}`,
      ];
    }
    case 'command.run':
      return [`ip netns exec ${name(operation.node)} sh -c ${quote(operation.command)} &`];
  }
}

const isDefault = (to: string): boolean => to === '0.0.0.0/0' || to === '::/0';
const verb = (op: string): string => (op.endsWith('.add') ? 'add' : 'delete');
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function explainNode({ name, kind, isolation, forwarding: forwards, mac }: Extract<Operation, { op: 'node.create' }>): string[] {
  const lines = [`ip netns add ${name}`];
  const own = isolation.filter((one) => one !== 'net');
  if (own.length > 0) {
    const flags = own.flatMap((one) => unshareFlags[one] ?? []);
    if (own.includes('pid')) flags.push('--fork', ...(own.includes('mnt') ? ['--mount-proc'] : []));
    const first = own.includes('uts') ? `hostname ${name}; exec sleep infinity` : 'exec sleep infinity';
    lines.push(`ip netns exec ${name} unshare ${flags.join(' ')} sh -c ${quote(first)} &`);
  }
  lines.push(`ip -n ${name} link set lo up`);
  if (forwards) lines.push(...forwarding(name, true));
  if (mac !== undefined) {
    lines.push(
      `ip -n ${name} link add br0 address ${mac} type bridge`,
      ...(kind === 'hub' ? learning(name, false) : []),
      `ip -n ${name} link set br0 up`,
    );
  }
  return lines;
}
const unshareFlags: Partial<Record<NamespaceKind, string[]>> = {
  user: ['--user', '--map-root-user'],
  pid: ['--pid'],
  mnt: ['--mount'],
  ipc: ['--ipc'],
  uts: ['--uts'],
};

/** A bridge that forgets at once sends every frame to every port (bridge(8), ageing_time). */
const learning = (name: string, learns: boolean): string[] => [`ip -n ${name} link set br0 type bridge ageing_time ${learns ? 30000 : 0}`];
const forwarding = (name: string, on: boolean): string[] => [
  `ip netns exec ${name} sysctl -w net.ipv4.ip_forward=${Number(on)}`,
  `ip netns exec ${name} sysctl -w net.ipv6.conf.all.forwarding=${Number(on)}`,
];

/** Ends of a wire that lie where the commands are typed: interface names have at most 15 bytes. */
const wiresOf = (link: string): [string, string] => [`${link.slice(0, 12)}-a`, `${link.slice(0, 12)}-b`];
/** True if it is known that neither end is at a bridge. */
const isWire = (ends: readonly NamedEnd[]): boolean => ends.every((end) => end.port === false);

function explainLink({ medium, ends, link, cut }: Extract<Operation, { op: 'link.create' }>, nameOf: NameOf): string[] {
  const lines: string[] = [];
  const [a, b] = ends;
  if (medium === 'pair') {
    lines.push(
      `ip link add ${a.interface} netns ${nameOf(a.node)} address ${a.mac} mtu ${a.mtu} type veth peer name ${b.interface} netns ${nameOf(b.node)} address ${b.mac} mtu ${b.mtu}`,
    );
  } else {
    const wires = wiresOf(link);
    ends.forEach((end, at) =>
      lines.push(
        `ip link add ${end.interface} netns ${nameOf(end.node)} address ${end.mac} mtu ${end.mtu} type veth peer name ${wires[at]} mtu ${end.mtu}`,
      ),
    );
    wires.forEach((wire, at) => {
      lines.push(
        `tc qdisc add dev ${wire} ingress`,
        `tc filter add dev ${wire} parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev ${wires[1 - at]}`,
      );
      if (!cut) lines.push(`ip link set ${wire} up`);
    });
  }
  for (const end of ends) {
    if (end.port) lines.push(`ip -n ${nameOf(end.node)} link set ${end.interface} master br0`);
    if (end.up && !(cut && medium === 'pair' && end.port)) lines.push(`ip -n ${nameOf(end.node)} link set ${end.interface} up`);
  }
  return lines;
}
