/** S22 and S23: exactly one kind of request gets in, and loopback is not a user. */
import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../shared/client';
import type { Transport } from '../shared/contract';
import { serve } from './server';
import type { Served } from './server';

let folder: string;
let served: Served;
let token: string;
let cookie: string;
const connected: Transport[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nestwork-serve-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'page/index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'page/assets/a-1234.js'), 'export {};');
  await writeFile(join(folder, 'page/.hidden.json'), '{}');
  await writeFile(join(folder, 'secret.json'), '{"secret":true}');
  await symlink(join(folder, 'secret.json'), join(folder, 'page/link.json'));
  const result = await serve({ port: 0, page: join(folder, 'page'), connect: (transport) => void connected.push(transport) });
  if (!result.ok) throw new Error(result.error.message);
  served = result.value;
  token = served.address.split('#')[1]!;
});
afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

/** Sends exactly these lines and returns the status line and all that follows, up to the end of the connection. */
function raw(lines: string[], body = ''): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(served.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`));
    let text = '';
    const done = (): void => {
      clearTimeout(limit);
      socket.resetAndDestroy(); // Thousands of remnants in TIME_WAIT would make the kernel's table of sockets slow to read.
      resolve(text);
    };
    const limit = setTimeout(done, 5_000);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (text.startsWith('HTTP/1.1 101') || /\r\n\r\n/.test(text)) done();
    });
    socket.on('error', done).on('close', done);
  });
}
const status = (text: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
const own = (): string => `http://127.0.0.1:${served.port}`;

describe('the token', () => {
  test('is refused when wrong, empty, or sent by another page; works once, for a cookie that scripts cannot read', async () => {
    const post = (body: string, origin: string): Promise<string> =>
      raw(['POST /session HTTP/1.1', `Host: 127.0.0.1:${served.port}`, `Origin: ${origin}`, `Content-Length: ${body.length}`], body);
    for (const wrong of ['', 'x', `${token}x`, token.slice(1), '{"token":7}', '{}']) expect(status(await post(wrong, own()))).toBe(401);
    expect(status(await post(token, 'http://evil.example'))).toBe(403);
    expect(status(await post('x'.repeat(2000), own()))).toBe(413);
    const accepted = await post(JSON.stringify({ token }), own());
    expect(status(accepted)).toBe(204);
    const header = /set-cookie: (.+)\r/i.exec(accepted)![1]!;
    expect(header).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    cookie = header.split(';')[0]!;
    expect(status(await post(token, own()))).toBe(401);
  });
});

test('of all combinations of Host, Origin, cookie and path, one upgrade is accepted', { timeout: 60_000 }, async () => {
  const { port } = served;
  const hosts = [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    `[::1]:${port}`,
    `evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `127.0.0.1.evil.example:${port}`,
    '',
  ];
  const origins = [
    own(),
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    'http://evil.example',
    'null',
    null,
    `${own()}/`,
    `${own()}.evil.example`,
    'http://127.0.0.1',
  ];
  const [name, value] = cookie.split('=') as [string, string];
  const cookies = [cookie, null, `${name}=`, `${name}=${value}x`, `${name}=${'A'.repeat(value.length)}`, `x${cookie}`];
  const paths = ['/socket', '/', '/session', '//socket'];
  let tried = 0;
  const accepted: string[] = [];
  const cells = hosts.flatMap((host) =>
    origins.flatMap((origin) => cookies.flatMap((held) => paths.map((path) => ({ host, origin, held, path })))),
  );
  for (let at = 0; at < cells.length; at += 64) {
    await Promise.all(
      cells.slice(at, at + 64).map(async ({ host, origin, held, path }) => {
        const lines = [
          `GET ${path} HTTP/1.1`,
          `Host: ${host}`,
          ...upgrade,
          ...(origin === null ? [] : [`Origin: ${origin}`]),
          ...(held === null ? [] : [`Cookie: ${held}`]),
        ];
        const answer = status(await raw(lines));
        tried += 1;
        if (answer === 101) accepted.push(JSON.stringify({ host, origin, held, path }));
        else expect([0, 400, 401, 403, 404, 405, 421]).toContain(answer);
      }),
    );
  }
  // The positive control: the very same request with everything right does connect.
  expect(accepted).toEqual([JSON.stringify({ host: hosts[0], origin: origins[0], held: cookie, path: '/socket' })]);
  expect(connected).toHaveLength(1);
  process.stdout.write(`S22: ${tried} combinations tried, ${accepted.length} accepted\n`);
});

test('headers that come twice, methods that change things and absolute targets are refused', async () => {
  const host = `Host: 127.0.0.1:${served.port}`;
  expect(
    status(await raw(['GET /socket HTTP/1.1', host, ...upgrade, `Origin: ${own()}`, 'Origin: http://evil.example', `Cookie: ${cookie}`])),
  ).toBe(400);
  expect(status(await raw(['GET /socket HTTP/1.1', host, 'Host: evil.example', ...upgrade, `Origin: ${own()}`, `Cookie: ${cookie}`]))).toBe(
    400,
  );
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
    expect(status(await raw([`${method} / HTTP/1.1`, host, 'Content-Length: 0']))).toBe(405);
  expect(status(await raw([`GET ${own()}/ HTTP/1.1`, host]))).toBe(400);
  expect(status(await raw(['GET /session HTTP/1.1', host, `Origin: ${own()}`]))).toBe(405);
  expect(status(await raw(['GET /assets/a-1234.js HTTP/1.1', host, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors']))).toBe(403);
  expect(status(await raw(['GET / HTTP/1.1', host, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate']))).toBe(200);
  expect(status(await raw(['GET / HTTP/1.1', 'Host: evil.example']))).toBe(421);
});

test('files come from one folder, with their kind and a strict policy; nothing else is to be had', async () => {
  const get = (path: string): Promise<string> => raw([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${served.port}`]);
  const page = await get('/');
  expect(status(page)).toBe(200);
  expect(page).toMatch(/content-type: text\/html/i);
  expect(page).toMatch(/content-security-policy: default-src 'none'; script-src 'self';/i);
  expect(page).not.toMatch(/access-control-/i);
  expect(await get('/assets/a-1234.js')).toMatch(/cache-control: public, max-age=31536000, immutable/i);
  const hostile = [
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/..%5csecret.json',
    '/link.json',
    '/.hidden.json',
    '/assets',
    '/index.html%00.js',
    '/%',
    '/index',
    '//etc/passwd',
    '/etc/passwd',
    `/${'a/'.repeat(500)}`,
  ];
  for (const path of hostile) {
    const text = await get(path);
    expect([400, 404]).toContain(status(text));
    expect(text).not.toContain('secret":true');
  }
  process.stdout.write(`S22: ${hostile.length} hostile paths, none served\n`);
});

