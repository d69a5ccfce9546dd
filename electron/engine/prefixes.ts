/**
 * Which prefix each segment has. A typed address decides for its segment; every other one takes a network from the pools, at a place
 * that follows from the segment's own anchor (s3 -> 10.0.3.0/24, cable l5 -> 10.1.5.0/24). So a segment keeps its prefix when others
 * come and go, and the order of the file does not matter. IPv6 follows the same number: fd00:3::/64, fd00:1:5::/64.
 */
import { networkOf } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import { hash } from '../shared/topology/order';
import type { AddressPools } from '../shared/topology/schema';
import { poolsOf } from './pools';
import type { Pool } from './pools';
import type { BareSegment } from './segments';

export const defaultPools: AddressPools = { ipv4: ['10.0.0.0/8'], ipv6: ['fd00::/16'] };

export type Prefixes = Readonly<Partial<Record<Family, PrefixedAddress>>>;

/** Prefixes of all segments, in their order. Undefined where the pool has no room left, or for IPv4 no pool fits. */
export function assignPrefixes(segments: readonly BareSegment[], pools: AddressPools = defaultPools): Prefixes[] {
  const { ipv4, ipv6 } = poolsOf(pools);
  const [four, six] = [assign(segments, 'ipv4', ipv4), assign(segments, 'ipv6', ipv6)];
  return segments.map((_, at) => ({ ipv4: four[at], ipv6: six[at] }));
}

function assign(segments: readonly BareSegment[], family: Family, pool: Pool): (PrefixedAddress | undefined)[] {
  const typed: PrefixedAddress[] = [];
  const prefixes = segments.map((segment) => typedPrefix(segment, family, typed));
  const taken = pool.covered(typed);
  const take = (at: number, from: number, blocks: number): boolean => {
    for (let block = from; block < from + blocks; block++) if (block >= pool.size || taken.has(block)) return false;
    const network = pool.network(from, blocks);
    if (!network) return false;
    for (let block = from; block < from + blocks; block++) taken.add(block);
    prefixes[at] = network;
    return true;
  };
  // Whoever finds its own place free has it; only then the others look elsewhere, so that they push nobody away.
  const displaced: number[] = [];
  segments.forEach((segment, at) => {
    if (prefixes[at]) return;
    const blocks = blocksFor(family, segment.members.length);
    const wish = preferred(segment, blocks, pool.size);
    if (wish === undefined || !take(at, wish, blocks)) displaced.push(at);
  });
  for (const at of displaced) {
    const segment = segments[at]!;
    const blocks = blocksFor(family, segment.members.length);
    const places = Math.floor(pool.size / blocks);
    const start = Math.floor(places / 2) + (hash(segment.id) % Math.max(1, Math.floor(places / 4)));
    for (let step = 0; step < places; step++) if (take(at, ((start + step) % places) * blocks, blocks)) break;
  }
  return prefixes;
}

/** The network that most of the segment's typed addresses share (the lowest of several); all of them are added to `typed`. */
function typedPrefix(segment: BareSegment, family: Family, typed: PrefixedAddress[]): PrefixedAddress | undefined {
  const votes = ((segment.typed ??= {})[family] ??= countTyped(segment, family));
  for (const { network } of votes) typed.push(network);
  const [first, ...others] = votes;
  return (
    first &&
    others.reduce(
      (best, one) => (one.count > best.count || (one.count === best.count && below(one.network, best.network)) ? one : best),
      first,
    ).network
  );
}

function countTyped({ members }: BareSegment, family: Family): { network: PrefixedAddress; count: number }[] {
  const votes = new Map<string, { network: PrefixedAddress; count: number }>();
  for (const { interface: one } of members) {
    for (const address of one.typed[family] ?? []) {
      const network = networkOf(address);
      const key = `${network.value}/${network.length}`;
      const vote = votes.get(key);
      if (vote) vote.count++;
      else votes.set(key, { network, count: 1 });
    }
  }
  return [...votes.values()];
}
const below = (a: PrefixedAddress, b: PrefixedAddress): boolean => (a.value === b.value ? a.length < b.length : a.value < b.value);

/** How many /24 a segment takes: a power of two with room for all its ends, a router's numbers, and none at the edges. An IPv6 /64 is always enough. */
function blocksFor(family: Family, ends: number): number {
  let blocks = 1;
  if (family === 'ipv4') while (blocks * 256 < ends + 11) blocks *= 2;
  return blocks;
}

/**
 * In a pool of 65,536 networks: switches have 0.n, cables 1.n, hubs 2.n up to 255; higher numbers a sixteenth of the pool, as do ids without a number by chance;
 * segments of several /24 the last quarter. The second half up to there is for those who found their place taken. A smaller pool is divided likewise.
 */
function preferred({ id, age, anchor }: BareSegment, blocks: number, size: number): number | undefined {
  const part = { switch: 0, link: 1, hub: 2 }[anchor];
  if (blocks > 1) {
    const from = (size * 3) / 4;
    const place = from + (((age === Infinity ? hash(id) : age) * blocks) % (size / 4));
    return Math.floor(place / blocks) * blocks;
  }
  const width = Math.min(256, Math.floor(size / 8));
  if (age > 0 && age < width) return part * width + age;
  const [from, room] = [3 * width, Math.floor(size / 2) - 3 * width];
  if (room < 1) return undefined;
  return from + ((age === Infinity ? hash(id) : (age - width) * 3 + part) % room);
}
