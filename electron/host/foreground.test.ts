import { expect, it } from 'vitest';
import { foregroundGroup, numbersIn } from './foreground';

it('reads the numbers of a process in each namespace', () => {
  expect(numbersIn('Name:\tbash\nNSpid:\t13349\t9\t3\nNSpgid:\t13349\t9\t3\n')).toEqual([13349, 9, 3]);
  expect(numbersIn('')).toEqual([]);
});

it.each([
  ['13349 (bash) S 13341 13349 13349 34816 13566 4194560 1', 13566],
  // A program may call itself anything.
  ['7 (a) S 1 2 3 4 9) S 13341 13349 13349 34816 42 4194560', 42],
  ['7 (no terminal) S 1 7 7 0 -1 4194560', undefined],
  ['', undefined],
])('finds the foreground process group in %s', (stat, group) => expect(foregroundGroup(stat)).toBe(group));