test('a frame beyond the limit closes the connection', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${served.port}/socket`, { headers: { Cookie: cookie, Origin: own() } });
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.send('x'.repeat(17 * 1024 * 1024));
  socket.on('error', () => undefined);
  expect([1006, 1009]).toContain(await closed);
});

test.runIf(process.getuid!() === 0)('another user of this computer gets nothing, not even the page', async () => {
  const asUser = (uid: number): Promise<string> =>
    new Promise((resolve) => {
      const script = `const s=require('net').connect(${served.port},'127.0.0.1',()=>s.write('GET / HTTP/1.1\\r\\nHost: 127.0.0.1:${served.port}\\r\\nConnection: close\\r\\n\\r\\n'));s.on('data',d=>process.stdout.write(d));s.on('error',()=>{})`;
      const child = spawn(process.execPath, ['-e', script], { uid, gid: uid, cwd: '/', stdio: ['ignore', 'pipe', 'ignore'] });
      let text = '';
      child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
      child.on('close', () => resolve(text));
    });
  expect(await asUser(0)).toContain('<title>page</title>'); // the control
  for (const uid of [65534, 1234]) expect(await asUser(uid)).toBe('');
});

test('frames travel both ways through the one client', async () => {
  const before = connected.length;
  const socket = new WebSocket(`ws://127.0.0.1:${served.port}/socket`, { headers: { Cookie: cookie, Origin: own() } });
  await new Promise((resolve) => socket.once('open', resolve));
  await expect.poll(() => connected.length).toBe(before + 1);
  const far = connected.at(-1)!;
  far.onFrame((frame) => {
    if (typeof frame === 'string')
      far.send(JSON.stringify({ t: 'reply', id: (JSON.parse(frame) as { id: number }).id, result: { ok: true, value: { labs: [] } } }));
    else far.send(frame);
  });
  const client = createClient({
    send: (frame) => socket.send(frame),
    onFrame: (listener) =>
      void socket.on('message', (data: Buffer, binary: boolean) => listener(binary ? new Uint8Array(data) : data.toString())),
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.close(),
  });
  expect(await client.call('labs.list', {})).toEqual({ ok: true, value: { labs: [] } });
  const echoed = new Promise<[number, Uint8Array]>((resolve) => client.onBytes((channel, bytes) => resolve([channel, bytes])));
  client.sendBytes(7, Uint8Array.of(1, 2, 3));
  const [channel, bytes] = await echoed;
  expect([channel, ...bytes]).toEqual([7, 1, 2, 3]);
  client.close();
});
