/**
 * The commands that do the same as an operation by hand, as root, with named network namespaces (ip-netns(8), ip-link(8), bridge(8), tc-mirred(8),
 * sysctl(8)). Names come from `nameOf`, so that a command can be read aloud.
 */
import type { Operation, Plan } from '../shared/lab/operation';
import { hash } from '../shared/topology/order';
import type { Topology } from '../shared/topology/schema';
import { endsIn } from './ends';
import type { EndsOf, NamedEnd, NameOf } from './ends';
import {
  explainCommand,
  explainDeletion,
  explainFiles,
  explainLimits,
  explainNode,
  explainRename,
  explainResolver,
  explainSetting,
  forwarding,
  learning,
} from './explain-node';
import { usualPlaces } from './places';
import type { Places } from './places';

export { describe } from './describe';
export type { Description } from './describe';
export { endsIn } from './ends';
export type { EndsOf, NamedEnd, NameOf } from './ends';

/**
 * The commands of each step of a plan. A device is called by the name that it has at that moment.
 * @param after what the plan leads to. @param before what it starts from; absent: nothing.
 */
export function explainPlan({ steps }: Plan, after: Drawn, before?: Drawn): string[][] {
  const names = new Map([...after.nodes, ...(before?.nodes ?? [])].map(({ id, name }) => [id, name]));
  const nameOf: NameOf = (id) => names.get(id) ?? id;
  const endsOf = endsIn(after, ...(before ? [before] : []));
  return steps.map(({ operation }) => {
    if (operation.op === 'node.create') names.set(operation.node, operation.name);
    const commands = explain(operation, nameOf, endsOf);
    if (operation.op === 'node.rename') names.set(operation.node, operation.name);
    return commands;
  });
}
type Drawn = Pick<Topology, 'nodes' | 'links'>;

/**
 * The commands, in order. `endsOf` is needed for the three operations that name only a link.
 * @param places where commands put what they must remember, and in which network cables are made and the middle of a wire is.
 */
export function explain(operation: Operation, nameOf: NameOf, endsOf: EndsOf = () => undefined, places: Places = usualPlaces): string[] {
  const name = (node: string): string => nameOf(node);
  switch (operation.op) {
    case 'node.create':
      return explainNode(operation, places);
    case 'node.delete':
      return explainDeletion(name(operation.node), places);
    case 'node.rename':
      return explainRename(name(operation.node), operation.name, places);
    case 'node.kind':
      return operation.kind === 'switch' || operation.kind === 'hub'
        ? learning(name(operation.node), operation.kind === 'switch')
        : forwarding(name(operation.node), operation.forwarding);
    case 'node.stp':
      return [`ip -n ${name(operation.node)} link set dev br0 type bridge stp_state ${Number(operation.stp)}`];
    case 'node.sysctl':
      return [explainSetting(name(operation.node), operation.name, operation.value)];
    case 'node.files':
      return explainFiles(name(operation.node), operation.files, places);
    case 'node.limits':
      return explainLimits(name(operation.node), operation);
    case 'lab.resolver':
      return explainResolver(operation, places);
    case 'interface.delete':
      return [`ip -n ${name(operation.node)} link delete dev ${operation.interface}`];
    case 'link.create':
      return explainLink(operation, nameOf, places);
    case 'link.delete': {
      const ends = endsOf(operation.link);
      if (!ends) return [`${ipIn(places)} link delete dev ${wiresOf(operation.link)[0]}`];
      // One end of a veth pair takes the other along; a wire is two pairs.
      return ends.slice(0, isWire(ends) ? 2 : 1).map((end) => `ip -n ${name(end.node)} link delete dev ${end.interface}`);
    }
    case 'link.cut':
    case 'link.restore': {
      const state = operation.op === 'link.cut' ? 'down' : 'up';
      const ends = endsOf(operation.link);
      if (!ends || isWire(ends)) return wiresOf(operation.link).map((wire) => `${ipIn(places)} link set dev ${wire} ${state}`);
      const end = ends.find((one) => one.port) ?? ends.at(-1)!;
      if (end.down) return [`: ${name(end.node)} ${end.interface} is down, whatever its cable is`];
      return [`ip -n ${name(end.node)} link set dev ${end.interface} ${state}`];
    }
    case 'interface.set':
      return explainInterface(name(operation.node), operation, places);
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
        `ip -n ${name(operation.node)}${family} route ${verb(operation.op)} ${to}${operation.via ? ` via ${operation.via}` : ''}${operation.dev ? ` dev ${operation.dev}` : ''}${operation.op === 'route.add' ? ' proto static' : ''}`,
      ];
    }
    case 'command.run':
      return explainCommand(name(operation.node), operation);
  }
}

