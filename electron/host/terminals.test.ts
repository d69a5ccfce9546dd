/** Terminals of real labs, through the contract. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from '../engine/generate';
import type { Client } from '../shared/client';
import { door, home, newHost, run, value } from './labs.fixture';

describe('terminals', () => {
  const read = (client: Client, channel: number): { text: () => string } => {
    let text = '';
    client.onBytes((from, bytes) => {
      if (from !== channel) return;
      text += Buffer.from(bytes).toString();
      void client.call('terminals.ack', { channel, bytes: bytes.length });
    });
    return { text: () => text };
  };

  test('a shell answers, is found again by another client with what it showed, and ends with its exit code', async () => {
    const host = newHost();
    const client = door(host);
    const { document, topology } = await run(client, generate('star', 2));
    const node = topology.nodes.find(({ name }) => name === 'h1')!.id;
    const opened = await value(client.call('terminals.open', { document, node, cols: 80, rows: 24 }));
    const shown = read(client, opened.channel);
    client.sendBytes(opened.channel, Buffer.from('echo $((40+2))-$(hostname); stty size\n'));
    await expect.poll(shown.text, { timeout: 10_000 }).toMatch(/42-h1\r\n24 80/);
    await value(client.call('terminals.resize', { channel: opened.channel, cols: 100, rows: 30 }));
    client.sendBytes(opened.channel, Buffer.from('stty size\n'));
    await expect.poll(shown.text).toContain('30 100');

    const second = door(host);
    await value(second.call('documents.get', { document }));
    const { terminals } = await value(second.call('terminals.list', { document }));
    expect(terminals).toMatchObject([{ terminal: opened.terminal, node, exited: null }]);
    const again = await value(second.call('terminals.attach', { document, terminal: opened.terminal, size: { cols: 100, rows: 30 } }));
    const replayed = read(second, again.channel);
    await expect.poll(replayed.text).toContain('42-h1');

    const exits: number[] = [];
    for (const one of [client, second]) one.on('terminal.exited', ({ code }) => void exits.push(code));
    client.sendBytes(opened.channel, Buffer.from('exit 7\n'));
    await expect.poll(() => exits).toEqual([7, 7]);
    await expect
      .poll(async () => (await value(client.call('terminals.list', { document }))).terminals[0]?.exited)
      .toEqual({ code: 7, signal: 0 });
    await value(client.call('terminals.close', { document, terminal: opened.terminal }));
    await expect.poll(async () => (await value(client.call('terminals.list', { document }))).terminals).toEqual([]);
  });

  test('a flood waits for its reader, and holds up nobody else', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    const node = topology.nodes.find(({ name }) => name === 'h1')!.id;
    const { channel } = await value(client.call('terminals.open', { document, node, cols: 80, rows: 24 }));
    let got = 0;
    client.onBytes((_channel, bytes) => void (got += bytes.length));
    client.sendBytes(channel, Buffer.from('yes 0123456789012345678901234567890123456789\n'));
    // Nothing is acknowledged: it comes to rest near the limit.
    let before = -1;
    await expect
      .poll(
        () => {
          const rests = got > 128 * 1024 && got === before;
          before = got;
          return rests;
        },
        { timeout: 15_000, interval: 300 },
      )
      .toBe(true);
    expect(got).toBeLessThanOrEqual(256 * 1024 + 128 * 1024);
    const started = performance.now();
    await value(client.call('labs.plan', { document }));
    expect(performance.now() - started).toBeLessThan(5_000);
    const rest = got;
    await value(client.call('terminals.ack', { channel, bytes: got }));
    await expect.poll(() => got).toBeGreaterThan(rest);
    await value(client.call('terminals.detach', { channel }));
  });

  test('the program that has the terminal is told: the shell, what runs in it, the shell again', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    const programs: string[] = [];
    client.on('terminal.program', ({ program }) => void programs.push(program));
    const node = topology.nodes.find(({ name }) => name === 'h1')!.id;
    const { channel } = await value(client.call('terminals.open', { document, node, cols: 80, rows: 24 }));
    client.onBytes((_channel, bytes) => void client.call('terminals.ack', { channel, bytes: bytes.length }));
    await expect.poll(() => programs, { timeout: 10_000 }).toEqual(['bash']);
    client.sendBytes(channel, Buffer.from('sleep 600\n'));
    await expect.poll(() => programs, { timeout: 10_000 }).toEqual(['bash', 'sleep']);
    client.sendBytes(channel, Uint8Array.of(3));
    await expect.poll(() => programs, { timeout: 10_000 }).toEqual(['bash', 'sleep', 'bash']);
  });

  test('a user and fresh namespaces go to the supervisor as they are; nonsense goes nowhere', async () => {
    const client = door();
    const { document, topology } = await run(client, generate('star', 2));
    const node = topology.nodes.find(({ name }) => name === 'h1')!.id;
    const size = { cols: 80, rows: 24 };
    for (const as of ['', '-1', 'a b', '$(id)', '99999999999'])
      expect(await client.call('terminals.open', { document, node, ...size, as })).toMatchObject({
        ok: false,
        error: { code: 'invalid-arguments' },
      });
    expect(await client.call('terminals.open', { document, node, ...size, fresh: ['time' as never] })).toMatchObject({
      ok: false,
      error: { code: 'invalid-arguments' },
    });
    const opened = await value(client.call('terminals.open', { document, node, ...size, as: '0' }));
    expect(opened.title).toBe('h1 (as 0)');
    const { text } = read(client, opened.channel);
    client.sendBytes(opened.channel, Buffer.from('id -u; echo "done"\n'));
    await expect.poll(text, { timeout: 10_000 }).toContain('0\r\ndone\r\n');
  });
});

describe('what a terminal showed, as a file', () => {
  test('is written whole, never over another one unasked, and only where a text is a text', async () => {
    const client = door();
    const path = join(home, 'h1.txt');
    expect(await client.call('terminals.save', { path, text: 'ping\n' })).toEqual({ ok: true, value: { path, bytes: 5 } });
    expect(await readFile(path, 'utf8')).toBe('ping\n');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await client.call('terminals.save', { path, text: 'other' })).toMatchObject({ ok: false, error: { code: 'exists' } });
    expect(await readFile(path, 'utf8')).toBe('ping\n');
    await value(client.call('terminals.save', { path, text: 'other', replace: true }));
    expect(await readFile(path, 'utf8')).toBe('other');
    for (const name of ['.bashrc', '.x.txt', 'a.desktop', 'a.sh', 'txt', '.txt'])
      expect(await client.call('terminals.save', { path: join(home, name), text: 'x' })).toMatchObject({
        ok: false,
        error: { code: 'not-a-text' },
      });
  });
});
