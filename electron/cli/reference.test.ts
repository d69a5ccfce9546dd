/** The descriptions of all commands: the manual page, and docs/command-line.md. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { common, listed } from './command';
import { manualPage, markdown } from './reference';
import { groups } from './table';

test('docs/command-line.md is what the table of commands says (`npx vitest run electron/cli/reference.test.ts -u` writes it anew)', async () => {
  await expect(markdown({ groups })).toMatchFileSnapshot('../../docs/command-line.md');
});

test('the manual page has no fault that mandoc finds, and every command with its options and examples', () => {
  const page = manualPage({ groups, version: '1.2.3' }, '2026-01-31');
  expect(execFileSync('mandoc', ['-T', 'lint', '-W', 'style'], { input: page, encoding: 'utf8' })).toBe('');
  const text = execFileSync('mandoc', ['-T', 'utf8', '-O', 'width=400'], { input: page, encoding: 'utf8' }).replace(/.\u0008/g, '');
  for (const { usage, options, examples } of listed(groups).flatMap(({ commands }) => commands)) {
    expect(text).toContain(`nestwork ${usage.replaceAll('…', '...')}\n`);
    for (const name of Object.keys({ ...options, ...common })) expect(text).toContain(`--${name}`);
    for (const example of examples) expect(text).toContain(example);
  }
});
