/** Labs on the real kernel, seen as every door sees them: through the contract's one client. */
import { existsSync } from 'node:fs';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import type { LabState } from '../shared/contract';
import { door, edit, globalAddress, home, inNetwork, newHost, observed, run, settled, value, without } from './labs.fixture';
describe('a lab', () => {
  test('runs as it is drawn, is changed by the smallest step, and undo brings back what was', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 3));
    let nodes = await observed(client, document);
    expect([...nodes.keys()].sort()).toEqual(['h1', 'h2', 'h3', 's1']);
    const target = globalAddress(nodes.get('h2')!);
    expect(await inNetwork(nodes.get('h1')!, 'ping', '-c', '1', '-W', '5', target)).toBe(0);
    expect(
      await inNetwork(nodes.get('h1')!, 'ping', '-6', '-c', '3', '-i', '0.3', '-W', '5', globalAddress(nodes.get('h2')!, 'inet6')),
    ).toBe(0);
    const before = nodes.get('h1')!;

    const after = await edit(client, document, (now) => without(now, 'h2'));
    expect(after.last?.operations).toBeLessThanOrEqual(2);
    await expect.poll(async () => [...(await observed(client, document)).keys()].sort()).toEqual(['h1', 'h3', 's1']);
    expect(await inNetwork(before, 'ping', '-c', '1', '-W', '1', target)).not.toBe(0);

    await edit(client, document, () => topology);
    await expect.poll(async () => (await observed(client, document)).size).toBe(4);
    nodes = await observed(client, document);
    expect(nodes.get('h1')!.pid).toBe(before.pid);
    expect(await inNetwork(before, 'ping', '-c', '3', '-i', '0.3', '-W', '5', target)).toBe(0);
    expect((await value(client.call('labs.plan', { document }))).steps).toEqual([]);
  });

  test('starts with the first device of a new drawing', async () => {
    const client = door();
    const { document, lab } = await value(client.call('documents.create', {}));
    expect(lab.phase).toBe('armed');
    const states: string[] = [];
    client.on('lab.state', ({ phase }) => states.at(-1) !== phase && void states.push(phase));
    await edit(client, document, (now) => ({ ...now, nodes: generate('star', 1).nodes.slice(0, 1) }));
    await expect.poll(async () => (await observed(client, document)).size).toBe(1);
    await expect.poll(() => states).toEqual(['starting', 'running']);
  });

  test('that is still starting when its host closes runs on, and the host holds no connection to it', async () => {
    const host = newHost();
    await value(door(host).call('documents.create', { topology: generate('star', 2) }));
    const connections = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'PipeWrap').length;
    const before = connections();
    const starting = host.documents.all()[0]!.lab.run();
    await host.close();
    await starting;
    expect((await value(door().call('labs.list', {}))).labs).toHaveLength(1);
    await expect.poll(connections).toBe(before);
  });

  test('leaves out only what the kernel refuses, says why, and takes it in when it is mended', async () => {
    const client = door();
    const topology = generate('star', 2);
    const bad = {
      ...topology,
      nodes: topology.nodes.map((node) => (node.name === 'h1' ? { ...node, routes: [{ to: '10.9.0.0/16', via: '10.0.1.255' }] } : node)),
    };
    const { document } = await value(client.call('documents.create', { topology: bad }));
    const h1 = bad.nodes.find((node) => node.name === 'h1')!.id;
    const lab = await value(client.call('labs.run', { document }));
    expect(lab).toMatchObject({ phase: 'running', failed: [{ id: h1, error: { operation: 'route.add', node: h1 } }] });
    expect(lab.failed[0]!.error.kernel ?? lab.failed[0]!.error.message).toMatch(/gateway|invalid/i);
    await expect.poll(async () => [...(await observed(client, document)).values()].filter(settled).length).toBe(3);
    const nodes = await observed(client, document);
    expect(await inNetwork(nodes.get('h1')!, 'ping', '-c', '3', '-i', '0.3', '-W', '5', globalAddress(nodes.get('h2')!))).toBe(0);
    // Moving it is no reason to try again; another route is.
    const moved = await edit(client, document, (now) => ({
      ...now,
      nodes: now.nodes.map((node) => ({ ...node, position: { x: node.position.x + 12, y: 0 } })),
    }));
    expect(moved.failed).toHaveLength(1);
    const mended = await edit(client, document, (now) => ({
      ...now,
      nodes: now.nodes.map((node) =>
        node.id === h1 ? { ...node, routes: [{ to: '10.9.0.0/16', via: globalAddress(nodes.get('h2')!) }] } : node,
      ),
    }));
    expect(mended.failed).toEqual([]);
    await expect.poll(async () => (await observed(client, document)).get('h1')!.routes.some(({ to }) => to === '10.9.0.0/16')).toBe(true);
    expect((await observed(client, document)).get('h1')!.pid).toBe(nodes.get('h1')!.pid);
  });

  test('whose supervisor is killed has ended in words, and runs again', async () => {
    const client = door();
    const { document, lab } = await run(client, generate('star', 2));
    const ended = new Promise<LabState>((done) => client.on('lab.state', (state) => state.phase === 'ended' && done(state)));
    process.kill(lab.pid!, 'SIGKILL');
    expect(await ended).toMatchObject({
      phase: 'ended',
      error: { code: 'lab-ended', message: expect.stringContaining('has ended') as string },
    });
    expect((await value(client.call('labs.observed', { document }))).nodes).toEqual([]);
    expect(await value(client.call('labs.run', { document }))).toMatchObject({ phase: 'running', failed: [] });
    await expect.poll(async () => (await observed(client, document)).size).toBe(3);
  });

  test('tells of a device whose first process is killed, and makes it again when asked', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    const h1 = topology.nodes.find((node) => node.name === 'h1')!.id;
    process.kill((await observed(client, document)).get('h1')!.pid, 'SIGKILL');
    await expect.poll(async () => (await value(client.call('documents.get', { document }))).lab.failed.map(({ id }) => id)).toEqual([h1]);
    await expect.poll(async () => (await observed(client, document)).has('h1')).toBe(false);
    expect((await value(client.call('labs.retry', { document }))).failed).toEqual([]);
    await expect.poll(async () => [...(await observed(client, document)).values()].filter(settled).length).toBe(3);
    const nodes = await observed(client, document);
    expect(await inNetwork(nodes.get('h2')!, 'ping', '-c', '3', '-i', '0.3', '-W', '5', globalAddress(nodes.get('h1')!))).toBe(0);
  });

  test('that is stopped leaves no process and no socket', async () => {
    const client = door();
    const { document, lab, topology } = await run(client, generate('star', 2));
    const inside = await readlink(`/proc/${lab.pid}/ns/pid_for_children`);
    expect(await value(client.call('labs.stop', { document }))).toMatchObject({ phase: 'stopped', failed: [] });
    // A process that nobody has reaped yet is listed, but has no memory, files or threads any more.
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const lives = async (pid: string): Promise<boolean> =>
      !/^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State: Z'));
    const links = await Promise.all(pids.map(async (pid) => ((await lives(pid)) ? readlink(`/proc/${pid}/ns/pid`).catch(() => '') : '')));
    expect(links).not.toContain(inside);
    expect(existsSync(join(home, 'nestwork', topology.id, 'control.sock'))).toBe(false);
  });
});
