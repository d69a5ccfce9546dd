/** Problems of segments: loops of switches, addresses that clash, ends that share no network or no MTU, more than one way out. */
import type { Problem } from '../contract';
import { problem } from '../text/problem';
import type { Fix } from '../text/problem';
import { formatAddress, formatPrefixed, networkOf, overlap, parsePrefixed } from './address';
import type { PrefixedAddress } from './address';
import { domains } from './domains';
import type { Domain } from './domains';
import { kernelKindOf, outsideEnd } from './kinds';
import { familiesOf, neighboursOn } from './neighbours';
import type { NeighbourLimits } from './neighbours';
import type { LinkEnd, Topology, TopologyLink, TopologyNode } from './schema';

type Nodes = ReadonlyMap<string, TopologyNode>;

/** @param neighbours entries of this computer's neighbour tables */
export function* segmentProblems(topology: Topology, nodes: Nodes, neighbours: NeighbourLimits): Generator<Problem> {
  const networks = new Map<string, string>();
  const routed = topology.nodes.some((node) => kernelKindOf[node.kind] === 'router');
  const mtuOf = mtus(topology, nodes);
  let pairs = 0;
  for (const domain of domains(topology, nodes)) {
    pairs += neighboursOn(domain);
    yield* loops(domain, topology, nodes);
    yield* mtuMismatch(domain, nodes, mtuOf);
    yield* edges(domain, nodes);
    const typed = typedOn(domain, nodes);
    if (typed.length === 0) continue;
    yield* typedTwice(typed);
    yield* strangers(typed);
    for (const key of new Set(typed.map((one) => one.network))) {
      const other = networks.get(key);
      const { end, device } = typed.find((one) => one.network === key)!;
      const here = { device, interface: end.interface };
      if (other && routed) yield problem('prefix-on-two-segments', 'warning', placeOf(end), { ...here, other, network: key });
      networks.set(key, `${device} ${end.interface}`);
    }
  }
  for (const family of familiesOf(topology)) {
    if (pairs <= neighbours[family]) continue;
    const title = family === 'ipv4' ? 'IPv4' : 'IPv6';
    yield problem('too-many-neighbours', 'warning', {}, { family: title, n: pairs, limit: neighbours[family] });
  }
}

const placeOf = ({ node, interface: name }: LinkEnd) => ({ node, ...(name !== outsideEnd && { interface: name }) });

function* loops({ loop }: Domain, topology: Topology, nodes: Nodes): Generator<Problem> {
  if (!loop) return;
  const link = topology.links.find((one) => one.id === loop.link);
  const cable = link?.ends.map((end) => nodes.get(end.node)?.name ?? end.node).join(' – ') ?? loop.link;
  const fix: Fix = loop.switch
    ? { code: 'stp-on', args: { node: loop.switch.id, name: loop.switch.name } }
    : { code: 'cut-link', args: { link: loop.link, cable } };
  yield problem('switch-loop', 'error', { link: loop.link }, { cable }, fix);
}

/** Bytes of each end, by `node/interface`: its own, else that of its cable, else 1,500. */
function mtus({ links }: Topology, nodes: Nodes): (end: LinkEnd) => number {
  const own = new Map<string, number>();
  const set = (link: TopologyLink, end: LinkEnd): void => {
    const mtu = nodes.get(end.node)?.interfaces?.find((one) => one.name === end.interface)?.mtu ?? link.mtu;
    if (mtu !== undefined) own.set(`${end.node}/${end.interface}`, mtu);
  };
  for (const link of links) for (const end of link.ends) set(link, end);
  return (end) => (own.size === 0 ? 1500 : (own.get(`${end.node}/${end.interface}`) ?? 1500));
}

/** The first end with the smallest MTU beside the first with the largest; once for a segment. */
function* mtuMismatch({ ends, ports }: Domain, nodes: Nodes, mtuOf: (end: LinkEnd) => number): Generator<Problem> {
  const all = [...ends, ...ports];
  let [least, most] = [all[0], all[0]];
  for (const end of all) {
    if (mtuOf(end) < mtuOf(least!)) least = end;
    if (mtuOf(end) > mtuOf(most!)) most = end;
  }
  if (!least || !most || mtuOf(least) === mtuOf(most)) return;
  const name = (end: LinkEnd): string => nodes.get(end.node)?.name ?? end.node;
  const args = { device: name(least), interface: least.interface, mtu: String(mtuOf(least)) };
  const other = { other: `${name(most)} ${most.interface}`, otherMtu: String(mtuOf(most)) };
  yield problem('mtu-mismatch', 'warning', placeOf(least), { ...args, ...other });
}

