import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesRun, pasted } from './pasted';

it('has the line ends of a terminal and keeps everything that a person can see', () => {
  expect(pasted('a\nb\r\nc\td ä€', false)).toBe('a\rb\rc\td ä€');
  expect(pasted('ls', true)).toBe('\u001b[200~ls\u001b[201~');
});

it('never ends the bracket by itself, whatever was copied', () => {
  const hostile = fc.array(fc.constantFrom('\u001b', '[', '201~', '200~', '\u009b', '\n', '\u0003', 'rm -rf /', '\u0000'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(hostile, (pieces) => {
      const sent = pasted(pieces.join(''), true);
      const inside = sent.slice('\u001b[200~'.length, -'\u001b[201~'.length);
      expect(inside).not.toMatch(/[\u0000-\u0008\u000a-\u000c\u000e-\u001f\u007f-\u009f]/);
    }),
  );
});

it('knows how many lines would run', () => {
  expect([linesRun('a'), linesRun('a\n'), linesRun('a\nb'), linesRun('a\r\nb\rc\n')]).toEqual([0, 1, 1, 3]);
});
