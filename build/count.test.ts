import { describe, expect, it } from 'vitest';
import { closingLine, fromTap, fromPlaywright, fromVitest, verdict } from './count.mjs';

const suite = (passed: number, failed = 0, skipped = 0): object => ({ name: 'a', passed, failed, skipped });

describe('counting', () => {
  it('sums all suites into the closing line', () => {
    expect(closingLine([suite(3), suite(4, 1, 2)])).toBe('7 passed, 1 failed, 2 skipped');
  });
  it('passes only if tests ran, none failed and none was skipped', () => {
    expect(verdict([suite(3)])).toBe(0);
    for (const bad of [[], [suite(0)], [suite(3), suite(0)], [suite(3, 1)], [suite(3, 0, 1)]]) expect(verdict(bad)).toBe(1);
  });
  it('counts an empty suite as a failure', () => {
    expect(closingLine([suite(3), suite(0)])).toBe('3 passed, 1 failed, 0 skipped');
  });
  it('reads vitest, and does not believe a report that the exit code contradicts', () => {
    expect(fromVitest({ numPassedTests: 2, numFailedTests: 0, numFailedTestSuites: 0 }, 0)).toEqual({ passed: 2, failed: 0, skipped: 0 });
    expect(fromVitest({ numPassedTests: 2, numFailedTests: 0, numFailedTestSuites: 1 }, 1).failed).toBe(1);
    expect(fromVitest({ numPassedTests: 2, numFailedTests: 0, numFailedTestSuites: 0 }, 1).failed).toBe(1);
    expect(fromVitest(undefined, 0).failed).toBe(1);
  });
  it('reads TAP of several programs', () => {
    const good = '# a\n1..2\nok 1 - x\nok 2 - y\n# ok - a\n1..1\nok 1 - z # SKIP no kernel\n';
    expect(fromTap(good, 0)).toEqual({ passed: 2, failed: 0, skipped: 1 });
    expect(fromTap(good, 1).failed).toBe(1);
    expect(fromTap('1..2\nok 1 - x\nnot ok 2 - y\n# not ok - a\n', 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(fromTap('', 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
  it('counts what a program that died did not come to', () => {
    expect(fromTap('1..3\nok 1 - x\n', 0)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});

it('Playwright: a test that passed at a second try has failed; a list alone is all skipped', () => {
  const report = {
    stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
    errors: [],
    suites: [{ specs: [{}], suites: [{ specs: [{}, {}] }] }],
  };
  expect(fromPlaywright(report, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  expect(fromPlaywright(report, 0, true)).toEqual({ passed: 0, failed: 0, skipped: 3 });
  expect(fromPlaywright({ ...report, stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] }, 1).failed).toBe(1);
  expect(fromPlaywright(undefined, 0).failed).toBe(1);
});

it('what this machine cannot run is counted, said, and excused; anything else that is skipped is not', () => {
  const electron = { name: 'electron', passed: 0, failed: 0, skipped: 5, excused: 5 };
  expect(verdict([{ ...suite(1) }, electron] as never)).toBe(0);
  expect(closingLine([{ ...suite(1) }, electron] as never)).toBe('1 passed, 0 failed, 5 skipped');
  expect(verdict([{ ...suite(1) }, { ...electron, skipped: 6 }] as never)).toBe(1);
});
