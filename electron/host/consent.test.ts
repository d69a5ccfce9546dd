/** S19 in a lab that runs: what another program has written into its file waits until somebody has seen it; on the real kernel. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generate } from '../engine/generate';
import { diffTopologies } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { serializeTopology } from '../shared/topology/serialize';
import { door, newHost, run, value } from './labs.fixture';

test('S19: programs that come into a running lab with its file wait for consent, and follow by themselves after it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nw-consent-'));
  const client = door(newHost('browser'));
  try {
    const { document } = await run(client, generate('star', 2));
    const path = join(folder, 'lab.nestwork.json');
    await value(client.call('documents.save', { document, path }));
    const mark = join(folder, 'ran');
    const file = JSON.parse(await readFile(path, 'utf8')) as Topology;
    const nodes = file.nodes.map((node, at) => (at === 0 ? { ...node, startup: [`touch ${mark}`] } : node));
    await writeFile(path, serializeTopology({ ...file, nodes }));
    const theirs = await value(client.call('documents.acceptFile', { document }));
    const { topology: mine, version } = await value(client.call('documents.get', { document }));
    const diff = diffTopologies(mine, theirs.topology);
    expect(await value(client.call('edits.apply', { document, version, diff, label: 'Theirs' }))).toMatchObject({ held: true });

    const { lab } = await value(client.call('documents.get', { document }));
    expect(lab).toMatchObject({ phase: 'running', collecting: true });
    for (const refused of [client.call('changes.apply', { document }), client.call('changes.collect', { document, on: false })])
      expect(await refused).toMatchObject({ ok: false, error: { code: 'not-agreed' } });
    expect((await value(client.call('changes.base', { document }))).topology.nodes.some(({ startup }) => startup)).toBe(false);

    const { programs, content } = await value(client.call('documents.programs', { document }));
    expect(programs.map(({ text }) => text)).toEqual([`touch ${mark}`]);
    await value(client.call('documents.agree', { document, content }));
    expect((await value(client.call('documents.get', { document }))).lab.collecting).toBe(false);
    await expect
      .poll(async () => (await value(client.call('changes.base', { document }))).topology.nodes.some(({ startup }) => startup))
      .toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
