/** Problems of segments: loops of switches, addresses that clash, and ends that share no network. */
import type { Problem } from '../contract';
import { formatAddress, formatPrefixed, networkOf, overlap, parsePrefixed } from './address';
import type { PrefixedAddress } from './address';
import { domains } from './domains';
import type { Domain } from './domains';
import type { LinkEnd, Topology, TopologyNode } from './schema';

export function* segmentProblems(topology: Topology, nodes: ReadonlyMap<string, TopologyNode>): Generator<Problem> {
  const networks = new Map<string, string>();
  const routed = topology.nodes.some((node) => node.kind === 'router');
  for (const domain of domains(topology)) {
    if (domain.loop) {
      yield {
        code: 'switch-loop',
        severity: 'error',
        link: domain.loop,
        message: `Switches form a loop that the cable ${between(topology, nodes, domain.loop)} closes: one broadcast would circle in it for ever and fill every cable.`,
        hint: 'Cut or delete one of its cables.',
      };
    }
    const typed = typedOn(domain, nodes);
    yield* typedTwice(typed);
    yield* strangers(typed);
    for (const key of new Set(typed.map((one) => one.network))) {
      const other = networks.get(key);
      const here = typed.find((one) => one.network === key)!;
      if (other && routed) {
        yield {
          code: 'prefix-on-two-segments',
          severity: 'warning',
          node: here.end.node,
          interface: here.end.interface,
          message: `${here.at} and ${other} have the network ${key}, but are on two segments.`,
          hint: 'Give each segment a network of its own, or routers cannot tell where it is.',
        };
      }
      networks.set(key, here.at);
    }
  }
}

interface Typed {
  readonly end: LinkEnd;
  /** `h1 eth0` */
  readonly at: string;
  readonly text: string;
  readonly address: PrefixedAddress;
  /** Canonical. */
  readonly network: string;
}

function typedOn({ ends }: Domain, nodes: ReadonlyMap<string, TopologyNode>): Typed[] {
  return ends.flatMap((end) => {
    const node = nodes.get(end.node);
    const drawn = node?.interfaces?.find((one) => one.name === end.interface);
    return [...(drawn?.ipv4 ?? []), ...(drawn?.ipv6 ?? [])].flatMap((text) => {
      const address = parsePrefixed(text);
      return address ? [{ end, at: `${node!.name} ${end.interface}`, text, address, network: formatPrefixed(networkOf(address)) }] : [];
    });
  });
}

function* typedTwice(typed: readonly Typed[]): Generator<Problem> {
  const taken = new Map<string, string>();
  for (const { end, at, address } of typed) {
    const bare = formatAddress(address);
    const other = taken.get(bare);
    if (other) {
      yield {
        code: 'duplicate-address',
        severity: 'error',
        node: end.node,
        interface: end.interface,
        message: other === at ? `${at} has ${bare} twice.` : `${at} has ${bare}, which ${other} has on the same segment.`,
        hint: other === at ? 'Remove one of them.' : 'Give one of them another address.',
      };
    }
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
      yield {
        code: 'other-prefix',
        severity: 'warning',
        node: one.end.node,
        interface: one.end.interface,
        message: `${one.text} on ${one.at} is in no network that another end of its segment has (${first.at} is in ${first.network}).`,
        hint: 'Without a router between them they cannot reach each other: give them one network.',
      };
    }
  }
}

function between(topology: Topology, nodes: ReadonlyMap<string, TopologyNode>, id: string): string {
  const link = topology.links.find((one) => one.id === id);
  return link?.ends.map((end) => nodes.get(end.node)?.name ?? end.node).join(' – ') ?? id;
}
