/** A segment with its prefixes, addresses and what routing sees of it. */
import { formatPrefixed } from '../shared/topology/address';
import { addressSegment } from './addressing';
import type { Prefixes } from './prefixes';
import type { InterfaceRecord } from './records';
import { keep } from './reuse';
import { routedSegment } from './routes';
import type { RoutedSegment } from './routes';
import type { BareSegment } from './segments';
import type { Segment, WantedAddress } from './wanted';

/** A segment with all that was decided for it. */
export interface Place {
  readonly bare: BareSegment;
  readonly prefixes: Prefixes;
  /** Addresses of each end, in the order of `bare.members`. */
  readonly given: readonly (readonly WantedAddress[])[];
  /** Where each end stands among the members; only of large segments. */
  readonly order: ReadonlyMap<InterfaceRecord, number> | undefined;
  readonly routed: RoutedSegment;
  readonly shown: Segment;
}
/** Members up to which looking for one is quicker than remembering where each is. */
const fewMembers = 8;
const none: readonly WantedAddress[] = [];

/** What an end was given in the segment; nothing if it is not in it. */
export function givenTo({ bare, given, order }: Place, one: InterfaceRecord): readonly WantedAddress[] {
  const at = order ? (order.get(one) ?? -1) : bare.members.findIndex((member) => member.interface === one);
  return given[at] ?? none;
}

/** @param old the place of that id before: what is the same of it is used again. */
export function makePlace(bare: BareSegment, prefixes: Prefixes, old: Place | undefined): Place {
  const addresses = addressSegment(bare, prefixes);
  const routed = routedSegment(bare, prefixes, addresses, old?.routed);
  return {
    bare,
    prefixes,
    given: addresses,
    order: bare.members.length > fewMembers ? new Map(bare.members.map((member, at) => [member.interface, at])) : undefined,
    routed,
    shown: keep(old?.shown, shownSegment(bare, prefixes)),
  };
}

function shownSegment({ id, members, bridges, lan }: BareSegment, { ipv4, ipv6 }: Prefixes): Segment {
  return {
    id,
    ...(ipv4 && { ipv4: formatPrefixed(ipv4) }),
    ...(ipv6 && { ipv6: formatPrefixed(ipv6) }),
    members: members.filter(({ node }) => !node.outside).map(({ node, interface: one }) => ({ node: node.id, interface: one.name })),
    switches: bridges.map((node) => node.id),
    ...(lan && { lan }),
  };
}
