/** Address pools as numbered networks: IPv4 in blocks of a /24, IPv6 in /64. */
import { networkOf, overlap, parsePrefixed } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import type { AddressPools } from '../shared/topology/schema';

/** More networks of one pool are never numbered. */
const mostNetworks = 65536;

export interface Pool {
  /** How many networks there are, at most 65,536. */
  readonly size: number;
  /** The network that begins at a number; `blocks` is a power of two and divides it. Always the same object for the same arguments. */
  network(index: number, blocks: number): PrefixedAddress | undefined;
  /** Numbers of all networks that share an address with one of the prefixes. */
  covered(prefixes: readonly PrefixedAddress[]): Set<number>;
}

const known = new WeakMap<AddressPools, Record<Family, Pool>>();

export function poolsOf(pools: AddressPools): Record<Family, Pool> {
  let found = known.get(pools);
  if (!found) known.set(pools, (found = { ipv4: makePool(pools.ipv4, 'ipv4'), ipv6: makePool(pools.ipv6, 'ipv6') }));
  return found;
}

/** What cannot be read, or is smaller than one network, is left out: `validate` names it. */
function makePool(texts: readonly string[], family: Family): Pool {
  const unit = family === 'ipv4' ? 24 : 64;
  const parts: { from: number; size: number; prefix: PrefixedAddress }[] = [];
  let size = 0;
  for (const text of texts) {
    const prefix = parsePrefixed(text);
    if (prefix?.family !== family || prefix.length > unit || size >= mostNetworks) continue;
    const own = Math.min(mostNetworks - size, 2 ** Math.min(16, unit - prefix.length));
    parts.push({ from: size, size: own, prefix: networkOf(prefix) });
    size += own;
  }
  const cache = new Map<number, PrefixedAddress>();
  const make = (index: number, blocks: number): PrefixedAddress | undefined => {
    const part = parts.find((one) => index >= one.from && index + blocks <= one.from + one.size);
    if (!part || (index - part.from) % blocks !== 0) return undefined;
    const value = part.prefix.value + offset(part.prefix, index - part.from);
    return { family, value, length: unit - Math.log2(blocks) };
  };
  return {
    size,
    network(index, blocks) {
      const key = index * 32 + Math.log2(blocks);
      const cached = cache.get(key);
      if (cached) return cached;
      const made = make(index, blocks);
      if (made) cache.set(key, made);
      return made;
    },
    covered(prefixes) {
      const taken = new Set<number>();
      for (const prefix of prefixes) {
        for (const part of parts) {
          if (!overlap(part.prefix, prefix)) continue;
          const [first, last] = prefix.length <= part.prefix.length ? [0, part.size - 1] : span(part.prefix, part.size, prefix);
          for (let index = first; index <= last; index++) taken.add(part.from + index);
        }
      }
      return taken;
    },
  };
}

/** First and last number of the pool's networks that a longer prefix touches; where numbers and addresses are not in the same order, at least those. */
function span(pool: PrefixedAddress, size: number, prefix: PrefixedAddress): [first: number, last: number] {
  const unit = pool.family === 'ipv4' ? 24 : 64;
  const [from, count] = [prefix.value - pool.value, 1n << BigInt(Math.max(0, unit - prefix.length))];
  const first = pool.family === 'ipv4' ? from >> 8n : from >> 64n;
  if (pool.family === 'ipv4' || pool.length > 16) return [clamp(first, size), clamp(first + count - 1n, size)];
  const [a, b] = [undigits((first >> 32n) & 0xffffn), undigits((first >> 16n) & 0xffffn)];
  if (prefix.length >= 48) return b === 0 ? [a, a] : [a * 256 + (b % 1000), a * 256 + (b % 1000)];
  return prefix.length >= 32 ? [a * 256, a * 256 + 255] : [0, size - 1];
}
const clamp = (value: bigint, size: number): number => (value < BigInt(size) ? Number(value) : size - 1);

/**
 * Where a network lies in its pool. In an IPv6 pool with 48 free bits the two middle bytes of the IPv4 network are written as a person reads them:
 * 10.0.5 -> fd00:5, 10.1.5 -> fd00:1:5. A narrower pool is counted through.
 */
function offset({ family, length }: PrefixedAddress, index: number): bigint {
  if (family === 'ipv4') return BigInt(index) << 8n;
  if (length > 16) return BigInt(index) << 64n;
  const [high, low] = [Math.floor(index / 256), index % 256];
  // 10.1.0 -> fd00:1:1000, since fd00:1 is 10.0.1.
  return high === 0 ? digits(low) << 96n : (digits(high) << 96n) | (digits(low || 1000) << 80n);
}

/** 12 -> 0x12: so that a person reads the same number in both families. */
export const digits = (number: number): bigint => BigInt(`0x${number}`);
/** 0x12 -> 12; what is no such number gives one that no network has. */
const undigits = (value: bigint): number => {
  const text = value.toString(16);
  return /^\d+$/.test(text) ? Number(text) : mostNetworks;
};
