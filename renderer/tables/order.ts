/** Keys by which addresses sort as numbers. */
import { parseAddress, parsePrefixed } from '../../electron/shared/topology/address';

/** The first address of a text; what is none sorts by itself, behind. */
export function ordered(text: string): string {
  const [first = ''] = text.split(/[,\s]+/);
  if (first === 'default') return '0';
  const address = parsePrefixed(first) ?? parseAddress(first);
  if (!address) return text === '' ? 'z' : `y${text}`;
  const length = 'length' in address ? String(address.length) : '';
  return `${address.family === 'ipv4' ? 'a' : 'b'}${address.value.toString().padStart(39, '0')} ${length}`;
}
