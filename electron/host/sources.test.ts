import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Topology } from '../shared/topology/schema';
import { readSources, sourceProblems } from './sources';

let outer: string;
let lab: string;
const drawing = (...sources: string[]): Topology => ({
  nestwork: 1,
  id: 'lab',
  name: 'lab',
  nodes: [
    { id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 }, files: sources.map((source, at) => ({ path: `/srv/${at}`, source })) },
  ],
  links: [],
});
const read = (...sources: string[]) => readSources(drawing(...sources), join(lab, 'x.nestwork.json'));

beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'nestwork-sources-'));
  lab = join(outer, 'lab');
  mkdirSync(join(lab, 'frr'), { recursive: true });
  writeFileSync(join(outer, 'secret'), 'secret');
  mkdirSync(join(outer, 'lab-beside'));
  writeFileSync(join(outer, 'lab-beside', 'secret'), 'secret');
  writeFileSync(join(lab, 'frr', 'r1.conf'), 'hostname r1 – Grüße\n');
  writeFileSync(join(lab, 'picture'), Buffer.from([0xff, 0xd8, 0xff]));
  writeFileSync(join(lab, 'zero'), 'a\0b');
  writeFileSync(join(lab, 'empty'), '');
  writeFileSync(join(lab, 'huge'), '');
  truncateSync(join(lab, 'huge'), 256 * 1024 + 1);
  for (let at = 0; at < 40; at++) writeFileSync(join(lab, `large${at}`), 'x'.repeat(256 * 1024));
  execFileSync('mkfifo', [join(lab, 'pipe')]);
  symlinkSync('frr/r1.conf', join(lab, 'inside'));
  symlinkSync('../secret', join(lab, 'outside'));
  symlinkSync(outer, join(lab, 'up'));
  symlinkSync('/dev/zero', join(lab, 'device'));
  symlinkSync('../lab-beside', join(lab, 'beside'));
  symlinkSync('loop', join(lab, 'loop'));
  linkSync(join(lab, 'frr', 'r1.conf'), join(lab, 'hard'));
});
afterAll(() => rmSync(outer, { recursive: true, force: true }));

describe('a file beside the lab', () => {
  it('is read, in folders and by links that stay in the folder', async () => {
    const { texts, refused } = await read('frr/r1.conf', 'inside', 'empty', 'hard');
    expect(Object.fromEntries(texts)).toEqual({
      'frr/r1.conf': 'hostname r1 – Grüße\n',
      inside: 'hostname r1 – Grüße\n',
      empty: '',
      hard: 'hostname r1 – Grüße\n',
    });
    expect(refused.size).toBe(0);
  });
  const refusals: [string, string][] = [
    ['outside', 'it leads out of the folder of the lab'],
    ['up/secret', 'it leads out of the folder of the lab'],
    ['beside/secret', 'it leads out of the folder of the lab'],
    ['device', 'it leads out of the folder of the lab'],
    ['pipe', 'it is not a plain file'],
    ['frr', 'it is not a plain file'],
    ['huge', 'it has 262145 bytes, more than 262144'],
    ['picture', 'it is not text in UTF-8'],
    ['zero', 'it is not text in UTF-8'],
    ['loop', 'too many symbolic links encountered'],
    ['../secret', 'it is no path below the folder'],
    ['/etc/passwd', 'it is no path below the folder'],
    ['frr/../../secret', 'it is no path below the folder'],
  ];
  it.each(refusals)('is not read from %s: %s', async (source, why) => {
    const found = await read(source);
    expect(found.texts.size).toBe(0);
    const [one] = sourceProblems(drawing(source), found);
    expect(one).toMatchObject({
      code: 'source-refused',
      severity: 'error',
      node: 'h1',
      args: { source, why, device: 'h1', path: '/srv/0' },
    });
    expect(JSON.stringify(found)).not.toContain('secret"');
  });
  it('that is not there, or cannot be since the lab has no folder, is said', async () => {
    expect((await read('nowhere', 'frr/r1.conf/x')).refused).toEqual(
      new Map([
        ['nowhere', { code: 'source-missing' }],
        ['frr/r1.conf/x', { code: 'source-missing' }],
      ]),
    );
    const unsaved = await readSources(drawing('frr/r1.conf'), undefined);
    expect(sourceProblems(drawing('frr/r1.conf'), unsaved).map(({ code, message }) => [code, message])).toEqual([
      ['source-unsaved', 'The private file /srv/0 of h1 comes from frr/r1.conf beside the lab file, but the lab has no file yet.'],
    ]);
  });
  it('has a bound together with all the others', async () => {
    const { texts, refused } = await read(...Array.from({ length: 40 }, (_, at) => `large${at}`));
    expect(texts.size).toBe(32);
    expect(refused.size).toBe(8);
    // The device that has them all is told as well.
    const topology = drawing('large0', 'large1', 'large2', 'large3', 'frr/r1.conf');
    const problems = sourceProblems(topology, await readSources(topology, join(lab, 'x.nestwork.json')));
    expect(problems.map(({ code, args }) => [code, args?.size])).toEqual([['files-too-large', 1024 * 1024 + 20]]);
  });
});
