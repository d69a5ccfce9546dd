/**
 * Problems that only show once every address and route is decided: a gateway out of reach, an address pool without room, a lab too large for
 * automatic routes. `problemsOf` is the whole list for a person: these and what `validate` finds in the drawing itself.
 */
import type { Problem } from '../shared/contract';
import { problem } from '../shared/text/problem';
import type { Fix } from '../shared/text/problem';
import { formatPrefixed, networkOf, parseAddress, parseDestination } from '../shared/topology/address';
import { isBridge, kernelKindOf } from '../shared/topology/kinds';
import { naturally } from '../shared/topology/order';
import type { Topology, TopologyNode } from '../shared/topology/schema';
import { settingInterface, settingName } from '../shared/topology/sysctl';
import { validate } from '../shared/topology/validate';
import type { HostLimits } from '../shared/topology/validate';
import { mostRoutePairs } from './routes';
import type { WantedLab } from './wanted';

/** @param wanted what `derive` made of the topology. @param limits of this computer, where they are known. */
export function problemsOf(topology: Topology, wanted: WantedLab, limits: HostLimits = {}): Problem[] {
  const drawn = validate(topology, limits);
  const known = new Set(drawn.map((problem) => `${problem.code} ${problem.node ?? ''}`));
  const derived = [
    ...routesLeftOut(topology, wanted),
    ...settingsLeftOut(topology, wanted),
    ...withoutAddress(topology, wanted),
    ...macsTwice(topology, wanted),
    ...forwardsWithoutAddress(topology, wanted),
    ...tooManyRoutes(topology, wanted),
  ];
  return [...drawn, ...derived.filter((one) => !known.has(`${one.code} ${one.node ?? ''}`))];
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
  const device = node.name;
  if (via === undefined) return problem('route-left-out', 'warning', place, { device, to, interface: dev ?? '' });
  return problem('gateway-unreachable', 'warning', place, { device, to, via });
}

/** Settings of interfaces that have no cable, or no IPv6. */
function* settingsLeftOut(topology: Topology, wanted: WantedLab): Generator<Problem> {
  for (const { id, name: device, sysctls } of topology.nodes) {
    const there = wanted.nodes.get(id);
    for (const setting of there && sysctls ? Object.keys(sysctls) : []) {
      if (there!.sysctls.has(settingName(setting))) continue;
      const name = settingInterface(setting) ?? '';
      const one = there!.interfaces.get(name);
      const place = { node: id, interface: name };
      const fix: Fix = { code: 'remove-setting', args: { node: id, setting } };
      if (one) yield problem('setting-without-ipv6', 'warning', place, { device, setting, interface: name, mtu: String(one.mtu) }, fix);
      else yield problem('setting-without-interface', 'warning', place, { device, setting, interface: name }, fix);
    }
  }
}

/** Automatic MAC addresses that by chance are another's. */
function* macsTwice(topology: Topology, wanted: WantedLab): Generator<Problem> {
  const seen = new Map<string, string>();
  for (const { id, name: device, interfaces } of topology.nodes) {
    const typed = new Set(interfaces?.flatMap(({ name, mac }) => (mac === undefined ? [] : name)));
    for (const { name, mac } of wanted.nodes.get(id)?.interfaces.values() ?? []) {
      const other = seen.get(mac);
      if (other === undefined) seen.set(mac, `${device} ${name}`);
      else if (!typed.has(name))
        yield problem('duplicate-mac', 'error', { node: id, interface: name }, { device, interface: name, mac, other });
    }
  }
}

function* forwardsWithoutAddress(topology: Topology, wanted: WantedLab): Generator<Problem> {
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  for (const [id, uplink] of wanted.uplinks) {
    if (uplink.kind !== 'internet') continue;
    const { name: device = id, internet } = nodes.get(id) ?? {};
    for (const { protocol, port, node } of internet?.forwards ?? []) {
      const target = nodes.get(node);
      if (!target || isBridge(target) || target.stopped || uplink.forwards.some((one) => one.port === port && one.protocol === protocol))
        continue;
      const args = { device, protocol: protocol.toUpperCase(), port: String(port), target: target.name };
      yield problem('forward-without-address', 'warning', { node: id }, args);
    }
  }
}

/** Ends that should have an automatic address and got none: the segment's prefix is full, or the pool is. */
function* withoutAddress(topology: Topology, wanted: WantedLab): Generator<Problem> {
  const drawn = new Map(topology.nodes.map((node) => [node.id, node]));
  for (const segment of wanted.segments) {
    if (segment.lan) continue;
    for (const family of ['ipv4', 'ipv6'] as const) {
      if (topology.pools && topology.pools[family].length === 0) continue;
      const short = segment.members.filter((end) => {
        const node = drawn.get(end.node);
        const typed = node?.interfaces?.find((one) => one.name === end.interface);
        const one = wanted.nodes.get(end.node)?.interfaces.get(end.interface);
        return (
          one &&
          !(family === 'ipv6' && !one.ipv6) &&
          typed?.[family] === undefined &&
          !one.addresses.some(({ address }) => address.includes(':') === (family === 'ipv6'))
        );
      });
      const [first] = short;
      if (!first) continue;
      const device = drawn.get(first.node)?.name ?? first.node;
      const title = family === 'ipv4' ? 'IPv4' : 'IPv6';
      const args = { device, interface: first.interface, family: title, n: short.length };
      const network = segment[family];
      const place = { node: first.node, interface: first.interface };
      yield network ? problem('segment-full', 'warning', place, { ...args, network }) : problem('pool-empty', 'warning', place, args);
    }
  }
}

function* tooManyRoutes(topology: Topology, wanted: WantedLab): Generator<Problem> {
  const routers = new Set(topology.nodes.filter((node) => kernelKindOf[node.kind] === 'router').map((node) => node.id));
  const on = new Set<string>();
  let segments = 0;
  for (const segment of wanted.segments) {
    const here = segment.members.filter((end) => routers.has(end.node));
    if (here.length > 0) segments++;
    for (const end of here) on.add(end.node);
  }
  const [first] = [...on].sort(naturally);
  if (first === undefined || on.size * segments <= mostRoutePairs) return;
  yield problem('no-automatic-routes', 'info', {}, { routers: on.size, segments });
}
