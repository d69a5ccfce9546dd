/** Counting tests over suites: pure, so that the counting itself is tested. A suite is `{ name, passed, failed, skipped }`. */

/** From vitest's JSON report. No report, or an exit code that the counts do not explain, is a failure of its own. */
export function fromVitest(report, code) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests, numPendingTests = 0, numTodoTests = 0 } = report;
  // A file that could not even be loaded has no tests, but must not pass unseen.
  const failed = Math.max(numFailedTests, report.numFailedTestSuites > 0 && numFailedTests === 0 ? report.numFailedTestSuites : 0);
  return { passed, failed: failed || (code === 0 ? 0 : 1), skipped: numPendingTests + numTodoTests };
}

/**
 * From the TAP that one or more test programs printed one after another: each begins with its plan, `1..N`. A program that died before its
 * last test has failed by what is missing.
 */
export function fromTap(text, code) {
  const count = (pattern) => [...text.matchAll(pattern)].length;
  const planned = [...text.matchAll(/^1\.\.(\d+)/gm)].reduce((sum, [, number]) => sum + Number(number), 0);
  const skipped = count(/^ok \d+.*# SKIP/gim);
  const passed = count(/^ok \d+/gm) - skipped;
  const failed = Math.max(count(/^not ok \d+/gm), planned - passed - skipped);
  return { passed, failed: failed || (code === 0 ? 0 : 1), skipped };
}

/**
 * From Playwright's JSON report. A test that passed only at a second try has failed.
 * @param listed the report of `--list`: nothing ran, so all of it counts as skipped
 */
export function fromPlaywright(report, code, listed = false) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  if (listed) return { passed: 0, failed: 0, skipped: report.suites.flatMap(specs).length };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + report.errors.length || (code === 0 ? 0 : 1), skipped };
}

const total = (results, key) => results.reduce((sum, result) => sum + result[key], 0);

/** The last line of `npm test`. A suite without a single test counts as one failure. */
export function closingLine(results) {
  const empty = results.filter(isEmpty).length;
  return `${total(results, 'passed')} passed, ${total(results, 'failed') + empty} failed, ${total(results, 'skipped')} skipped`;
}

/** A suite that ran nothing although it could. `excused`: tests that this machine cannot run, said so aloud. */
const isEmpty = ({ passed, failed, excused = 0 }) => passed + failed + excused === 0;

/** Exit code: 0 only if tests ran, none failed, none was skipped that could run, and no suite was empty. */
export function verdict(results) {
  const whole =
    results.length > 0 && results.every((result) => result.failed === 0 && result.skipped <= (result.excused ?? 0) && !isEmpty(result));
  return whole ? 0 : 1;
}
