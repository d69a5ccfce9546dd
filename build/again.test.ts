import { expect, it } from 'vitest';
import { afterPlaywright, afterVitest, failedFiles, failedOfPlaywright, failedOfVitest } from './again.mjs';

const report = {
  testResults: [
    { name: '/a.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'pending' }] },
    {
      name: '/b.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'b is well' },
        { status: 'failed', fullName: 'b is not', failureMessages: ['AssertionError: \u001b[31mno\u001b[39m\nat b'] },
      ],
    },
    { name: '/c.test.ts', status: 'failed', message: 'cannot be loaded', assertionResults: [] },
  ],
};

it('names what failed, files that could not be loaded too, with the first line of why', () => {
  expect(failedFiles(report)).toEqual(['/b.test.ts', '/c.test.ts']);
  expect(failedOfVitest(report)).toEqual(['/b.test.ts › b is not: AssertionError: no', '/c.test.ts: cannot be loaded']);
  expect(failedOfPlaywright(undefined)).toEqual([]);
  const error = { message: 'late' };
  const specs = [{ ok: true }, { ok: false, file: 'x.spec.ts', title: 'pings', tests: [{ results: [{ error }] }] }];
  expect(failedOfPlaywright({ suites: [{ suites: [{ specs }] }] })).toEqual(['x.spec.ts › pings: late']);
});

it('counts the second run of failed files in place of the first, and no test twice', () => {
  expect(afterVitest(report, { passed: 4, failed: 0, skipped: 0 })).toEqual({ passed: 5, failed: 0, skipped: 1 });
  expect(afterVitest(report, { passed: 3, failed: 1, skipped: 0 })).toEqual({ passed: 4, failed: 1, skipped: 1 });
});

it('counts what failed in the browser by its second run', () => {
  expect(afterPlaywright({ passed: 8, failed: 2, skipped: 1 }, { passed: 1, failed: 1, skipped: 0 })).toEqual({
    passed: 9,
    failed: 1,
    skipped: 1,
  });
});
