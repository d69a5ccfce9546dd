/** What of this computer's limits matters to one lab. Pure: the findings are the doctor's. */
import type { Finding } from '../shared/contract';
import { finding } from '../shared/text/finding';
import { familiesOf, neighboursIn } from '../shared/topology/neighbours';
import type { Family } from '../shared/topology/neighbours';
import type { Topology, TopologyNode } from '../shared/topology/schema';
import { programsOf } from '../shared/topology/programs';

/** A switch is a bridge; a cable between two others needs traffic to be mirrored while it is cut (native/WIRE.md). */
const bridged = (node: TopologyNode): boolean =>
  node.kind === 'switch' || node.kind === 'hub' || node.kind === 'nic' || node.kind === 'this-computer';

interface Needs {
  devices: number;
  /** Entries of the neighbour table of one family. */
  neighbours: number;
  families: readonly Family[];
  bridges: boolean;
  straight: boolean;
  changesUser: boolean;
  limits: boolean;
  programs: readonly string[];
}

/** What a lab asks of the computer that it runs on. */
export function needsOf(topology: Topology): Needs {
  const running = topology.nodes.filter((node) => !node.stopped);
  const kinds = new Map(running.map((node) => [node.id, node]));
  const cables = topology.links.filter(({ ends }) => ends.every((end) => kinds.has(end.node)));
  return {
    devices: running.length,
    neighbours: neighboursIn({ ...topology, nodes: running, links: cables }),
    families: familiesOf(topology),
    bridges: running.some(bridged),
    straight: cables.some(({ ends }) => ends.every((end) => !bridged(kinds.get(end.node)!))),
    changesUser: running.some((node) => node.runAs !== undefined),
    limits: running.some((node) => node.limits !== undefined),
    programs: programsOf(topology).flatMap(({ what, text }) => (what === 'file' ? [] : [text])),
  };
}

/** Programs of devices that a finding of the doctor's is about, by its `check`; found as words of the commands of a lab. */
const tools: Readonly<Record<string, RegExp>> = {
  dnsmasq: /\bdnsmasq\b/,
  vtysh: /\b(vtysh|zebra|ospfd|ospf6d|bgpd|ripd|isisd|staticd|frr)\b/,
  iperf3: /\biperf3\b/,
  tcpdump: /\btcpdump\b/,
  nft: /\bnft\b/,
  ping: /\bping\b/,
  ip: /\bip\b/,
};

/** The findings that matter to this lab, those that stop it first. Limits that it does not come near are left out. */
export function preflight(topology: Topology, findings: readonly Finding[]): Finding[] {
  if (topology.nodes.length === 0) return [];
  const needs = needsOf(topology);
  return findings.flatMap((one) => matters(one, needs)).sort((a, b) => Number(b.level === 'problem') - Number(a.level === 'problem'));
}

function matters(one: Finding, needs: Needs): Finding[] {
  const { check, level, args } = one;
  // These two limit a lab that is large enough, whatever they are.
  if (check === 'neighbour-table') {
    const [least] = needs.families
      .filter((family) => needs.neighbours > Number(args[family]))
      .sort((a, b) => Number(args[a]) - Number(args[b]));
    if (!least) return [];
    const family = least === 'ipv4' ? 'IPv4' : 'IPv6';
    return [finding(check, 'limit', 'neighbour-table-lab', { family, value: args[least]!, needed: needs.neighbours })];
  }
  if (check === 'namespace-count' && level !== 'problem')
    return needs.devices > Number(args.devices)
      ? [finding(check, 'problem', 'namespace-count-lab', { ...args, needed: needs.devices })]
      : [];
  const relevant: Readonly<Record<string, boolean>> = {
    'id-range': needs.changesUser,
    'control-groups': needs.limits,
    'kernel-bridge': needs.bridges,
    'kernel-mirred': needs.straight,
    terminals: needs.devices > 200,
    inotify: needs.programs.length > 0 && needs.devices > 100,
    'open-files': needs.devices > Number(args.devices ?? Infinity),
    processes: needs.devices > 1000,
  };
  const used = tools[check];
  const yes = used ? needs.programs.some((text) => used.test(text)) : (relevant[check] ?? (level === 'problem' || check === 'apparmor'));
  return level !== 'ok' && yes ? [one] : [];
}
