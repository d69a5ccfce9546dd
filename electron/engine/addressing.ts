/**
 * Automatic addresses in a segment. A node's number is the number in its id: r1 -> .1, r2 -> .2, h1 -> .10, h2 -> .11; where that is
 * taken, a free one. So an address does not change when other devices come or go.
 */
import { contains, formatAddress, formatIpv4, formatPrefixed, widthOf } from '../shared/topology/address';
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
    const made: WantedAddress[] = [];
    for (const family of families) addAddresses(made, one.typed[family], prefixes[family], own[family]);
    one.addresses = { ipv4, ipv6, numbers: own, made };
    return made;
  });
}

function addAddresses(
  made: WantedAddress[],
  typed: readonly PrefixedAddress[] | undefined,
  prefix: PrefixedAddress | undefined,
  number: number | undefined,
): void {
  if (typed) for (const address of typed) made.push({ address: formatPrefixed(address), automatic: false, reason: because('typed') });
  else if (prefix && number !== undefined && number <= hostRange(prefix))
    made.push({ address: withHost(prefix, number), automatic: true, reason: freeIn(prefix) });
}

const reasons = new WeakMap<PrefixedAddress, Reason>();
/** One for all ends of a segment. */
function freeIn(prefix: PrefixedAddress): Reason {
  let reason = reasons.get(prefix);
  if (!reason) reasons.set(prefix, (reason = because('automatic-address', { prefix: formatPrefixed(prefix) })));
  return reason;
}

/** What every address of a prefix begins and ends with. */
interface Frame {
  /** IPv4: of the network. */
  readonly base: number;
  /** IPv6 of at least 64 bits for hosts, whose text is that of the network with the host's number behind it; undefined: it has to be formatted. */
  readonly text: string | undefined;
  readonly suffix: string;
}
const frames = new WeakMap<PrefixedAddress, Frame>();
function frameOf(prefix: PrefixedAddress): Frame {
  let frame = frames.get(prefix);
  if (!frame) {
    const text = prefix.family === 'ipv6' && prefix.length <= 64 ? formatAddress(prefix) : '';
    // The zeros at the end are the longest run, with and without a number in the last group, unless there are three at the beginning.
    const isSimple = text.endsWith('::') && !text.startsWith(':') && prefix.value >> 112n !== 0n;
    frame = { base: prefix.family === 'ipv4' ? Number(prefix.value) : 0, text: isSimple ? text : undefined, suffix: `/${prefix.length}` };
    frames.set(prefix, frame);
  }
  return frame;
}

/** The address with a host number, as text. In a /31 or /127 both addresses are hosts (RFC 3021, RFC 6164): number 1 is the lower one. */
function withHost(prefix: PrefixedAddress, number: number): string {
  const { family, length } = prefix;
  const { base, text, suffix } = frameOf(prefix);
  const short = widthOf(family) - length === 1;
  if (family === 'ipv4') return formatIpv4(base + (short ? number - 1 : number)) + suffix;
  if (text !== undefined && number < 10000) return text + number + suffix;
  const host = short ? BigInt(number - 1) : length <= 64 ? digits(number) : BigInt(number);
  return formatPrefixed({ ...prefix, value: prefix.value + host });
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

/** Numbers that are taken on the segment at hand. They are emptied for each one: a set for every segment would be most of what is made and thrown away. */
const taken = { ipv4: new Set<number>(), ipv6: new Set<number>() };

/** The same number in both families, if it can be; none where a person typed addresses, or none is left. What somebody typed on this segment is taken. */
function hostNumbers(segment: BareSegment, prefixes: Prefixes): Numbers[] {
  const ranges = { ipv4: prefixes.ipv4 ? hostRange(prefixes.ipv4) : 0, ipv6: prefixes.ipv6 ? hostRange(prefixes.ipv6) : 0 };
  for (const family of families) taken[family].clear();
  for (const member of segment.members) for (const family of families) takeTyped(member, family, prefixes[family], taken[family]);
  const displaced: number[] = [];
  const numbers = segment.members.map((member, at): Numbers => {
    const wanted = segment.lan ? none : automaticFamilies(member, ranges);
    if (wanted.length === 0) return noNumbers;
    const wish = wished(member, leastOf(ranges, wanted));
    if (isFree(wish, wanted, ranges)) return take(wish, wanted);
    displaced.push(at);
    return noNumbers;
  });
  // Whoever finds its own number taken looks elsewhere only now, so that it pushes nobody away.
  for (const at of displaced) {
    const member = segment.members[at]!;
    const wanted = automaticFamilies(member, ranges);
    numbers[at] = search(member, wanted, ranges) ?? {
      ...search(member, wanted.slice(0, 1), ranges),
      ...search(member, wanted.slice(1), ranges),
    };
  }
  return numbers;
}

type Ranges = Readonly<Record<Family, number>>;
const leastOf = (ranges: Ranges, wanted: readonly Family[]): number =>
  wanted.length === 2 ? Math.min(ranges.ipv4, ranges.ipv6) : ranges[wanted[0]!];

function isFree(number: number, wanted: readonly Family[], ranges: Ranges): boolean {
  for (const family of wanted) if (number > ranges[family] || taken[family].has(number)) return false;
  return true;
}
function take(number: number, wanted: readonly Family[]): Numbers {
  for (const family of wanted) taken[family].add(number);
  if (wanted.length === 2) return { ipv4: number, ipv6: number };
  return wanted[0] === 'ipv4' ? { ipv4: number } : { ipv6: number };
}
function search(member: Member, wanted: readonly Family[], ranges: Ranges): Numbers | undefined {
  if (wanted.length === 0) return undefined;
  for (const number of others(member, leastOf(ranges, wanted))) if (isFree(number, wanted, ranges)) return take(number, wanted);
  return undefined;
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
