/** Several doors to one lab: each sees what the others do. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import type { Client } from '../shared/client';
import type { LabState } from '../shared/contract';
import { diffTopologies } from '../shared/topology/diff';
import { serializeTopology } from '../shared/topology/serialize';
import { door, edit, home, newHost, observed, run, value, without } from './labs.fixture';
describe('doors', () => {
  test('a lab outlives its door; the next one finds it by its file, with the edits that were never saved', async () => {
    const path = join(home, 'outlives.nestwork.json');
    await writeFile(path, serializeTopology(generate('star', 3)));
    const first = newHost();
    const client = door(first);
    const { document } = await value(client.call('documents.open', { path }));
    await value(client.call('labs.run', { document }));
    await edit(client, document, (now) => without(now, 'h3'));
    await first.close();

    const again = door();
    const found = await value(again.call('documents.open', { path }));
    expect(found).toMatchObject({ path, edited: true, lab: { phase: 'running', failed: [] } });
    expect(found.topology.nodes.map(({ name }) => name)).toEqual(expect.not.arrayContaining(['h3']));
    expect((await value(again.call('labs.plan', { document: found.document }))).steps).toEqual([]);
    expect((await value(again.call('labs.list', {}))).labs).toMatchObject([{ lab: found.topology.id, path, nodes: 3 }]);
  });

  test('eight hosts that run one file at the same moment share one lab', async () => {
    const path = join(home, 'rush.nestwork.json');
    await writeFile(path, serializeTopology(generate('star', 5)));
    const states = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = door();
        const { document } = await value(client.call('documents.open', { path }));
        return value(client.call('labs.run', { document }));
      }),
    );
    expect(new Set(states.map(({ pid }) => pid)).size).toBe(1);
    for (const state of states) expect(state).toMatchObject({ phase: 'running', failed: [] });
  });

  test('a copy of the file of a running lab is a lab of its own', async () => {
    const client = door();
    const text = serializeTopology(generate('star', 2));
    const [one, two] = [join(home, 'one.nestwork.json'), join(home, 'two.nestwork.json')];
    await writeFile(one, text);
    await writeFile(two, text);
    const { document } = await value(client.call('documents.open', { path: one }));
    await value(client.call('labs.run', { document }));
    const copy = await value(client.call('documents.open', { path: two }));
    expect(copy.lab.phase).toBe('stopped');
    expect(await value(client.call('labs.run', { document: copy.document }))).toMatchObject({ phase: 'running', failed: [] });
    expect((await value(client.call('labs.list', {}))).labs).toHaveLength(2);
  });

  test('two hosts that edit one lab at once end with the same drawing, and the kernel has it', async () => {
    const [a, b] = [door(), door()];
    const mine = await run(a, generate('star', 4));
    const theirs = await value(b.call('documents.attach', { lab: mine.topology.id }));
    expect(theirs.lab).toMatchObject({ phase: 'running', pid: mine.lab.pid });
    const rename = (client: Client, document: string, from: string, to: string): Promise<LabState> =>
      edit(client, document, (now) => ({ ...now, nodes: now.nodes.map((node) => (node.name === from ? { ...node, name: to } : node)) }));
    await Promise.all([
      rename(a, mine.document, 'h1', 'alpha'),
      rename(b, theirs.document, 'h2', 'beta'),
      edit(a, mine.document, (now) => ({
        ...now,
        nodes: now.nodes.map((node) => (node.name === 's1' ? { ...node, position: { x: 600, y: 600 } } : node)),
      })),
      edit(b, theirs.document, (now) => without(now, 'h4')),
    ]);
    const names = async (client: Client, document: string): Promise<string[]> =>
      (await value(client.call('documents.get', { document }))).topology.nodes.map(({ name }) => name).sort();
    const together = ['alpha', 'beta', 'h3', 's1'];
    await expect.poll(() => names(a, mine.document), { timeout: 10_000 }).toEqual(together);
    await expect.poll(() => names(b, theirs.document), { timeout: 10_000 }).toEqual(together);
    await expect.poll(async () => [...(await observed(a, mine.document)).keys()].sort()).toEqual(together);
    const drawings = await Promise.all(
      [a.call('documents.get', { document: mine.document }), b.call('documents.get', { document: theirs.document })].map(value),
    );
    expect(drawings[0]!.topology).toEqual(drawings[1]!.topology);
    for (const [client, { document }] of [
      [a, mine],
      [b, theirs],
    ] as const)
      expect((await value(client.call('labs.plan', { document }))).steps).toEqual([]);
  });

  test('a move, which changes nothing in the kernel, is seen by the other door too', async () => {
    const [a, b] = [door(), door()];
    const mine = await run(a, generate('star', 2));
    const theirs = await value(b.call('documents.attach', { lab: mine.topology.id }));
    await edit(a, mine.document, (now) => ({ ...now, nodes: now.nodes.map((node) => ({ ...node, position: { x: 36, y: 36 } })) }));
    await expect
      .poll(async () =>
        (await value(b.call('documents.get', { document: theirs.document }))).topology.nodes.every((node) => node.position.x === 36),
      )
      .toBe(true);
  });

  test('many edits at once from two hosts converge', async () => {
    const [a, b] = [door(), door()];
    const mine = await run(a, generate('star', 6));
    const theirs = await value(b.call('documents.attach', { lab: mine.topology.id }));
    const doors = [
      [a, mine.document, 'h1'],
      [b, theirs.document, 'h2'],
    ] as const;
    await Promise.all(
      doors.map(async ([client, document, name]) => {
        for (let round = 0; round < 15; round++)
          await edit(client, document, (now) => {
            const { id } = now.nodes.find((node) => node.name === name)!;
            return {
              ...now,
              links: now.links.map((link) => (link.ends.some((end) => end.node === id) ? { ...link, up: round % 2 === 1 } : link)),
            };
          });
      }),
    );
    const both = () =>
      Promise.all(
        [a.call('documents.get', { document: mine.document }), b.call('documents.get', { document: theirs.document })].map(value),
      );
    await expect
      .poll(
        async () => {
          const [left, right] = await both();
          return diffTopologies(left!.topology, right!.topology);
        },
        { timeout: 10_000 },
      )
      .toEqual({});
    const [left, right] = await both();
    expect(left!.lab.failed).toEqual([]);
    expect(right!.lab.failed).toEqual([]);
    expect((await value(a.call('labs.plan', { document: mine.document }))).steps).toEqual([]);
  });
});
