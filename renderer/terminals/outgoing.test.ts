import { expect, it } from 'vitest';
import { Allowance, answersASecond, kindOf } from './outgoing';

const e = '\u001b';
it.each([
  [
    'typed',
    [
      'a',
      'ls\r',
      '\u0003',
      '\r',
      `${e}`,
      `${e}[A`,
      `${e}OP`,
      `${e}[15~`,
      `${e}[1;5C`,
      `${e}x`,
      `${e}P`,
      `${e}]`,
      `${e}[200~ls${e}[201~`,
      'ä',
    ],
  ],
  ['answer', [`${e}[?1;2c`, `${e}[>0;276;0c`, `${e}[0n`, `${e}[12;40R`, `${e}[?12;40R`, `${e}[?2004;1$y`]],
  ['report', [`${e}[I`, `${e}[O`, `${e}[M !!`, `${e}[<0;10;20M`, `${e}[<0;10;20m`]],
  [
    'refused',
    [
      `${e}P1$r0m${e}\\`,
      `${e}P0$r; rm -rf /\r${e}\\`,
      `${e}]l; rm -rf /\r${e}\\`,
      `${e}]11;rgb:1111/1111/1111${e}\\`,
      `${e}_x${e}\\`,
      `${e}^x`,
    ],
  ],
] as const)('tells what is %s', (kind, all) => {
  for (const data of all) expect([data, kindOf(data)]).toEqual([data, kind]);
});

it('an answer can hold nothing that a shell could run', () => {
  for (const data of [`${e}[6n\r`, `${e}[1;1R\n`, `${e}[;id;R`, `${e}[1;1Rid\r`, `${e}[${'1;'.repeat(40)}R`])
    expect(kindOf(data)).not.toBe('answer');
});

it('a thousand questions in a second get a few answers', () => {
  const allowance = new Allowance();
  const given = (from: number): number => Array.from({ length: 1000 }, (_, at) => allowance.allows(from + at * 0.9)).filter(Boolean).length;
  expect(given(5000)).toBe(answersASecond);
  expect(given(6000)).toBe(answersASecond);
});
