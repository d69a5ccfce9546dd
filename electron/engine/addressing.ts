/**
 * Automatic addresses in a segment. A node's number is the number in its id: r1 -> .1, r2 -> .2, h1 -> .10, h2 -> .11; where that is
 * taken, a free one. So an address does not change when other devices come or go.
 */
import { contains, formatPrefixed, widthOf } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import type { Reason } from '../shared/lab/operation';
import { because } from '../shared/text/reason';
import { hash } from '../shared/topology/order';
import { digits, hostRange } from './pools';
import type { Prefixes } from './prefixes';
import type { BareSegment, Member } from './segments';
import type { WantedAddress } from './wanted';

const families = ['ipv4', 'ipv6'] as const;

/** Addresses of each end, in the order of `segment.members`, IPv4 before IPv6. The same list for the same end, prefixes and numbers. */
export function addressSegment(segment: BareSegment, prefixes: Prefixes): (readonly WantedAddress[])[] {
  const numbers = hostNumbers(segment, prefixes);
  const { ipv4, ipv6 } = prefixes;
  return segment.members.map(({ interface: one }, at) => {
    const own = numbers[at]!;
    const last = one.addresses;
    if (last && last.ipv4 === ipv4 && last.ipv6 === ipv6 && last.numbers.ipv4 === own.ipv4 && last.numbers.ipv6 === own.ipv6)
      return last.made;
    const made = families.flatMap((family) => addressesOf(one.typed[family], prefixes[family], own[family]));
    one.addresses = { ipv4, ipv6, numbers: own, made };
    return made;
  });
}

function addressesOf(
  typed: readonly PrefixedAddress[] | undefined,
  prefix: PrefixedAddress | undefined,
  number: number | undefined,
): WantedAddress[] {
  if (typed)
    return typed.map((address) => ({
      address: formatPrefixed(address),
      automatic: false,
      reason: because('typed'),
    }));
  if (!prefix || number === undefined || number > hostRange(prefix)) return [];
  return [
    {
      address: formatPrefixed(withHost(prefix, number)),
      automatic: true,
      reason: freeIn(prefix),
    },
  ];
}

const reasons = new WeakMap<PrefixedAddress, Reason>();
/** One for all ends of a segment. */
function freeIn(prefix: PrefixedAddress): Reason {
  let reason = reasons.get(prefix);
  if (!reason) reasons.set(prefix, (reason = because('automatic-address', { prefix: formatPrefixed(prefix) })));
  return reason;
}

/** The address with a host number. In a /31 or /127 both addresses are hosts (RFC 3021, RFC 6164): number 1 is the lower one. */
function withHost(prefix: PrefixedAddress, number: number): PrefixedAddress {
  const short = widthOf(prefix.family) - prefix.length === 1;
  const host = short ? BigInt(number - 1) : prefix.family === 'ipv6' && prefix.length <= 64 ? digits(number) : BigInt(number);
  return { ...prefix, value: prefix.value + host };
}

/** The number that `withHost` made this address from; undefined if it could not have. */
function hostOf(prefix: PrefixedAddress, address: PrefixedAddress): number | undefined {
  if (!contains(prefix, address)) return undefined;
  const host = address.value - prefix.value;
  if (widthOf(prefix.family) - prefix.length === 1) return Number(host) + 1;
  if (prefix.family === 'ipv4' || prefix.length > 64) return host < 65535n ? Number(host) : undefined;
  const text = host.toString(16);
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

type Numbers = Readonly<Partial<Record<Family, number>>>;
const noNumbers: Numbers = {};

/** The same number in both families, if it can be; none where a person typed addresses, or none is left. What somebody typed on this segment is taken. */
function hostNumbers(segment: BareSegment, prefixes: Prefixes): Numbers[] {
  const ranges = { ipv4: prefixes.ipv4 ? hostRange(prefixes.ipv4) : 0, ipv6: prefixes.ipv6 ? hostRange(prefixes.ipv6) : 0 };
  const taken = { ipv4: new Set<number>(), ipv6: new Set<number>() };
  for (const member of segment.members) for (const family of families) takeTyped(member, family, prefixes[family], taken[family]);
  const isFree = (number: number, wanted: readonly Family[]): boolean =>
    wanted.every((family) => number <= ranges[family] && !taken[family].has(number));
  const take = (number: number, wanted: readonly Family[]): Numbers => {
    const numbers: Partial<Record<Family, number>> = {};
    for (const family of wanted) {
      numbers[family] = number;
      taken[family].add(number);
    }
    return numbers;
  };
  const displaced: number[] = [];
  const numbers = segment.members.map((member, at): Numbers => {
    const wanted = segment.lan ? none : automaticFamilies(member, ranges);
    if (wanted.length === 0) return noNumbers;
    const wish = wished(member, Math.min(...wanted.map((family) => ranges[family])));
    if (isFree(wish, wanted)) return take(wish, wanted);
    displaced.push(at);
    return noNumbers;
  });
  // Whoever finds its own number taken looks elsewhere only now, so that it pushes nobody away.
  for (const at of displaced) {
    const member = segment.members[at]!;
    const wanted = automaticFamilies(member, ranges);
    const search = (some: readonly Family[]): Numbers | undefined => {
      if (some.length === 0) return undefined;
      for (const number of others(member, Math.min(...some.map((family) => ranges[family]))))
        if (isFree(number, some)) return take(number, some);
      return undefined;
    };
    numbers[at] = search(wanted) ?? { ...search(wanted.slice(0, 1)), ...search(wanted.slice(1)) };
  }
  return numbers;
}

function automaticFamilies({ interface: one }: Member, ranges: Readonly<Record<Family, number>>): readonly Family[] {
  const [four, six] = [!one.typed.ipv4 && ranges.ipv4 > 0, !one.typed.ipv6 && ranges.ipv6 > 0];
  return four ? (six ? families : onlyIpv4) : six ? onlyIpv6 : none;
}
const none: readonly Family[] = [];
const onlyIpv4: readonly Family[] = ['ipv4'];
const onlyIpv6: readonly Family[] = ['ipv6'];

/** All numbers of the prefix, beginning at a place of the end's own, a router's numbers last. */
function* others({ node, interface: one }: Member, limit: number): Generator<number> {
  const [from, size] = limit < 20 ? [1, limit] : [10, limit - 9];
  const start = limit < 20 ? 0 : hash(`${node.id}/${one.name}`);
  for (let step = 0; step < size; step++) yield from + ((start + step) % size);
  for (let number = 1; number < from; number++) yield number;
}

function takeTyped({ interface: one }: Member, family: Family, prefix: PrefixedAddress | undefined, taken: Set<number>): void {
  const typed = one.typed[family];
  if (!typed || !prefix) return;
  for (const address of typed) {
    const number = hostOf(prefix, address);
    if (number !== undefined) taken.add(number);
  }
}

/**
 * Routers have 1 to 9, hosts 10 and up, where the prefix has room for both. The lab's edge comes last of all, the way to the Internet at even steps from the end,
 * this computer at odd ones: who joins later takes nobody's number.
 */
function wished({ node }: Member, limit: number): number {
  const ordinal = Math.max(0, (node.age === Infinity ? hash(node.id) : node.age) - 1);
  if (node.node.kind === 'internet') return limit - ((2 * ordinal) % Math.min(8, limit));
  if (node.outside) return limit - ((2 * ordinal + 1) % Math.min(8, limit));
  if (limit < 20) return 1 + (ordinal % Math.max(1, limit));
  return node.routing ? 1 + (ordinal % 9) : 10 + (ordinal % (limit - 9));
}
