/** Problems of the lab's edge: ways to the Internet, this computer, its interfaces. */
import type { Problem } from '../contract';
import { problem } from '../text/problem';
import { isBridge } from './kinds';
import type { Topology, TopologyNode } from './schema';

export function* edgeProblems(topology: Topology, nodes: ReadonlyMap<string, TopologyNode>): Generator<Problem> {
  const ports = new Map<string, string>();
  const interfaces = new Map<string, string>();
  for (const node of topology.nodes) {
    const [place, device] = [{ node: node.id }, node.name];
    if (node.kind === 'internet') yield* forwards(node, nodes, ports);
    if (node.kind === 'this-computer' && node.computer?.ipv4?.length === 0 && node.computer.ipv6?.length === 0)
      yield problem('computer-without-address', 'warning', place, { device });
    if (node.kind !== 'nic') continue;
    const name = node.nic?.interface;
    const other = name === undefined ? undefined : interfaces.get(name);
    if (name === undefined) yield problem('nic-not-chosen', 'warning', place, { device });
    else if (other !== undefined) yield problem('nic-twice', 'error', place, { device, other, interface: name });
    else interfaces.set(name, device);
  }
}

/** @param ports who has taken a port of this computer, by protocol and port; more are added. */
function* forwards(node: TopologyNode, nodes: ReadonlyMap<string, TopologyNode>, ports: Map<string, string>): Generator<Problem> {
  for (const [index, { protocol, port, node: to }] of (node.internet?.forwards ?? []).entries()) {
    const args = { device: node.name, protocol: protocol.toUpperCase(), port: String(port) };
    const fix = { code: 'remove-forward', args: { node: node.id, index, protocol, port: String(port) } } as const;
    const target = nodes.get(to);
    const key = `${protocol} ${port}`;
    const other = ports.get(key);
    if (other !== undefined) yield problem('forward-twice', 'error', { node: node.id }, { ...args, other }, fix);
    else ports.set(key, node.name);
    if (!target) yield problem('forward-to-nowhere', 'error', { node: node.id }, args, fix);
    else if (isBridge(target)) yield problem('forward-to-bridge', 'error', { node: node.id }, { ...args, target: target.name }, fix);
  }
}
