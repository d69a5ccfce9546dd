import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatAddress, formatPrefixed, networkOf, overlap, parseAddress, parseDestination, parsePrefixed } from './address';

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

describe('addresses', () => {
  it('reads what the system reads, and only that', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6, fc.stringMatching(/^[0-9a-f:.]{1,20}$/), fc.stringMatching(/^\d{1,4}(\.\d{1,4}){3}$/)), (text) => {
        const zone = text.includes('%');
        expect(parseAddress(text) !== undefined).toBe(!zone && isIP(text) !== 0);
      }),
      { numRuns: 2000 },
    );
  });
  it('writes IPv6 as the kernel does: compressed, the first of the longest runs of zeros, lower case', () => {
    const written = (text: string): string => formatAddress(parseAddress(text)!);
    expect(written('FD00:0:0:0:0:0:0:1')).toBe('fd00::1');
    expect(written('2001:db8:0:0:1:0:0:1')).toBe('2001:db8::1:0:0:1');
    expect(written('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1');
    expect(written('0:0:0:0:0:0:0:0')).toBe('::');
    expect(written('::ffff:10.0.0.1')).toBe('::ffff:a00:1');
  });
  it('comes back from its own text', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), fc.nat({ max: 32 }), (text, length) => {
        const address = parsePrefixed(`${text}/${length}`)!;
        expect(parsePrefixed(formatPrefixed(address))).toEqual(address);
        expect(contains(address, address)).toBe(true);
        expect(contains(networkOf(address), address)).toBe(true);
      }),
    );
  });
  it('refuses a length that is none', () => {
    for (const text of [
      '10.0.0.1',
      '10.0.0.1/',
      '10.0.0.1/33',
      '10.0.0.1/08',
      '10.0.0.1/-1',
      '10.0.0.1/8/8',
      '::/129',
      '010.0.0.1/8',
      ' 10.0.0.1/8',
    ])
      expect(parsePrefixed(text)).toBeUndefined();
  });
  it('knows what overlaps', () => {
    const both = (a: string, b: string): boolean => overlap(parsePrefixed(a)!, parsePrefixed(b)!);
    expect(both('10.0.0.0/8', '10.1.0.0/16')).toBe(true);
    expect(both('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
    expect(both('10.1.0.0/16', '10.2.0.0/16')).toBe(false);
    expect(both('0.0.0.0/0', '::/0')).toBe(false);
  });
  it('reads destinations: default of the gateway’s family, a bare address as itself alone', () => {
    expect(formatPrefixed(parseDestination('default')!)).toBe('0.0.0.0/0');
    expect(formatPrefixed(parseDestination('default', 'fd00::1')!)).toBe('::/0');
    expect(formatPrefixed(parseDestination('10.0.0.7')!)).toBe('10.0.0.7/32');
    expect(parseDestination('defaults')).toBeUndefined();
  });
});
