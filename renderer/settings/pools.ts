/** Address pools as one line of text: prefixes with blanks between them, `:26` behind one for networks of that size. */
import { formatPrefixed, networkOf, parsePrefixed, widthOf } from '../../electron/shared/topology/address';
import type { Family } from '../../electron/shared/topology/address';
import type { AddressPool } from '../../electron/shared/topology/schema';

export const writePools = (pools: readonly AddressPool[]): string =>
  pools.map((one) => (typeof one === 'string' ? one : `${one.prefix}${one.length === undefined ? '' : `:${one.length}`}`)).join(' ');

/** Host bits are cleared. `wrong`: the first part that is no pool of the family. */
export function readPools(line: string, family: Family): { pools: AddressPool[] } | { wrong: string } {
  const pools: AddressPool[] = [];
  for (const part of line.split(/[\s,;]+/).filter(Boolean)) {
    const [, text, size] = /^(.*\/\d+)(?::(\d+))?$/.exec(part) ?? [];
    const prefix = text === undefined ? undefined : parsePrefixed(text);
    const length = size === undefined ? undefined : Number(size);
    const fits = prefix?.family === family && prefix.length >= 1 && prefix.length < widthOf(family) - 1;
    const holds = length === undefined || (prefix !== undefined && length > prefix.length && length <= Math.min(127, widthOf(family) - 1));
    if (!fits || !holds || !prefix) return { wrong: part };
    const network = formatPrefixed(networkOf(prefix));
    pools.push(length === undefined ? network : { prefix: network, length });
  }
  return pools.length > 16 ? { wrong: writePools(pools.slice(16)) } : { pools };
}
