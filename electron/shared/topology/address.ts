/** IPv4 and IPv6 addresses and prefixes as numbers. Text that comes out is canonical (RFC 5952), as the kernel's tools write it. */
export type Family = 'ipv4' | 'ipv6';

export interface Address {
  readonly family: Family;
  readonly value: bigint;
}
/** An address with a prefix length in bits, 0 to 32 or 0 to 128. */
export interface PrefixedAddress extends Address {
  readonly length: number;
}

/** Bits of an address of the family. */
export const widthOf = (family: Family): number => (family === 'ipv4' ? 32 : 128);

/** Reads `10.0.1.1` or `fd00::1`; undefined if it is neither. Four decimal bytes, no leading zeros; no zone, no embedded IPv4 but `::ffff:`. */
export function parseAddress(text: string): Address | undefined {
  if (text.includes(':')) {
    const value = parseIpv6(text);
    return value === undefined ? undefined : { family: 'ipv6', value };
  }
  const value = parseIpv4(text);
  return value === undefined ? undefined : { family: 'ipv4', value: BigInt(value) };
}

/** Reads `10.0.1.1/24` or `fd00::1/64`; the length is needed. */
export function parsePrefixed(text: string): PrefixedAddress | undefined {
  const slash = text.indexOf('/');
  if (slash < 0 || !/^(?:0|[1-9]\d{0,2})$/.test(text.slice(slash + 1))) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const length = Number(text.slice(slash + 1));
  return address && length <= widthOf(address.family) ? { ...address, length } : undefined;
}

/** Whether an interface or a gateway can have it: not the address of nobody, not of a group, and not 240.0.0.0/4 (RFC 6890). */
export const isOfSomebody = ({ family, value }: Address): boolean =>
  value !== 0n && (family === 'ipv4' ? value >> 28n < 14n : value >> 120n !== 0xffn);

/** Reads where a route leads: a prefix, a bare address (itself alone), or `default` (of the gateway's family; IPv4 without one). */
export function parseDestination(text: string, via?: string): PrefixedAddress | undefined {
  if (text === 'default') return { family: via?.includes(':') ? 'ipv6' : 'ipv4', value: 0n, length: 0 };
  const address = text.includes('/') ? undefined : parseAddress(text);
  return address ? { ...address, length: widthOf(address.family) } : parsePrefixed(text);
}

/** The network of an address: the same with host bits 0. */
export function networkOf(address: PrefixedAddress): PrefixedAddress {
  const shift = BigInt(widthOf(address.family) - address.length);
  return { ...address, value: (address.value >> shift) << shift };
}

/** True if the address lies in the prefix (host bits of the prefix do not matter). */
export function contains(prefix: PrefixedAddress, address: Address): boolean {
  const shift = BigInt(widthOf(prefix.family) - prefix.length);
  return prefix.family === address.family && prefix.value >> shift === address.value >> shift;
}

/** True if the two prefixes share an address. */
export function overlap(a: PrefixedAddress, b: PrefixedAddress): boolean {
  return a.length <= b.length ? contains(a, b) : contains(b, a);
}

export function formatAddress({ family, value }: Address): string {
  return family === 'ipv4' ? formatIpv4(Number(value)) : formatIpv6(value);
}
export function formatPrefixed(address: PrefixedAddress): string {
  return `${formatAddress(address)}/${address.length}`;
}

function parseIpv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  let source = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const low = parseIpv4(dotted[2] ?? '');
    if (low === undefined) return undefined;
    source = `${dotted[1]}${Math.floor(low / 65536).toString(16)}:${(low % 65536).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<string>(halves.length === 1 ? 0 : missing).fill('0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    value = (value << 16n) | BigInt(parseInt(group, 16));
  }
  return value;
}

/** Of the 32 bits as a number. */
export function formatIpv4(value: number): string {
  return `${Math.floor(value / 16777216)}.${Math.floor(value / 65536) % 256}.${Math.floor(value / 256) % 256}.${value % 256}`;
}

/** The first of the longest runs of zero groups becomes `::`, if it is longer than one (RFC 5952, section 4.2). */
function formatIpv6(value: bigint): string {
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn));
  let [best, bestLength] = [-1, 1];
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [start, length];
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  return best < 0 ? hex(groups) : `${hex(groups.slice(0, best))}::${hex(groups.slice(best + bestLength))}`;
}
