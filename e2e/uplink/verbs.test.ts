/** S5 and S7: what nestwork-root may be asked, by whom, and how large it is. The table is read from the source; every verb of it is tried as root. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Computer } from './computer';
import type { RootRefused } from './root';
import { Root } from './root';

const sources = resolve(import.meta.dirname, '../../native/src');
const rows = [
  ...readFileSync(join(sources, 'privileged.h'), 'utf8').matchAll(/ROW\(\w+,\s*"(\w+)",\s*(true|false),\s*(true|false),\s*(true|false)\)/g),
].map(([, verb, asked, later, root]) => ({ verb: verb!, asked: asked === 'true', later: later === 'true', root: root === 'true' }));

let computer: Computer;
let root: Root;
beforeAll(async () => {
  computer = await Computer.start({ dhcp: 'none' });
  root = await Root.start(computer);
});
afterAll(async () => {
  await root?.stop();
  computer?.stop();
});

it('S5: who may use which verb', async () => {
  expect(rows).toEqual([
    { verb: 'attach', asked: true, later: false, root: true },
    { verb: 'change', asked: true, later: false, root: true },
    { verb: 'confirm', asked: true, later: true, root: true },
    { verb: 'detach', asked: true, later: true, root: true },
    { verb: 'list', asked: true, later: true, root: true },
    { verb: 'supervise', asked: true, later: false, root: false },
  ]);
  const sound = {
    lab: 'test',
    node: 'edge',
    mode: 'computer',
    interface: 'nw-test0',
    mac: '02:00:00:00:00:01',
    portMac: '02:00:00:00:00:02',
    pid: 2,
    net: 1,
  };
  for (const { verb, root: may } of rows) {
    const args = verb === 'list' ? {} : sound;
    const code = await root.call(verb, args).then(
      () => 'done',
      (error: unknown) => (error as RootRefused).error.code,
    );
    expect(code === 'not-allowed', verb).toBe(!may);
  }
  for (const verb of ['', 'ATTACH', 'exec', 'shell', 'attach ', '__proto__'])
    await expect(root.call(verb, {}), verb).rejects.toMatchObject({ error: { code: 'invalid-request' } });
  console.log(`S5: ${rows.length} verbs × 3 callers in the table, each tried as root, and 6 words that are no verb`);
});

it('S7: at most ten verbs, and under 1,500 lines', () => {
  const own = readdirSync(sources).filter((name) => /^(root|uplink).*\.c$|^(journal|rollback)\.c$/.test(name));
  const lines = own.reduce((sum, name) => sum + readFileSync(join(sources, name), 'utf8').split('\n').length - 1, 0);
  expect(rows.length).toBeLessThanOrEqual(10);
  expect(own.length).toBeGreaterThan(5);
  expect(lines).toBeLessThan(1500);
  console.log(`S7: ${rows.length} verbs, ${lines} lines in ${own.length} files (beside the modules of the library that it takes)`);
});