const isDefault = (to: string): boolean => to === '0.0.0.0/0' || to === '::/0';
const verb = (op: string): string => (op.endsWith('.add') ? 'add' : 'delete');

/**
 * Ends of a wire that lie where the commands are typed. Interface names have at most 15 bytes; a longer id is shortened so that no two ids become one name
 * (64 bits of it).
 */
export function wiresOf(link: string): [string, string] {
  const short = link.length <= 12 ? link : ((BigInt(hash(link, 5)) << 32n) | BigInt(hash(link, 6))).toString(36).padStart(13, '0');
  return [`${short}-a`, `${short}-b`];
}
const ipIn = ({ network }: Places): string => (network === undefined ? 'ip' : `ip -n ${network}`);
/** True if it is known that neither end is at a bridge. */
const isWire = (ends: readonly NamedEnd[]): boolean => ends.every((end) => end.port === false);

function explainLink({ medium, ends, link, cut }: Extract<Operation, { op: 'link.create' }>, nameOf: NameOf, places: Places): string[] {
  const ip = ipIn(places);
  const tc = places.network === undefined ? 'tc' : `tc -n ${places.network}`;
  const lines: string[] = [];
  const [a, b] = ends;
  if (medium === 'pair') {
    lines.push(
      `${ip} link add name ${a.interface} netns ${nameOf(a.node)} address ${a.mac} mtu ${a.mtu} type veth peer name ${b.interface} netns ${nameOf(b.node)} address ${b.mac} mtu ${b.mtu}`,
    );
  } else {
    const wires = wiresOf(link);
    ends.forEach((end, at) =>
      lines.push(
        `${ip} link add name ${end.interface} netns ${nameOf(end.node)} address ${end.mac} mtu ${end.mtu} type veth peer name ${wires[at]} mtu 65535`,
      ),
    );
    wires.forEach((wire, at) => {
      lines.push(
        `${tc} qdisc add dev ${wire} ingress`,
        `${tc} filter add dev ${wire} parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev ${wires[1 - at]}`,
        `${ip} link set dev ${wire} up`,
      );
    });
  }
  for (const end of ends) {
    if (end.port) lines.push(`ip -n ${nameOf(end.node)} link set dev ${end.interface} master br0`);
    if (end.up) lines.push(`ip -n ${nameOf(end.node)} link set dev ${end.interface} up`);
  }
  // Only a cable that was whole can look pulled.
  const named = ends.map(({ node, interface: name, port, up }) => ({ node, interface: name, port, down: !up }));
  return cut ? [...lines, ...explain({ op: 'link.cut', link }, nameOf, () => named, places)] : lines;
}

/** Set down, the kernel forgets the IPv6 addresses of an interface; they are written down for when it is up again. */
function explainInterface(
  node: string,
  { interface: name, up, mtu, mac }: Extract<Operation, { op: 'interface.set' }>,
  { folder }: Places,
): string[] {
  const kept = `${folder}/${node}-${name}.addresses`;
  const parts = [mac && `address ${mac}`, mtu && `mtu ${mtu}`, up !== undefined && (up ? 'up' : 'down')].filter(Boolean);
  const keep = `ip -n ${node} -6 -o address show dev ${name} scope global | awk '{print $4}' > ${kept}`;
  const restore = `while read -r address; do ip -n ${node} address add "$address" dev ${name} nodad; done < ${kept}`;
  return [
    ...(up === false ? [keep] : []),
    `ip -n ${node} link set dev ${name} ${parts.join(' ')}`,
    ...(up === true ? [`if [ -e ${kept} ]; then ${restore}; rm ${kept}; fi`] : []),
  ];
}
