/** Orders and numbers that depend on ids and names alone, never on places in a list: so that reordering a file changes nothing. */

const compare = new Intl.Collator('en', { numeric: true }).compare;

/** Natural order: eth2 before eth10. Equal only for equal texts. */
export function naturally(a: string, b: string): number {
  if (a === b) return 0;
  return compare(a, b) || (a < b ? -1 : 1);
}

/** The number that an id or name begins with after its letters: 12 for `s12-k3f9`, `l-12` and `12`; undefined for `n-k3f9` and `uplink`. */
export function ordinalOf(id: string): number | undefined {
  const match = /^[a-z]*-?(\d{1,6})(?:-|$)/.exec(id);
  return match ? Number(match[1]) : undefined;
}

/** 32 bits that depend on every character of the text and on the seed: multiply and xor (FNV-1a), then mixed so that low bits are as good as high ones. */
export function hash(text: string, seed = 0): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}
