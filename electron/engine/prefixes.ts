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

/** Prefixes of all segments, in their order, and the account of who has what. Undefined where no pool has room left. */
export function assignPrefixes(
  segments: readonly BareSegment[],
  pools: AddressPools = defaultPools,
): { readonly prefixes: readonly Prefixes[]; readonly ledger: Ledger } {
  const ledger = new Ledger(pools);
  return { prefixes: ledger.assign(segments), ledger };
}

/**
 * Who has which network of the pools. It is changed as segments come and go, so whoever has gone on from it must not use it again.
 */
export class Ledger {
  private readonly ipv4: Account;
  private readonly ipv6: Account;

  constructor(pools: AddressPools) {
    const { ipv4, ipv6 } = poolsOf(pools);
    const short = pools.pointToPoint ?? false;
    this.ipv4 = new Account('ipv4', ipv4, short);
    this.ipv6 = new Account('ipv6', ipv6, short);
  }

  assign(segments: readonly BareSegment[]): Prefixes[] {
    const [four, six] = [this.ipv4.assign(segments), this.ipv6.assign(segments)];
    return segments.map((_, at) => ({ ipv4: four[at], ipv6: six[at] }));
  }

  /**
   * Prefixes of segments that take the place of others, where that concerns nobody else: everybody has, and keeps, the place that is its own. Undefined where it
   * does; then all are to be assigned anew.
   */
  replace(gone: readonly { bare: BareSegment; prefixes: Prefixes }[], come: readonly BareSegment[]): Prefixes[] | undefined {
    const four = this.ipv4.replace(gone, come);
    const six = four && this.ipv6.replace(gone, come);
    return six && come.map((_, at) => ({ ipv4: four[at], ipv6: six[at] }));
  }
}

/** One pool, and how many of its networks a segment takes. */
interface Choice {
  readonly pool: Pool;
  readonly blocks: number;
}
/** How often each network of a pool is touched by what a person typed, and by what segments have. */
interface Claims {
  readonly typed: Map<number, number>;
  readonly own: Map<number, number>;
}

/** Places of which all are taken up to another one, by pool. It holds while nothing is given back. */
type Runs = ReadonlyMap<Pool, Map<number, number>>;

class Account {
  private readonly claims: ReadonlyMap<Pool, Claims>;
  /** Segments that found their own place taken. */
  private displaced = 0;

  constructor(
    private readonly family: Family,
    private readonly pools: readonly Pool[],
    private readonly pointToPoint: boolean,
  ) {
    this.claims = new Map(pools.map((pool) => [pool, { typed: new Map<number, number>(), own: new Map<number, number>() }]));
  }

  /** Whoever finds its own place free has it; only then the others look elsewhere, so that they push nobody away. */
  assign(segments: readonly BareSegment[]): (PrefixedAddress | undefined)[] {
    const prefixes = segments.map((segment) => this.typedPrefix(segment));
    if (this.pools.length === 0) return prefixes;
    const displaced: number[] = [];
    segments.forEach((segment, at) => {
      if (prefixes[at] || segment.lan) return;
      prefixes[at] = this.takeOwn(segment);
      if (!prefixes[at]) displaced.push(at);
    });
    this.displaced = displaced.length;
    const runs: Runs = new Map(this.pools.map((pool) => [pool, new Map<number, number>()]));
    for (const at of displaced) prefixes[at] = this.search(segments[at]!, runs);
    return prefixes;
  }

