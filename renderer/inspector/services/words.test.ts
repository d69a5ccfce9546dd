import { expect, it } from 'vitest';
import { joinWords, splitWords } from './words';

it.each([[['/bin/bash', '-l']], [['sh', '-c', 'echo "hello there" \\ end']], [['a b', 'c']]])('%j comes back from its line', (words) => {
  expect(splitWords(joinWords(words))).toEqual(words);
});
it('reads what a person types', () => {
  expect(splitWords(`  bash   -c 'ls -l'  `)).toEqual(['bash', '-c', 'ls -l']);
  expect(splitWords('')).toEqual([]);
});
