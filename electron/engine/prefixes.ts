/**
 * Which prefix each segment has. A typed address decides for its segment; every other one takes a network from the pools, at a place
 * that follows from the segment's own anchor (s3 -> 10.0.3.0/24, cable l5 -> 10.1.5.0/24). So a segment keeps its prefix when others
 * come and go, and the order of the file does not matter. IPv6 follows the same number: fd00:3::/64, fd00:1:5::/64.
 */
import { networkOf, widthOf } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import { hash } from '../shared/topology/order';
import type { AddressPools } from '../shared/topology/schema';
import { hostRange, poolsOf } from './pools';
import type { Pool } from './pools';
import type { BareSegment } from './segments';

export const defaultPools: AddressPools = { ipv4: ['10.0.0.0/8'], ipv6: ['fd00::/16'] };

export type Prefixes = Readonly<Partial<Record<Family, PrefixedAddress>>>;

/** Prefixes of all segments, in their order. Undefined where the pool has no room left, or for IPv4 no pool fits. */
export function assignPrefixes(segments: readonly BareSegment[], pools: AddressPools = defaultPools): Prefixes[] {
  const { ipv4, ipv6 } = poolsOf(pools);
  const short = pools.pointToPoint ?? false;
  const [four, six] = [new Assignment(segments, 'ipv4', ipv4, short).run(), new Assignment(segments, 'ipv6', ipv6, short).run()];
  return segments.map((_, at) => ({ ipv4: four[at], ipv6: six[at] }));
}

/** One pool, and how many of its networks a segment takes. */
interface Choice {
  readonly pool: Pool;
  readonly blocks: number;
}

class Assignment {
  private readonly typed: PrefixedAddress[] = [];
  private readonly prefixes: (PrefixedAddress | undefined)[];
  /** Numbers that are taken, by pool. */
  private readonly taken: Map<Pool, Set<number>>;

  constructor(
    private readonly segments: readonly BareSegment[],
    private readonly family: Family,
    private readonly pools: readonly Pool[],
    private readonly pointToPoint: boolean,
  ) {
    this.prefixes = segments.map((segment) => typedPrefix(segment, family, this.typed));
    this.taken = new Map(pools.map((pool) => [pool, new Set()]));
    for (const [pool, taken] of this.taken) pool.cover(taken, this.typed);
  }

  /** Whoever finds its own place free has it; only then the others look elsewhere, so that they push nobody away. */
  run(): readonly (PrefixedAddress | undefined)[] {
    if (this.pools.length === 0) return this.prefixes;
    const displaced: number[] = [];
    this.segments.forEach((segment, at) => {
      if (this.prefixes[at] || segment.lan) return;
      const [first] = this.choices(segment);
      const wish = first && preferred(segment, first.blocks, first.pool.size);
      if (wish === undefined || !this.take(at, first!, wish)) displaced.push(at);
    });
    for (const at of displaced) this.choices(this.segments[at]!).some((choice) => this.search(at, choice));
    return this.prefixes;
  }

  private search(at: number, choice: Choice): boolean {
    const { pool, blocks } = choice;
    const places = Math.floor(pool.size / blocks);
    const start = Math.floor(places / 2) + (hash(this.segments[at]!.id) % Math.max(1, Math.floor(places / 4)));
    for (let step = 0; step < places; step++) if (this.take(at, choice, ((start + step) % places) * blocks)) return true;
    return false;
  }

  private take(at: number, { pool, blocks }: Choice, from: number): boolean {
    const taken = this.taken.get(pool)!;
    for (let block = from; block < from + blocks; block++) if (block >= pool.size || taken.has(block)) return false;
    const network = pool.network(from, blocks);
    if (!network) return false;
    for (let block = from; block < from + blocks; block++) taken.add(block);
    if (this.pools.length > 1) for (const [other, others] of this.taken) if (other !== pool) other.cover(others, [network]);
    this.prefixes[at] = this.isShort(this.segments[at]!) ? pool.network(from, blocks, widthOf(this.family) - 1) : network;
    return true;
  }

  /** A cable straight between two layer-3 ends, where such get networks of two addresses (RFC 3021, RFC 6164). */
  private isShort({ anchor }: BareSegment): boolean {
    return this.pointToPoint && anchor === 'link';
  }

  /** The smallest networks that have room, then larger ones; if none has, several of the largest joined. */
  private choices(segment: BareSegment): readonly Choice[] {
    const ends = segment.members.length;
    const short = this.isShort(segment);
    const fitting = this.pools.filter(({ unit }) => short || roomIn(unit, this.family) >= ends);
    if (fitting.length > 0) return fitting.map((pool) => ({ pool, blocks: 1 }));
    const pool = this.pools.at(-1)!;
    let blocks = 2;
    while (roomIn(pool.unit - Math.log2(blocks), this.family) < ends && blocks < pool.size) blocks *= 2;
    return [{ pool, blocks }];
  }
}

/** Ends that a network has room for. One of a /27 or larger keeps the numbers below 10 for routers, and none at the edges. */
function roomIn(length: number, family: Family): number {
  const range = hostRange({ family, value: 0n, length });
  return family === 'ipv4' && range >= 30 ? range - 9 : range;
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

/**
 * In a pool of 65,536 networks: switches have 0.n, cables 1.n, hubs 2.n, the lab's edge 3.n up to 255; higher numbers a sixteenth of the pool, as do ids without a number by chance;
 * segments of several /24 the last quarter. The second half up to there is for those who found their place taken. A smaller pool is divided likewise.
 */
function preferred({ id, age, anchor }: BareSegment, blocks: number, size: number): number | undefined {
  const part = { switch: 0, link: 1, hub: 2, edge: 3 }[anchor];
  if (blocks > 1) {
    const from = (size * 3) / 4;
    const place = from + (((age === Infinity ? hash(id) : age) * blocks) % (size / 4));
    return Math.floor(place / blocks) * blocks;
  }
  const width = Math.min(256, Math.floor(size / 8));
  if (age > 0 && age < width) return part * width + age;
  const [from, room] = [4 * width, Math.floor(size / 2) - 4 * width];
  if (room < 1) return undefined;
  return from + ((age === Infinity ? hash(id) : (age - width) * 4 + part) % room);
}
