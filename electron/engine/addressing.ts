/**
 * Automatic addresses in a segment. A node's number is the number in its id: r1 -> .1, r2 -> .2, h1 -> .10, h2 -> .11; where that is
 * taken, the next free one. So an address does not change when other devices come or go.
 */
import { contains, formatPrefixed, widthOf } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import { hash, ordinalOf } from '../shared/topology/order';
import { digits, hostRange, typedAddresses } from './prefixes';
import type { Prefixes } from './prefixes';
import type { BareSegment, Member } from './segments';
import type { WantedAddress } from './wanted';

/** Addresses of each end, in the order of `segment.members`, IPv4 before IPv6. */
export function addressSegment(segment: BareSegment, prefixes: Prefixes): WantedAddress[][] {
  const numbers = hostNumbers(segment, prefixes);
  return segment.members.map((member, at) =>
    (['ipv4', 'ipv6'] as const).flatMap((family) => addressesOf(member, family, prefixes[family], numbers[at])),
  );
}

function addressesOf(member: Member, family: Family, prefix: PrefixedAddress | undefined, number: number | undefined): WantedAddress[] {
  const typed = typedAddresses(member, family);
  if (typed)
    return typed.map((address) => ({
      address: formatPrefixed(address),
      automatic: false,
      reason: { code: 'typed', text: 'you typed it' },
    }));
  if (!prefix || number === undefined || number > hostRange(prefix)) return [];
  const address = formatPrefixed(withHost(prefix, number));
  return [{ address, automatic: true, reason: { code: 'automatic-address', text: `free in ${formatPrefixed(prefix)}` } }];
}

/** The address with a host number. In a /31 or /127 both addresses are hosts (RFC 3021, RFC 6164): number 1 is the lower one. */
function withHost(prefix: PrefixedAddress, number: number): PrefixedAddress {
  const short = widthOf(prefix.family) - prefix.length === 1;
  const host = short ? BigInt(number - 1) : prefix.family === 'ipv6' && prefix.length <= 64 ? digits(number) : BigInt(number);
  return { ...prefix, value: prefix.value + host };
}

/** One number for both families. Numbers whose IPv4 or IPv6 address somebody typed on this segment are taken. */
function hostNumbers(segment: BareSegment, prefixes: Prefixes): (number | undefined)[] {
  const limit = Math.min(...(['ipv4', 'ipv6'] as const).map((family) => (prefixes[family] ? hostRange(prefixes[family]) : 65534)));
  const taken = takenNumbers(segment, prefixes);
  const free = (start: number, from: number, to: number): number | undefined => {
    const size = to - from + 1;
    for (let step = 0; step < size; step++) {
      const number = from + ((start - from + step) % size);
      if (!taken.has(number)) return number;
    }
    return undefined;
  };
  return segment.members.map((member) => {
    if (typedAddresses(member, 'ipv4') && typedAddresses(member, 'ipv6')) return undefined;
    const { start, from, to } = preferredNumber(member, limit);
    const number = free(start, from, to) ?? free(1, 1, limit);
    if (number !== undefined) taken.add(number);
    return number;
  });
}

function takenNumbers(segment: BareSegment, prefixes: Prefixes): Set<number> {
  const taken = new Set<number>();
  for (const member of segment.members) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      const prefix = prefixes[family];
      if (!prefix) continue;
      for (const address of typedAddresses(member, family) ?? []) {
        if (!contains(prefix, address)) continue;
        const host = address.value - prefix.value;
        const text = host.toString(16);
        if (host < 100_000n) taken.add(family === 'ipv4' ? Number(host) : /^\d+$/.test(text) ? Number(text) : 0);
      }
    }
  }
  return taken;
}

/** Routers have 1 to 9, hosts 10 and up, where the prefix has room for both. */
function preferredNumber({ node }: Member, limit: number): { start: number; from: number; to: number } {
  const ordinal = Math.max(0, (ordinalOf(node.id) ?? hash(node.id) % 9973) - 1);
  if (limit < 20) return { start: 1 + (ordinal % Math.max(1, limit)), from: 1, to: limit };
  return node.kind === 'router'
    ? { start: 1 + (ordinal % 9), from: 1, to: 9 }
    : { start: 10 + (ordinal % (limit - 9)), from: 10, to: limit };
}