/** Several ways to the Internet, or interfaces of this computer, on one segment. */
function* edges({ ends, bridges }: Domain, nodes: Nodes): Generator<Problem> {
  const ways = new Map(ends.flatMap((end) => nodes.get(end.node) ?? []).map((node) => [node.id, node]));
  const [first, ...more] = [...ways.values()].filter(({ kind }) => kind === 'internet');
  for (const node of more) yield problem('two-internets', 'warning', { node: node.id }, { device: node.name, other: first!.name });
  const [nic, ...nics] = bridges.filter(({ kind }) => kind === 'nic');
  for (const node of nics) yield problem('two-nics', 'warning', { node: node.id }, { device: node.name, other: nic!.name });
}

interface Typed {
  readonly end: LinkEnd;
  /** `h1` */
  readonly device: string;
  /** `h1 eth0` */
  readonly at: string;
  readonly text: string;
  readonly address: PrefixedAddress;
  /** Canonical. */
  readonly network: string;
}

/** Typed addresses of ends at hosts and routers, and of this computer's own ends. */
function typedOn({ ends, bridges }: Domain, nodes: Nodes): Typed[] {
  const outside = bridges.filter(({ kind }) => kind === 'this-computer');
  return [
    ...ends.flatMap((end) => {
      const node = nodes.get(end.node);
      const drawn = node?.interfaces?.find((one) => one.name === end.interface);
      return node && drawn ? typedOf(end, node.name, `${node.name} ${end.interface}`, drawn) : [];
    }),
    ...outside.flatMap((node) => typedOf({ node: node.id, interface: outsideEnd }, node.name, node.name, node.computer ?? {})),
  ];
}

function typedOf(end: LinkEnd, device: string, at: string, { ipv4, ipv6 }: { ipv4?: string[]; ipv6?: string[] }): Typed[] {
  return [...(ipv4 ?? []), ...(ipv6 ?? [])].flatMap((text) => {
    const address = parsePrefixed(text);
    return address ? [{ end, device, at, text, address, network: formatPrefixed(networkOf(address)) }] : [];
  });
}

function* typedTwice(typed: readonly Typed[]): Generator<Problem> {
  const taken = new Map<string, string>();
  for (const { end, device, at, text, address } of typed) {
    const bare = formatAddress(address);
    const other = taken.get(bare);
    const place = placeOf(end);
    const args = { device, interface: end.interface, address: bare };
    const where = { node: end.node, interface: end.interface };
    const automatic: Fix = { code: 'automatic-address', args: { ...where, family: address.family } };
    if (other === at)
      yield problem('duplicate-address-here', 'error', place, args, { code: 'remove-address', args: { ...where, address: text } });
    else if (other !== undefined) yield problem('duplicate-address', 'error', place, { ...args, other }, automatic);
    taken.set(bare, at);
  }
}

/** Ends whose typed addresses share no network with anybody else's on the segment; the first of two that are strangers to each other is not blamed. */
function* strangers(typed: readonly Typed[]): Generator<Problem> {
  for (const family of ['ipv4', 'ipv6'] as const) {
    const here = typed.filter((one) => one.address.family === family);
    const ends = new Map<string, Set<string>>();
    for (const { network, at } of here) ends.set(network, (ends.get(network) ?? new Set()).add(at));
    const met = new Set(here.filter(({ network }) => ends.get(network)!.size > 1).map((one) => one.at));
    const [first] = here;
    for (const one of here) {
      if (!first || one.at === first.at || met.has(one.at)) continue;
      if (here.some((other) => other.at !== one.at && overlap(other.address, one.address))) continue;
      const args = { device: one.device, interface: one.end.interface, address: one.text, other: first.at, network: first.network };
      yield problem('other-prefix', 'warning', placeOf(one.end), args);
    }
  }
}
