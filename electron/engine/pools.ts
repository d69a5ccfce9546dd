/**
 * Address pools as numbered networks. Prefixes that give networks of one length are one pool: IPv4 in /24 and IPv6 in /64 where nothing else is said.
 */
import { networkOf, overlap, parsePrefixed, widthOf } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import type { AddressPool, AddressPools } from '../shared/topology/schema';

/** More networks of one pool are never numbered. */
const mostNetworks = 65536;
const usualLength: Record<Family, number> = { ipv4: 24, ipv6: 64 };

export interface Pool {
  /** Prefix length of its networks. */
  readonly unit: number;
  /** How many networks there are, at most 65,536. */
  readonly size: number;
  /**
   * The network that begins at a number; `blocks` is a power of two and divides it. Always the same object for the same arguments.
   * @param length a longer prefix length than the network has: its first part of that length.
   */
  network(index: number, blocks: number, length?: number): PrefixedAddress | undefined;
  /** Visits the numbers of all networks that share an address with the prefix; ends, and gives false, at the first for which `visit` does. */
  within(prefix: PrefixedAddress, visit: (index: number) => boolean): boolean;
}
interface Part {
  readonly from: number;
  readonly size: number;
  readonly prefix: PrefixedAddress;
}

const known = new WeakMap<AddressPools, Record<Family, readonly Pool[]>>();

/** Pools of each family, the smallest networks first. */
export function poolsOf(pools: AddressPools): Record<Family, readonly Pool[]> {
  let found = known.get(pools);
  if (!found) known.set(pools, (found = { ipv4: readPools(pools.ipv4, 'ipv4'), ipv6: readPools(pools.ipv6, 'ipv6') }));
  return found;
}

/** The prefix and the length of its networks; undefined if it cannot be read or is smaller than one network: `validate` names it. */
export function readPool(pool: AddressPool, family: Family): { prefix: PrefixedAddress; unit: number } | undefined {
  const { prefix: text, length } = typeof pool === 'string' ? { prefix: pool } : { ...pool };
  const prefix = parsePrefixed(text);
  const unit = length ?? usualLength[family];
  if (prefix?.family !== family || prefix.length > unit || unit >= widthOf(family)) return undefined;
  return { prefix: networkOf(prefix), unit };
}

function readPools(texts: readonly AddressPool[], family: Family): readonly Pool[] {
  const byUnit = new Map<number, PrefixedAddress[]>();
  for (const text of texts) {
    const one = readPool(text, family);
    if (one) byUnit.set(one.unit, [...(byUnit.get(one.unit) ?? []), one.prefix]);
  }
  return [...byUnit].sort(([a], [b]) => b - a).map(([unit, prefixes]) => makePool(prefixes, unit, family));
}

function makePool(prefixes: readonly PrefixedAddress[], unit: number, family: Family): Pool {
  const parts: Part[] = [];
  let size = 0;
  for (const prefix of prefixes) {
    if (size >= mostNetworks) break;
    const own = Math.min(mostNetworks - size, 2 ** Math.min(16, unit - prefix.length));
    parts.push({ from: size, size: own, prefix });
    size += own;
  }
  const cache = new Map<number, PrefixedAddress>();
  const make = (index: number, blocks: number, length: number): PrefixedAddress | undefined => {
    const part = parts.find((one) => index >= one.from && index + blocks <= one.from + one.size);
    if (!part || (index - part.from) % blocks !== 0) return undefined;
    return { family, value: part.prefix.value + offset(part.prefix, unit, index - part.from), length };
  };
  return {
    unit,
    size,
    network(index, blocks, length = unit - Math.log2(blocks)) {
      const key = index * 128 + length;
      const cached = cache.get(key);
      if (cached) return cached;
      const made = make(index, blocks, length);
      if (made) cache.set(key, made);
      return made;
    },
    within(prefix, visit) {
      for (const part of parts) {
        if (!overlap(part.prefix, prefix)) continue;
        const [first, last] = prefix.length <= part.prefix.length ? [0, part.size - 1] : span(part, unit, prefix);
        for (let index = first; index <= last; index++) if (!visit(part.from + index)) return false;
      }
      return true;
    },
  };
}

/** First and last number of the pool's networks that a longer prefix touches; where numbers and addresses are not in the same order, at least those. */
function span({ prefix: pool, size }: Part, unit: number, prefix: PrefixedAddress): [first: number, last: number] {
  const [from, count] = [prefix.value - pool.value, 1n << BigInt(Math.max(0, unit - prefix.length))];
  if (!isReadable(pool, unit)) {
    const first = from >> BigInt(widthOf(pool.family) - unit);
    return [clamp(first, size), clamp(first + count - 1n, size)];
  }
  const [a, b] = [undigits((from >> 96n) & 0xffffn), undigits((from >> 80n) & 0xffffn)];
  if (prefix.length >= 48) return b === 0 ? [a, a] : [a * 256 + (b % 1000), a * 256 + (b % 1000)];
  return prefix.length >= 32 ? [a * 256, a * 256 + 255] : [0, size - 1];
}
const clamp = (value: bigint, size: number): number => (value < BigInt(size) ? Number(value) : size - 1);

/** An IPv6 pool of /64 with 48 free bits: its networks are numbered so that a person reads the same number as in IPv4. */
const isReadable = ({ family, length }: PrefixedAddress, unit: number): boolean => family === 'ipv6' && length <= 16 && unit === 64;

/**
 * Where a network lies in its pool. Where it can be read, the two middle bytes of the IPv4 network are written as a person reads them:
 * 10.0.5 -> fd00:5, 10.1.5 -> fd00:1:5. Others are counted through.
 */
function offset(pool: PrefixedAddress, unit: number, index: number): bigint {
  if (!isReadable(pool, unit)) return BigInt(index) << BigInt(widthOf(pool.family) - unit);
  const [high, low] = [Math.floor(index / 256), index % 256];
  // 10.1.0 -> fd00:1:1000, since fd00:1 is 10.0.1.
  return high === 0 ? digits(low) << 96n : (digits(high) << 96n) | (digits(low || 1000) << 80n);
}

/** How many addresses ends may have, as host numbers from 1; the network's own and the broadcast address are left out. */
export function hostRange({ family, length }: PrefixedAddress): number {
  const bits = widthOf(family) - length;
  if (bits === 1) return 2;
  return bits >= 16 ? 65534 : Math.max(0, 2 ** bits - (family === 'ipv4' ? 2 : 1));
}

/** 12 -> 0x12: so that a person reads the same number in both families. */
export const digits = (number: number): bigint => BigInt(`0x${number}`);
/** 0x12 -> 12; what is no such number gives one that no network has. */
const undigits = (value: bigint): number => {
  const text = value.toString(16);
  return /^\d+$/.test(text) ? Number(text) : mostNetworks;
};
