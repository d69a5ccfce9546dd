/** An address of a segment that nobody has. */
import { hostRange } from '../../electron/engine/pools';
import type { Segment, WantedLab } from '../../electron/engine/wanted';
import { formatPrefixed, networkOf, parsePrefixed } from '../../electron/shared/topology/address';
import type { Family } from '../../electron/shared/topology/address';

/** The segment of an interface, by its layer-3 ends. */
export function segmentOf(wanted: WantedLab, end: { readonly node: string; readonly interface: string }): Segment | undefined {
  return wanted.segments.find((segment) => segment.members.some((one) => one.node === end.node && one.interface === end.interface));
}

/** The lowest that is free, with its prefix length. Undefined without a network, or where it is full. */
export function freeAddress(wanted: WantedLab, segment: Segment | undefined, family: Family): string | undefined {
  const network = segment?.[family] === undefined ? undefined : parsePrefixed(segment[family]);
  if (!network || !segment) return undefined;
  const base = networkOf(network).value;
  const taken = new Set<bigint>();
  for (const { node, interface: name } of segment.members)
    for (const { address } of wanted.nodes.get(node)?.interfaces.get(name)?.addresses ?? []) {
      const one = parsePrefixed(address);
      if (one?.family === family) taken.add(one.value);
    }
  const range = hostRange(network);
  // Of a /31 both addresses are ends (RFC 3021).
  const first = range === 2 && network.length >= 31 ? 0 : 1;
  for (let host = first; host < first + range; host++)
    if (!taken.has(base + BigInt(host))) return formatPrefixed({ ...network, value: base + BigInt(host) });
  return undefined;
}
