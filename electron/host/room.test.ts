/** S30: a lab that would meet a limit is refused before anything of it is made, with the limit and its value. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generate } from '../engine/generate';
import type { Topology } from '../shared/topology/schema';
import { door, home, value } from './labs.fixture';
import { limitsHere, tooLarge } from './room';
import type { Limits } from './room';

const plenty: Limits = {
  namespaces: { kind: 'net', value: Infinity },
  files: Infinity,
  processes: Infinity,
  ownProcesses: Infinity,
  group: null,
};
/** One switch with so many ports, on two hosts. */
function switchWith(ports: number): Topology {
  const { nodes, ...lab } = generate('star', 2);
  const links = Array.from({ length: ports }, (_, at) => ({
    id: `l${at}`,
    ends: [
      { node: at % 2 === 0 ? 'h1' : 'h2', interface: `e${at}` },
      { node: 's1', interface: `p${at}` },
    ] as Topology['links'][number]['ends'],
  }));
  return { ...lab, nodes, links };
}

test('each limit is named, with its value and what is needed, and one less is let through', () => {
  const star = generate('star', 9);
  const cases: [limits: Partial<Limits>, fits: Partial<Limits>, limit: string, needed: number, value: number][] = [
    [{ namespaces: { kind: 'net', value: 10 } }, { namespaces: { kind: 'net', value: 11 } }, 'user.max_net_namespaces', 11, 10],
    [{ files: 71 }, { files: 72 }, 'ulimit -Hn', 72, 71],
    [{ processes: 12 }, { processes: 13 }, 'kernel.pid_max', 12, 12],
    [{ ownProcesses: 11 }, { ownProcesses: 12 }, 'ulimit -u', 12, 11],
    [{ group: { folder: '/g', value: 11 } }, { group: { folder: '/g', value: 12 } }, 'pids.max of /g', 12, 11],
  ];
  for (const [limits, fits, limit, needed, number] of cases) {
    const error = tooLarge(star, { ...plenty, ...limits });
    expect(error).toMatchObject({ code: 'limit-reached', args: { n: 10, needed, value: number, limit } });
    expect(error!.message).toContain(`${limit} is ${number}`);
    expect(tooLarge(star, { ...plenty, ...fits })).toBeNull();
    // What does not run needs nothing.
    const stopped = { ...star, nodes: star.nodes.map((node) => ({ ...node, stopped: true })) };
    expect(tooLarge(stopped, { ...plenty, ...limits })).toBeNull();
  }
  expect(tooLarge(switchWith(1024), plenty)).toMatchObject({ sentence: 'ports', node: 's1', args: { needed: 1024, value: 1023 } });
  expect(tooLarge(switchWith(1023), plenty)).toBeNull();
  process.stdout.write(
    `S30: ${cases.length + 1} limits: a lab that needs one more is refused with limit and value, one that needs as much is not\n`,
  );
});

test('the limits of this computer are read', async () => {
  const limits = await limitsHere();
  expect(limits.namespaces.value).toBeGreaterThan(8);
  expect(limits.files).toBeGreaterThan(64);
  expect(limits.processes).toBeGreaterThan(300);
  expect(tooLarge(generate('star', 3), limits)).toBeNull();
});

test('nothing is started for a lab that is refused', async () => {
  const client = door();
  const { document } = await value(client.call('documents.create', { topology: switchWith(1024) }));
  const state = await value(client.call('labs.run', { document }));
  expect(state).toMatchObject({ phase: 'stopped', error: { code: 'limit-reached', node: 's1' } });
  expect(state.pid).toBeUndefined();
  expect((await value(client.call('labs.list', {}))).labs).toEqual([]);
  expect(await readdir(join(home, 'nestwork')).catch(() => [])).toEqual([]);
  process.stdout.write('S30: a switch with 1,024 ports: refused, no supervisor was started and no folder made\n');
});
