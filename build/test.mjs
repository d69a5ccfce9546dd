/**
 * `npm test`: set-up, build, every check and every test, and as its last line `N passed, N failed, N skipped` over all suites. Exits with 1
 * if anything failed, if a test was skipped that this machine could run, or if a suite ran no test.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { at, capture, main, root, say, tool } from './run.mjs';
import { setup } from './setup.mjs';
import { networkManager, systemdNetworkd } from './network-managers.mjs';
import { build } from './build.mjs';
import { closingLine, fromPlaywright, fromTap, fromVitest, verdict } from './count.mjs';
import { afterPlaywright, afterVitest, failedFiles, failedOfPlaywright, failedOfVitest, mostFiles } from './again.mjs';
import { fuzz } from './fuzz.mjs';
import { electronBinary } from './electron-binary.mjs';
import { checks, runCheck } from './lint.mjs';

/**
 * Shells of the tests are login shells of the person at the keyboard, and are killed in the middle of what that person's files do. So root's suites get a home
 * of their own: an empty one over the true one, in a mount namespace of the suite. (An ordinary user cannot mount; a checkout below the home would be hidden.)
 */
function atHome(command, args) {
  const home = homedir();
  const able = process.getuid() === 0 && !`${root}/`.startsWith(`${home}/`) && !process.execPath.startsWith(`${home}/`);
  if (!able || spawnSync('unshare', ['--mount', 'true']).status !== 0) return [command, args];
  const script = 'mount -t tmpfs -o mode=0700 none "$0" && exec "$@"';
  return ['unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, home, command, ...args]];
}

/** A report file, empty before the suite runs, so that an old one is never counted. */
function reportFile(name) {
  mkdirSync(at('out'), { recursive: true });
  const file = at('out', `${name.replaceAll(' ', '-')}.json`);
  rmSync(file, { force: true });
  return { file, read: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined) };
}

