/**
 * A second look at what failed while other suites ran beside it. Suites run side by side only to save time: a test may be right to expect the computer for
 * itself. So what failed runs once more, alone, and that counts; what passed only then is said aloud, with its name. Pure, so that it is tested.
 */

/** More files than these are no accident of a busy computer. */
export const mostFiles = 4;

const titleOf = ({ fullName, title }) => fullName ?? title;

/** The files of vitest's JSON report in which something failed: absolute paths. */
export const failedFiles = (report) => (report?.testResults ?? []).filter(({ status }) => status === 'failed').map(({ name }) => name);

/** Names of the failed tests of vitest's JSON report, each with the first line of what was wrong. */
export function failedOfVitest(report) {
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults = [] }) => {
    const bad = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && bad.length === 0) return [`${name}: ${firstLine(message)}`];
    return bad.map((test) => `${name} › ${titleOf(test)}: ${firstLine(test.failureMessages?.[0])}`);
  });
}

/** Names of the failed tests of Playwright's JSON report, each with the first line of what was wrong. */
export function failedOfPlaywright(report) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  return (report?.suites ?? [])
    .flatMap(specs)
    .filter(({ ok }) => ok === false)
    .map(({ file, title, tests }) => {
      const wrong = tests?.flatMap(({ results }) => results).find(({ error }) => error)?.error;
      return `${file} › ${title}: ${firstLine(wrong?.message)}`;
    });
}

const firstLine = (text) => (text ?? 'no reason given').replace(/\x1b\[[0-9;]*m/g, '').split('\n')[0];

/**
 * What a suite comes to when the files that failed have run again: their first counts go, their second ones count.
 * @param report vitest's JSON report of the first run
 * @param second the counts of the second run
 */
export function afterVitest(report, second) {
  const tests = report.testResults.filter(({ status }) => status !== 'failed').flatMap(({ assertionResults = [] }) => assertionResults);
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  return {
    passed: count('passed') + second.passed,
    failed: second.failed,
    skipped: count('pending', 'skipped', 'todo', 'disabled') + second.skipped,
  };
}

/** The same for Playwright, which runs only the failed tests again. */
export const afterPlaywright = (first, second) => ({
  passed: first.passed + second.passed,
  failed: second.failed,
  skipped: first.skipped + second.skipped,
});
