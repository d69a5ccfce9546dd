/** Counting tests over suites: pure, so that the counting itself is tested. A suite is `{ name, passed, failed, skipped }`. */

/** From vitest's JSON report. No report, or an exit code that the counts do not explain, is a failure of its own. */
export function fromVitest(report, code) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests, numPendingTests = 0, numTodoTests = 0 } = report;
  // A file that could not even be loaded has no tests, but must not pass unseen.
  const failed = Math.max(numFailedTests, report.numFailedTestSuites > 0 && numFailedTests === 0 ? report.numFailedTestSuites : 0);
  return { passed, failed: failed || (code === 0 ? 0 : 1), skipped: numPendingTests + numTodoTests };
}

/** From cmocka's standard output: `[  PASSED  ] 12 test(s).`, `[  FAILED  ] …: 1 test(s)`, `[  SKIPPED ] …: 1 test(s)`. */
export function fromLines(text, code) {
  const sum = (word) => [...text.matchAll(new RegExp(`^\\[\\s*${word}\\s*\\].*?(\\d+) test\\(s\\)`, 'gm'))].reduce((all, match) => all + Number(match[1]), 0);
  const failed = sum('FAILED');
  return { passed: sum('PASSED'), failed: failed || (code === 0 ? 0 : 1), skipped: sum('SKIPPED') };
}

const total = (results, key) => results.reduce((sum, result) => sum + result[key], 0);

/** The last line of `npm test`. A suite without a single test counts as one failure. */
export function closingLine(results) {
  const empty = results.filter((result) => result.passed + result.failed === 0).length;
  return `${total(results, 'passed')} passed, ${total(results, 'failed') + empty} failed, ${total(results, 'skipped')} skipped`;
}

/** Exit code: 0 only if tests ran, none failed, none was skipped, and no suite was empty. */
export function verdict(results) {
  const whole = results.length > 0 && results.every((result) => result.failed === 0 && result.skipped === 0 && result.passed > 0);
  return whole ? 0 : 1;
}