/** @param files none: all of the projects */
async function vitest(name, projects, env = {}, ...files) {
  const report = reportFile(name);
  const chosen = projects.flatMap((project) => ['--project', project]);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report.file}`, ...chosen, ...files];
  const ran = await capture(...atHome(process.execPath, [tool('vitest/vitest.mjs'), ...args]), {
    seconds: 600,
    env: { ...process.env, ...env },
  });
  const said = report.read();
  const counts = fromVitest(said, ran.code);
  const bad = failedFiles(said);
  const again = async () => {
    const second = await vitest(`${name} again`, projects, env, '--no-file-parallelism', ...bad);
    return { ...second, ...afterVitest(said, second) };
  };
  const few = files.length === 0 && bad.length > 0 && bad.length <= mostFiles;
  return { name, ...counts, ms: ran.ms, output: ran.both, wrong: failedOfVitest(said), ...(few && { again }) };
}

async function native(target) {
  const ran = await capture('make', ['-C', 'native', '--no-print-directory', '-j2', target], { seconds: 480 });
  return { name: `native ${target}`, ...fromTap(ran.both, ran.code), ms: ran.ms, output: ran.both };
}

/** Ten seconds for each fuzz target; `npm run fuzz` takes hours. */
async function fuzzing() {
  const begun = performance.now();
  const results = await fuzz(10);
  const passed = results.filter(({ ok }) => ok).length;
  const output = results.map(({ said }) => said).join('\n');
  return { name: 'fuzz targets', passed, failed: results.length - passed, skipped: 0, ms: performance.now() - begun, output };
}

async function asanKernel() {
  const made = await capture('make', ['-C', 'native', '--no-print-directory', '-j2', 'asan'], { seconds: 480 });
  const name = 'kernel with sanitizers';
  if (made.code !== 0) return { name, passed: 0, failed: 1, skipped: 0, ms: made.ms, output: made.both };
  return vitest(name, ['kernel'], { NESTWORK_LAB: at('native/bin/asan/nestwork-lab') });
}

async function playwright(name, project, ...more) {
  const report = reportFile(name);
  const args = ['test', '--config', 'e2e', `--project=${project}`, '--reporter=line,json', ...more];
  const ran = await capture(...atHome(process.execPath, [tool('@playwright/test/cli.js'), ...args]), {
    seconds: 1500,
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report.file, FORCE_COLOR: '0' },
  });
  const said = report.read();
  const counts = fromPlaywright(said, ran.code);
  const wrong = failedOfPlaywright(said);
  const again = async () => {
    const second = await playwright(`${name} again`, project, '--last-failed', '--workers=1');
    return { ...second, ...afterPlaywright(counts, second) };
  };
  const few = more.length === 0 && wrong.length > 0 && wrong.length <= mostFiles && said.errors.length === 0;
  return { name, ...counts, ms: ran.ms, output: ran.both, wrong, ...(few && { again }) };
}

/** The same specs in Electron. Without a binary they cannot run here: counted as skipped, said aloud, and excused. */
async function electron() {
  const binary = await electronBinary();
  if (binary.path) return playwright('end-to-end in Electron', 'electron');
  const listed = await capture(process.execPath, [
    tool('@playwright/test/cli.js'),
    'test',
    '--config',
    'e2e',
    '--project=electron',
    '--list',
    '--reporter=json',
  ]);
  const skipped = fromPlaywright(JSON.parse(listed.out), 0, true).skipped;
  say(`NOT RUN  ${skipped} end-to-end tests in Electron: ${binary.why}.`);
  return { name: 'end-to-end in Electron', passed: 0, failed: 0, skipped, excused: skipped, ms: listed.ms, output: '' };
}

/** Lines of what a suite printed that begin so; a test's first one follows the name that vitest prints in colour. */
const linesOf = (output, beginning) => output.split('\n').flatMap((line) => beginning.exec(line)?.[1] ?? []);
/** What the safety tests say that they tried: `S16 (root): …`. */
const promises = (output) => linesOf(output, /(?:^|\x1b\[39m)(S\d+\b.*)/);
/** What a test could not prove on this computer: `LIMITS NOT ENFORCED HERE (root): …`. */
const unproved = (output) => linesOf(output, /(?:^|\x1b\[39m)([A-Z]{2,}(?: [A-Z]{2,})* HERE\b.*)/);

/** Tests that this computer cannot run: counted, said aloud, and excused. */
async function notRun(name, project, tests, why) {
  const listed = await capture(process.execPath, [tool('vitest/vitest.mjs'), 'list', '--project', project, '--json']);
  const skipped = JSON.parse(listed.out).length;
  say(`NOT RUN  ${skipped} tests of ${tests}: ${why}`);
  return { name, passed: 0, failed: 0, skipped, excused: skipped, ms: listed.ms, output: '' };
}

/** What joins labs to a computer needs root of its own computers. */
async function uplink() {
  if (process.getuid() !== 0) return notRun('uplink', 'uplink', 'uplinks', 'they need root (sudo npm test runs them).');
  const absent = [networkManager().why, systemdNetworkd().why].filter(Boolean);
  const result = await vitest('uplink', ['uplink']);
  if (absent.length === 0) return result;
  say(`NOT RUN  ${result.skipped} tests of uplinks: ${absent.join('; ')}.`);
  return { ...result, excused: result.skipped };
}

/** What the kernel of this computer may lack, in one that has it. */
function fullKernel() {
  if (existsSync('/usr/bin/linux.uml')) return vitest('full kernel', ['full-kernel']);
  return notRun(
    'full kernel',
    'full-kernel',
    'limits in a full kernel',
    'there is no User-Mode Linux (package user-mode-linux) for this computer.',
  );
}

/**
 * The suites, step by step. The two lanes of a step run side by side, and whichever is done takes of what is left. What mostly waits for timers of the kernel
 * runs beside what computes; what looks at the whole computer, or counts its time, runs alone. Asked only after set-up, which installs what some of the checks are.
 */
function steps() {
  const [eslint, ...others] = checks().map((check) => () => runCheck(check));
  return [
    {
      lanes: [[eslint], [() => native('check'), fuzzing, () => vitest('kernel', ['kernel']), asanKernel, uplink]],
      left: [() => vitest('units', ['electron', 'renderer', 'build']), fullKernel, ...others],
    },
    { lanes: [[() => vitest('safety', ['safety'])]], left: [] },
    { lanes: [[() => playwright('end-to-end in the browser', 'browser'), electron]], left: [] },
  ];
}

/**
 * What failed beside other suites, once more and alone: that counts. What passed only then is named.
 * @returns the suites with their final counts
 */
async function alone(results, report) {
  const last = [];
  for (const first of results) {
    if (!first.again) {
      last.push(first);
      continue;
    }
    say(`AGAIN ${first.name}, alone:`);
    for (const name of first.wrong) say(`     ${name}`);
    const second = { ...(await first.again()), name: `${first.name}, again and alone` };
    report(second);
    last.push(second);
    if (second.failed === 0) say(`     ${first.wrong.length} passed only alone.`);
  }
  return last;
}

main(async () => {
  const started = performance.now();
  await setup({ test: true });
  await build();
  say(`Set up and built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  const results = [];
  const tell = (result) => {
    const { name, passed, failed, skipped, ms, output, again } = result;
    const bad = verdict([result]) !== 0;
    say(`${bad ? 'FAIL' : 'ok  '} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${(ms / 1000).toFixed(1)} s)`);
    if (bad && !again) process.stdout.write(`${output}\n`);
    else for (const line of promises(output)) say(`     ${line}`);
    for (const line of unproved(output)) say(line);
  };
  const report = (result) => {
    results.push(result);
    tell(result);
  };
  for (const { lanes, left } of steps()) {
    const lane = async (suites) => {
      for (let suite = suites.shift(); suite; suite = suites.shift() ?? left.shift()) report(await suite());
    };
    await Promise.all(lanes.map(lane));
  }
  const final = await alone(results, tell);
  for (const name of final.flatMap(({ wrong = [] }) => wrong)) say(`FAILED ${name}`);
  say(`All of it in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  process.stdout.write(`${closingLine(final)}\n`);
  return verdict(final);
});
