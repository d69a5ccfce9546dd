import { expect, it } from 'vitest';
import type { Problem } from '../../electron/shared/contract';
import { counts, problemLines } from './lines';

const problem = (severity: Problem['severity'], code: string, node = 'h1'): Problem => ({ severity, code, message: code, node });

it('has the worst first, and what the kernel refused before what is only drawn', () => {
  const lines = problemLines(
    [problem('info', 'no-cable'), problem('error', 'bad'), problem('warning', 'odd')],
    [{ id: 'h5', error: { code: 'x', message: 'No.' } }],
  );
  expect(lines.map(({ kind, severity, place }) => [kind, severity, place])).toEqual([
    ['failure', 'error', 'h5'],
    ['problem', 'error', 'h1'],
    ['problem', 'warning', 'h1'],
    ['problem', 'info', 'h1'],
  ]);
  expect(counts(lines)).toEqual({ error: 2, warning: 1, info: 1 });
});
it('tells two of one kind apart', () => {
  const keys = problemLines([problem('error', 'bad'), problem('error', 'bad'), problem('error', 'bad', 'h2')], []).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
});
