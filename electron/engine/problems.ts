/**
 * Problems that only show once every address and route is decided: a gateway out of reach, an address pool without room, a lab too large for
 * automatic routes. `problemsOf` is the whole list for a person: these and what `validate` finds in the drawing itself.
 */
import type { Problem } from '../shared/contract';
import { formatPrefixed, networkOf, parseAddress, parseDestination } from '../shared/topology/address';
import { naturally } from '../shared/topology/order';
import type { Topology, TopologyNode } from '../shared/topology/schema';
import { validate } from '../shared/topology/validate';
import { mostRoutePairs } from './routes';
import type { WantedLab } from './wanted';

/** @param wanted what `derive` made of the topology. */
export function problemsOf(topology: Topology, wanted: WantedLab): Problem[] {
  const drawn = validate(topology);
  const known = new Set(drawn.map((problem) => `${problem.code} ${problem.node ?? ''}`));
  const derived = [...routesLeftOut(topology, wanted), ...withoutAddress(topology, wanted), ...tooManyRoutes(topology, wanted)];
  return [...drawn, ...derived.filter((problem) => !known.has(`${problem.code} ${problem.node ?? ''}`))];
}

function* routesLeftOut(topology: Topology, wanted: WantedLab): Generator<Problem> {
  for (const node of topology.nodes) {
    const there = wanted.nodes.get(node.id);
    if (!there || there.interfaces.size === 0) continue;
    for (const route of node.routes ?? []) {
      const to = parseDestination(route.to, route.via);
      const via = route.via === undefined ? undefined : parseAddress(route.via);
      if (!to || (route.via !== undefined && via?.family !== to.family) || (!via && route.dev === undefined)) continue;
      const text = formatPrefixed(networkOf(to));
      if (there.routes.some((one) => !one.automatic && one.to === text)) continue;
      yield whyLeftOut(node, route);
    }
  }
}

function whyLeftOut(node: TopologyNode, { to, via, dev }: { to: string; via?: string; dev?: string }): Problem {
  const place = { node: node.id, ...(dev !== undefined && { interface: dev }) };
  if (via === undefined) {
    return {
      code: 'route-left-out',
      severity: 'warning',
      ...place,
      message: `The route to ${to} of ${node.name} is left out: its interface ${dev} has no cable, is down, or is on that network itself.`,
      hint: 'Choose another interface, or cable that one.',
    };
  }
  return {
    code: 'gateway-unreachable',
    severity: 'warning',
    ...place,
    message: `The route to ${to} of ${node.name} is left out: its gateway ${via} is not on one of its segments.`,
    hint: 'Choose an address of a router on the same segment.',
  };
}

/** Ends that should have an automatic address and got none: the segment's prefix is full, or the pool is. */
function* withoutAddress(topology: Topology, wanted: WantedLab): Generator<Problem> {
  const drawn = new Map(topology.nodes.map((node) => [node.id, node]));
  for (const segment of wanted.segments) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      if (topology.pools && topology.pools[family].length === 0) continue;
      const short = segment.members.filter((end) => {
        const node = drawn.get(end.node);
        const typed = node?.interfaces?.find((one) => one.name === end.interface);
        const one = wanted.nodes.get(end.node)?.interfaces.get(end.interface);
        const isOff = family === 'ipv6' && one !== undefined && one.mtu < 1280;
        return (
          one &&
          !isOff &&
          typed?.[family] === undefined &&
          !one.addresses.some(({ address }) => address.includes(':') === (family === 'ipv6'))
        );
      });
      const [first] = short;
      if (!first) continue;
      const name = drawn.get(first.node)?.name ?? first.node;
      const others = short.length > 1 ? ` and ${short.length - 1} more` : '';
      const [title, pool] = [family === 'ipv4' ? 'IPv4' : 'IPv6', segment[family]];
      yield {
        code: 'no-free-address',
        severity: 'warning',
        node: first.node,
        interface: first.interface,
        message: pool
          ? `${name} ${first.interface}${others} got no ${title} address: ${pool} is full.`
          : `${name} ${first.interface}${others} got no ${title} address: the lab's address pool has no network left.`,
        hint: pool ? 'Type addresses with a shorter prefix length on this segment.' : `Give the lab a larger ${title} pool.`,
      };
    }
  }
}

function* tooManyRoutes(topology: Topology, wanted: WantedLab): Generator<Problem> {
  const routers = new Set(topology.nodes.filter((node) => node.kind === 'router').map((node) => node.id));
  const on = new Set<string>();
  let segments = 0;
  for (const segment of wanted.segments) {
    const here = segment.members.filter((end) => routers.has(end.node));
    if (here.length > 0) segments++;
    for (const end of here) on.add(end.node);
  }
  const [first] = [...on].sort(naturally);
  if (first === undefined || on.size * segments <= mostRoutePairs) return;
  yield {
    code: 'no-automatic-routes',
    severity: 'info',
    message: `With ${on.size} routers on ${segments} segments the tables would be too long: routers know only their own segments.`,
    hint: 'Type routes, or run a routing protocol on the routers.',
  };
}
