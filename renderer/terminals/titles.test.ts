import { expect, it } from 'vitest';
import { cleanTitle, shortTitle } from './titles';

it('a title is text on one line, of a bounded length, that looks like what it is', () => {
  expect(cleanTitle(' vim\u0007 \u001b[31mred\u202egnp.exe\u200b\n')).toBe('vim [31mredgnp.exe');
  expect(cleanTitle('x'.repeat(10_000_000))).toHaveLength(120);
});
it('what the tab says anyway is left out', () => {
  expect(shortTitle('root@h1: ~/lab', 'h1')).toBe('~/lab');
  expect(shortTitle('root@h2: ~', 'h1')).toBe('root@h2: ~');
  expect(shortTitle('h1', 'h1')).toBe('');
  expect(shortTitle('top', 'h1')).toBe('top');
});
