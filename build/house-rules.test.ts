import { expect, it } from 'vitest';
import { breaches } from './house-rules.mjs';
import { npmIsCurrent } from './setup.mjs';

it('a file that is too long, a test that stands alone, a lost link: each is named with its place', () => {
  const found = breaches(
    [
      ['electron/long.ts', 'x\n'.repeat(401)],
      ['electron/fits.ts', 'x\n'.repeat(400)],
      ['e2e/specs/a.spec.ts', `one\n${'test'}.only('x')\n`],
      ['README.md', '[here](docs/there.md) [web](https://example.org) [gone](docs/gone.md)'],
    ],
    (path: string) => path === 'docs/there.md',
  );
  expect(found).toEqual([
    expect.stringContaining('electron/long.ts: 401 lines'),
    expect.stringContaining('e2e/specs/a.spec.ts:2:'),
    expect.stringContaining('docs/gone.md'),
  ]);
});

it('npm is asked only when a package is missing or in another version', () => {
  const lock = {
    packages: { '': {}, 'node_modules/a': { version: '1' }, 'node_modules/b-other-system': { version: '2', optional: true } },
  };
  expect(npmIsCurrent(lock, { packages: { 'node_modules/a': { version: '1' } } })).toBe(true);
  expect(npmIsCurrent(lock, { packages: { 'node_modules/a': { version: '2' } } })).toBe(false);
  expect(npmIsCurrent(lock, { packages: {} })).toBe(false);
  expect(npmIsCurrent(lock, undefined)).toBe(false);
});
