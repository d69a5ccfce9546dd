/** All that the engine says about random drawings is in the catalogue, in each language, with every argument filled in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../shared/text';
import { fixIn, problemIn } from '../shared/text/problem';
import { because, reasonIn } from '../shared/text/reason';
import { cases } from '../shared/topology/problem-cases.fixture';
import { derive } from './derive';
import { describe as inWords } from './describe';
import { plan } from './plan';
import { problemsOf } from './problems';
import { drawings, edits, empty } from './random-edits.fixture';
import { emptyLab } from './wanted';

const languages = ['en', 'de'] as const;
const isFilled = (text: string): boolean => text !== '' && !/[{}]/.test(text);

describe('what the engine says', () => {
  it('of problems is in both languages', () => {
    fc.assert(
      fc.property(drawings, (topology) => {
        for (const problem of problemsOf(topology, derive(topology))) {
          expect(problemIn(problem, 'en')).toEqual({ message: problem.message, hint: problem.hint });
          for (const language of languages) {
            const { message, hint = '' } = problemIn(problem, language);
            expect([message, hint, fixIn(problem, language) ?? 'none'].every(isFilled)).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
    for (const [, , , topology] of cases)
      for (const problem of problemsOf(topology, derive(topology)))
        for (const language of languages) expect(isFilled(problemIn(problem, language).message)).toBe(true);
  });
  it('of operations and their reasons is in both languages', () => {
    fc.assert(
      fc.property(edits, edits, (first, then) => {
        const before = derive(first.reduce((topology, one) => one(topology), empty));
        const after = derive(then.reduce((topology, one) => one(topology), empty));
        const steps = [...plan(before, emptyLab).steps, ...plan(after, before).steps, ...plan(emptyLab, after).steps];
        for (const { operation, reason } of steps) {
          expect(Object.keys(catalogues.en.reasons)).toContain(reason.code);
          expect(reasonIn(reason, 'en')).toBe(reason.text);
          for (const language of languages) {
            expect(isFilled(reasonIn(reason, language))).toBe(true);
            expect(isFilled(inWords(operation, (id) => id, undefined, language).what)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
  it('has no words that nobody says', () => {
    /** What the host finds when it reads files, and what only a running lab shows. */
    const elsewhere = ['source-missing', 'source-refused', 'source-unsaved'];
    /** Shown by engine/problems.test.ts. */
    const derived = [
      ...['segment-full', 'pool-empty', 'no-automatic-routes', 'route-left-out'],
      ...['setting-without-interface', 'setting-without-ipv6', 'forward-without-address'],
    ];
    const said = [...cases.map(([code]) => code), ...derived, ...elsewhere];
    expect([...new Set(said)].sort()).toEqual(Object.keys(catalogues.en.problems).sort());
  });
});

it('keeps the words of a code that it does not know', () => {
  expect(reasonIn({ code: 'of-tomorrow', text: 'a newer one knows why' }, 'de')).toBe('a newer one knows why');
  expect(problemIn({ code: 'of-tomorrow', severity: 'info', message: 'Something.', hint: 'Do it.' }, 'de')).toEqual({
    message: 'Something.',
    hint: 'Do it.',
  });
  expect(because('drawn')).toBe(because('drawn'));
});
