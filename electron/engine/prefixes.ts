/**
 * Which prefix each segment has. A typed address decides for its segment; every other one takes a network from the pools, at a place
 * that follows from the segment's own anchor (s3 -> 10.0.3.0/24, cable l5 -> 10.1.5.0/24). So a segment keeps its prefix when others
 * come and go, and the order of the file does not matter. IPv6 follows the same number: fd00:3::/64.
 */
import { contains, networkOf, overlap, parsePrefixed, widthOf } from '../shared/topology/address';
import type { Family, PrefixedAddress } from '../shared/topology/address';
import { hash, ordinalOf } from '../shared/topology/order';
import type { AddressPools } from '../shared/topology/schema';
import type { BareSegment, Member } from './segments';

export const defaultPools: AddressPools = { ipv4: ['10.0.0.0/8'], ipv6: ['fd00::/16'] };

export type Prefixes = Readonly<Partial<Record<Family, PrefixedAddress>>>;

/** Addresses that a person typed on an end; undefined: automatic. What cannot be read is left to `validate`. */
export function typedAddresses({ node, interface: name }: Member, family: Family): PrefixedAddress[] | undefined {
  const typed = node.interfaces?.find((one) => one.name === name)?.[family];
  return typed?.flatMap((text) => {
    const address = parsePrefixed(text);
    return address?.family === family ? [address] : [];
  });
}

/** Prefixes of all segments, in their order. */
export function assignPrefixes(segments: readonly BareSegment[], pools: AddressPools = defaultPools): Prefixes[] {
  const typed = segments.map((segment) => ({ ipv4: firstTyped(segment, 'ipv4'), ipv6: firstTyped(segment, 'ipv6') }));
  const pool = { ipv4: readPool(pools.ipv4, 'ipv4'), ipv6: readPool(pools.ipv6, 'ipv6') };
  const blocked = { ipv4: typed.flatMap((one) => one.ipv4 ?? []), ipv6: typed.flatMap((one) => one.ipv6 ?? []) };
  const taken = new Set<number>();
  return segments.map((segment, at) => {
    const own = typed[at]!;
    if (own.ipv4 && own.ipv6) return own;
    const blocks = blocksFor(segment.members.length);
    const free = (index: number): boolean => {
      for (let block = index; block < index + blocks; block++) if (taken.has(block)) return false;
      const [four, six] = [pool.ipv4 && ipv4At(pool.ipv4, index, blocks), pool.ipv6 && ipv6At(pool.ipv6, index)];
      return (
        !(four && !own.ipv4 && blocked.ipv4.some((other) => overlap(other, four))) &&
        !(six && !own.ipv6 && blocked.ipv6.some((other) => overlap(other, six)))
      );
    };
    const index = findIndex(preferred(segment), blocks, pool.ipv4 ? 2 ** Math.max(0, 24 - pool.ipv4.length) : 65536, free);
    if (index === undefined) return own;
    for (let block = index; block < index + blocks; block++) taken.add(block);
    return { ipv4: own.ipv4 ?? (pool.ipv4 && ipv4At(pool.ipv4, index, blocks)), ipv6: own.ipv6 ?? (pool.ipv6 && ipv6At(pool.ipv6, index)) };
  });
}

function firstTyped(segment: BareSegment, family: Family): PrefixedAddress | undefined {
  for (const member of segment.members) {
    const [address] = typedAddresses(member, family) ?? [];
    if (address) return networkOf(address);
  }
  return undefined;
}

/** A pool that is too small for a single network is no pool. */
function readPool(texts: readonly string[], family: Family): PrefixedAddress | undefined {
  for (const text of texts) {
    const pool = parsePrefixed(text);
    if (pool?.family === family && pool.length <= (family === 'ipv4' ? 24 : 64)) return networkOf(pool);
  }
  return undefined;
}

/** How many /24 a segment takes: a power of two with room for its ends and 24 more. */
function blocksFor(ends: number): number {
  let blocks = 1;
  while (blocks * 256 < ends + 24) blocks *= 2;
  return blocks;
}

/** Switches first (10.0.n), then cables (10.1.n), then hubs (10.2.n); ids without a number, and high numbers, beyond these. */
function preferred({ id, anchor }: BareSegment): number {
  const ordinal = ordinalOf(id);
  const part = { switch: 0, link: 256, hub: 512 }[anchor];
  if (ordinal !== undefined && ordinal > 0 && ordinal < 256) return part + ordinal;
  return 1024 + (ordinal === undefined ? hash(id) % 32768 : ordinal * 3 + part / 256);
}

/** The first free place from the preferred one on, aligned to the size; networks x.y.0 are passed over, so that IPv6 numbers stay apart. */
function findIndex(wish: number, blocks: number, size: number, free: (index: number) => boolean): number | undefined {
  const start = (blocks === 1 ? wish : Math.ceil((wish + 2048) / blocks) * blocks) % size;
  for (let step = 0; step < size; step += blocks) {
    const index = (start + step) % size;
    if ((index % 256 !== 0 || blocks > 1 || size === 1) && index + blocks <= size && free(index)) return index;
  }
  return undefined;
}

function ipv4At(pool: PrefixedAddress, index: number, blocks: number): PrefixedAddress | undefined {
  const network: PrefixedAddress = { family: 'ipv4', value: pool.value + BigInt(index) * 256n, length: 24 - Math.log2(blocks) };
  return contains(pool, network) ? network : undefined;
}

/** In a wide pool the digits of the IPv4 network's middle bytes are written as if they were hexadecimal: 10.1.5 -> fd00:1:5. */
function ipv6At(pool: PrefixedAddress, index: number): PrefixedAddress {
  const [high, low] = [Math.floor(index / 256), index % 256];
  const value =
    pool.length <= 16
      ? high === 0
        ? digits(low) << 96n
        : (digits(high) << 96n) | (digits(low) << 80n)
      : BigInt(index % 2 ** Math.min(16, 64 - pool.length)) << 64n;
  return { family: 'ipv6', value: pool.value | value, length: 64 };
}

/** 12 -> 0x12: so that a person reads the same number in both families. */
export const digits = (number: number): bigint => BigInt(`0x${number}`);

/** Addresses that ends may have, as host numbers from 1; the network's own and the broadcast address are left out. */
export function hostRange({ family, length }: PrefixedAddress): number {
  const bits = widthOf(family) - length;
  if (bits === 1) return 2;
  return bits >= 16 ? 65534 : Math.max(0, 2 ** bits - (family === 'ipv4' ? 2 : 1));
}