  replace(
    gone: readonly { bare: BareSegment; prefixes: Prefixes }[],
    come: readonly BareSegment[],
  ): (PrefixedAddress | undefined)[] | undefined {
    if (this.displaced > 0) return undefined;
    for (const { bare, prefixes } of gone) {
      const typed = typedIn(bare, this.family);
      for (const { network } of typed) this.claim('typed', network, -1);
      const own = prefixes[this.family];
      if (typed.length === 0 && own) this.claim('own', own, -1);
    }
    // What is typed now would push away whoever has it.
    for (const segment of come)
      for (const { network } of typedIn(segment, this.family))
        for (const [pool, { own }] of this.claims) if (!pool.within(network, (index) => !own.has(index))) return undefined;
    const prefixes = come.map((segment) => this.typedPrefix(segment));
    if (this.pools.length === 0) return prefixes;
    for (const [at, segment] of come.entries()) {
      if (prefixes[at] || segment.lan) continue;
      prefixes[at] = this.takeOwn(segment);
      if (!prefixes[at]) return undefined;
    }
    return prefixes;
  }

  /** The network that most of the segment's typed addresses share (the lowest of several); all of them are claimed. */
  private typedPrefix(segment: BareSegment): PrefixedAddress | undefined {
    const votes = typedIn(segment, this.family);
    let best = votes[0];
    for (const one of votes) {
      this.claim('typed', one.network, 1);
      if (one.count > best!.count || (one.count === best!.count && below(one.network, best!.network))) best = one;
    }
    return best?.network;
  }

  private takeOwn(segment: BareSegment): PrefixedAddress | undefined {
    const [first] = this.choices(segment);
    const wish = first && preferred(segment, first.blocks, first.pool.size);
    return wish === undefined ? undefined : this.take(segment, first!, wish);
  }

  private search(segment: BareSegment, runs: Runs): PrefixedAddress | undefined {
    for (const choice of this.choices(segment)) {
      const { pool, blocks } = choice;
      const places = Math.floor(pool.size / blocks);
      const start = Math.floor(places / 2) + (hash(segment.id) % Math.max(1, Math.floor(places / 4)));
      const own = blocks === 1 ? runs.get(pool)! : new Map<number, number>();
      const found = this.searchIn(segment, choice, own, start, places) ?? this.searchIn(segment, choice, own, 0, start);
      if (found) return found;
    }
    return undefined;
  }

  /** The first free place from one on. What is passed on the way is noted, so that the next one does not look at it again: there may be tens of thousands. */
  private searchIn(segment: BareSegment, choice: Choice, runs: Map<number, number>, from: number, to: number): PrefixedAddress | undefined {
    const passed: number[] = [];
    let found: PrefixedAddress | undefined;
    let at = from;
    while (at < to && !found) {
      const end = runs.get(at);
      if (end === undefined) found = this.take(segment, choice, at * choice.blocks);
      passed.push(at);
      at = end ?? at + 1;
    }
    for (const one of passed) runs.set(one, at);
    return found;
  }

  private take(segment: BareSegment, { pool, blocks }: Choice, from: number): PrefixedAddress | undefined {
    const { typed, own } = this.claims.get(pool)!;
    for (let block = from; block < from + blocks; block++) if (block >= pool.size || typed.has(block) || own.has(block)) return undefined;
    const network = pool.network(from, blocks);
    if (!network) return undefined;
    this.claim('own', network, 1);
    return this.isShort(segment) ? pool.network(from, blocks, widthOf(this.family) - 1) : network;
  }

  /** In every pool: they may share addresses. @param by 1: claimed; -1: given back. */
  private claim(kind: keyof Claims, prefix: PrefixedAddress, by: 1 | -1): void {
    for (const [pool, claims] of this.claims) {
      const counts = claims[kind];
      pool.within(prefix, (index) => {
        const count = (counts.get(index) ?? 0) + by;
        if (count === 0) counts.delete(index);
        else counts.set(index, count);
        return true;
      });
    }
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

/** Networks that a person typed on the segment, each once. */
const typedIn = (segment: BareSegment, family: Family): readonly { readonly network: PrefixedAddress; readonly count: number }[] =>
  ((segment.typed ??= {})[family] ??= countTyped(segment, family));

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
 * In a pool of 65,536 networks: switches have 0.n, cables 1.n, hubs (by their id) 2.n, the lab's edge 3.n up to 255; higher numbers a sixteenth of the pool, as do ids without a number by chance;
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
