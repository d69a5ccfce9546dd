import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, capture, tool } from './run.mjs';

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'nw-layers-'));
  for (const name of ['electron', 'renderer', 'tsconfig.base.json', 'package.json'])
    cpSync(at(name), join(copy, name), { recursive: true });
  for (const name of ['build/layers.cjs', 'build/layers.cruise.cjs']) cpSync(at(name), join(copy, name));
  symlinkSync(at('node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Rules that the copy breaks, each as `rule: file`. */
async function broken(): Promise<string[]> {
  const { out } = await capture(
    process.execPath,
    [
      tool('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      'build/layers.cruise.cjs',
      '--output-type',
      'json',
      'electron',
      'renderer',
    ],
    { cwd: copy },
  );
  const { summary } = JSON.parse(out) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

/** Forbidden imports, one for each right that a layer does not have. */
const planted: [string, string, string][] = [
  ['electron/shared/planted.ts', "import 'node:fs';", 'shared-imports'],
  ['electron/shared/planted-up.ts', "import '../engine/planted-empty';", 'shared-imports'],
  ['electron/engine/planted.ts', "import { connect } from 'node:net'; connect(1);", 'engine-imports'],
  ['electron/engine/planted-host.ts', "import type { Host } from '../host/host'; export type A = Host;", 'engine-imports'],
  ['electron/helper/planted.ts', "import '../host/host';", 'helper-imports'],
  ['electron/host/planted.ts', "import '../serve/server';", 'host-imports'],
  ['electron/host/planted-electron.ts', "import 'electron';", 'host-imports'],
  ['electron/main/planted.ts', "import '../helper/supervisor';", 'main-imports'],
  ['electron/preload/planted.ts', "import 'node:fs';", 'preload-imports'],
  ['electron/serve/planted.ts', "import '../helper/supervisor';", 'serve-imports'],
  ['electron/cli/planted.ts', "import '../helper/supervisor';", 'cli-imports'],
  ['renderer/planted.ts', "import '../electron/host/host';", 'renderer-imports'],
  ['renderer/planted-node.ts', "import 'node:fs';", 'renderer-imports'],
  [
    'renderer/panels/Planted.vue',
    "<script setup lang=\"ts\">\nimport { ipcRenderer } from 'electron';\nipcRenderer.send('x');\n</script>\n<template><p>x</p></template>",
    'renderer-imports',
  ],
  ['renderer/panels/planted-bridge.ts', "import '../bridge/connect';", 'bridge-from-stores'],
  ['electron/shared/planted-lost.ts', "import './nowhere';", 'resolvable'],
  ['electron/host/planted-test.ts', "import './planted.test';", 'tests-stay-outside'],
];

it('the tree keeps the rule, and each forbidden import that is planted breaks it', async () => {
  expect(await broken()).toEqual([]);
  writeFileSync(join(copy, 'electron/engine/planted-empty.ts'), 'export {};\n');
  writeFileSync(join(copy, 'electron/host/planted.test.ts'), 'export {};\n');
  for (const [path, text] of planted) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${text}\n`);
  }
  const found = await broken();
  for (const [path, , rule] of planted) expect(found).toContain(`${rule}: ${path}`);
}, 60_000);
