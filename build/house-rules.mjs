/**
 * Rules of this house that no linter has: length of a file, tests that are switched off or wait by the clock, Markdown links to files,
 * one door for a danger (requiring Electron outside its folders downloads a binary), and what each file of native/src may do and see.
 */
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, normalize } from 'node:path';
import { nativeBreaches } from './native-rules.mjs';
import { at, main, root } from './run.mjs';

/** Longest a hand-written source file may be, lines: past it, it is two ideas. */
const longest = 400;
const source = /[.](ts|vue|css|c|h|mjs|cjs)$/;
const native = /^native\/src\/.*[.][ch]$/;
const rules = [
  { only: /[.](test|spec)[.]ts$/, found: /\b(?:it|test|describe)[.](?:only|todo|fixme)\b/, why: 'a test that is alone or left for later' },
  { only: /[.](test|spec)[.]ts$/, found: /\bwaitForTimeout\(/, why: 'a test that waits by the clock' },
  { only: source, found: /@ts-(?:ignore|nocheck)/, why: 'a type check that is switched off' },
  {
    only: /^(electron|renderer|e2e)\/.*[.]ts$/,
    found: /\brequire\(['"]electron['"]\)/,
    why: 'require("electron") downloads a binary where there is none',
  },
];

/** Sentences, one for each breach, of the given files ([path, text]). */
export function breaches(files, exists) {
  const wrong = [];
  for (const [path, text] of files) {
    const lines = text.split('\n');
    if (source.test(path) && lines.length - 1 > longest)
      wrong.push(`${path}: ${lines.length - 1} lines; past ${longest} a file is two ideas. Split it.`);
    for (const { only, found, why } of rules)
      if (only.test(path)) lines.forEach((line, index) => found.test(line) && wrong.push(`${path}:${index + 1}: ${why}.`));
    if (native.test(path)) wrong.push(...nativeBreaches(path, text));
    if (path.endsWith('.md'))
      for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g))
        if (!exists(normalize(join(dirname(path), target)))) wrong.push(`${path}: the link to ${target} leads nowhere.`);
  }
  return wrong;
}

if (process.argv[1] === at('build/house-rules.mjs'))
  main(async () => {
    const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
    // Without git (an unpacked archive) there is nothing to walk; the archive was checked when it was made.
    const paths = stdout
      .split('\0')
      .filter((path) => (source.test(path) || path.endsWith('.md')) && existsSync(at(path)) && !path.startsWith('build/house-rules'));
    const wrong = breaches(
      paths.map((path) => [path, readFileSync(at(path), 'utf8')]),
      (path) => existsSync(at(path)),
    );
    for (const line of wrong) console.log(line);
    return wrong.length === 0 ? 0 : 1;
  });
