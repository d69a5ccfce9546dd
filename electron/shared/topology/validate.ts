/** What is wrong, or will surprise, in a drawing that can be read: each problem with its place, how bad it is, and a sentence. Pure; linear but for segments. */
import type { Problem } from '../contract';
import { usualNeighbours } from './neighbours';
import type { NeighbourLimits } from './neighbours';
import type { Topology } from './schema';
import { addressProblems, poolProblems } from './validate-addresses';
import { cableProblems } from './validate-cables';
import { edgeProblems } from './validate-edge';
import { insideProblems } from './validate-inside';
import { nameProblems } from './validate-names';
import { segmentProblems } from './validate-segments';

/** BR_MAX_PORTS, net/bridge/br_private.h: 2^10 - 1. */
export { mostBridgePorts } from './validate-cables';

export interface HostLimits {
  /** Entries of the neighbour tables, for all networks of this computer together. Absent: 1,024 each. */
  readonly neighbours?: NeighbourLimits;
}

export function validate(topology: Topology, { neighbours = usualNeighbours }: HostLimits = {}): Problem[] {
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  return [
    ...nameProblems(topology),
    ...cableProblems(topology, nodes),
    ...topology.nodes.flatMap((node) => [...addressProblems(node), ...insideProblems(node)]),
    ...segmentProblems(topology, nodes, neighbours),
    ...edgeProblems(topology, nodes),
    ...poolProblems(topology),
  ];
}
