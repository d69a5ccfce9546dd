/** S23: loopback is not a user: another uid of the computer, and a node of a lab, get nothing from `nestwork serve`, token and cookie in hand or not. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../electron/serve/server';
import type { Served } from '../../electron/serve/server';
import { Lab, callers } from '../kernel/lab';
import { node } from '../kernel/shapes';

const run = promisify(execFile);
/** Sends the request on its standard input to address and port; prints what comes back. */
const visitor = `use IO::Socket::IP; local $/; my $q = <STDIN>; my $s = IO::Socket::IP->new(PeerHost => $ARGV[0], PeerPort => $ARGV[1], Timeout => 3) or exit; $SIG{PIPE} = "IGNORE"; $SIG{ALRM} = sub { exit }; alarm 5; $| = 1; syswrite $s, $q; while (sysread $s, my $part, 4096) { print $part; exit if $part =~ /^HTTP.1.1 101/ }`;

let folder: string;
let served: Served;
/** Everything that a thief could have. */
let requests: [what: string, text: string][];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nestwork-serve-'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><title>page</title>');
  const result = await serve({ port: 0, page: join(folder, 'page'), connect: (transport) => transport.close() });
  if (!result.ok) throw new Error(result.error.message);
  served = result.value;
  const own = `http://127.0.0.1:${served.port}`;
  const head = `Host: 127.0.0.1:${served.port}\r\nOrigin: ${own}\r\n`;
  const token = served.address.split('#')[1]!;
  const answer = await fetch(`${own}/session`, { method: 'POST', body: JSON.stringify({ token }), headers: { origin: own } });
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  requests = [
    ['the page', `GET / HTTP/1.1\r\nHost: 127.0.0.1:${served.port}\r\nConnection: close\r\n\r\n`],
    ['a session', `POST /session HTTP/1.1\r\n${head}Connection: close\r\nContent-Length: ${token.length}\r\n\r\n${token}`],
    ['a connection, with the cookie', `GET /socket HTTP/1.1\r\n${head}${upgrade}Cookie: ${cookie}\r\n\r\n`],
    ['nothing', '\r\n'],
    ['by no rule', `GET ${own}/ HTTP/9.9\r\n\r\n`],
  ];
});
afterAll(async () => {
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

const asUser = async (uid: number, request: string): Promise<string> => {
  const promise = run('setpriv', [
    `--reuid=${uid}`,
    `--regid=${uid}`,
    '--clear-groups',
    'perl',
    '-e',
    visitor,
    '127.0.0.1',
    String(served.port),
  ]);
  promise.child.stdin?.end(request);
  return (await promise).stdout;
};

it.runIf(process.getuid?.() === 0)('another user gets nothing, and the person does', async () => {
  let tried = 0;
  for (const uid of [1234, 61001, 65534]) {
    for (const [what, request] of requests) {
      expect(await asUser(uid, request), `uid ${uid}: ${what}`).toBe('');
      tried++;
    }
  }
  // Root of a user namespace of somebody else's.
  const nested = run('setpriv', [
    ...['--reuid=61008', '--regid=61008', '--clear-groups', 'unshare', '--user', '--map-root-user'],
    ...['perl', '-e', visitor, '127.0.0.1', String(served.port)],
  ]);
  nested.child.stdin?.end(requests[0]![1]);
  expect((await nested).stdout).toBe('');
  // The controls: the same requests by the same program.
  expect(await asUser(0, requests[0]![1])).toContain('<title>page</title>');
  expect(await asUser(0, requests[2]![1])).toMatch(/^HTTP\/1\.1 101 /);
  console.log(`S23: ${tried + 1} requests of other users, with token and cookie: none got a byte; the person's own are answered`);
});

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2', 'host', { isolation: ['net'] }), node('r1', 'router')]);
  });
  afterAll(() => lab?.down());

  it('a node gets nothing, by whatever address of the computer', async () => {
    const here = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
    const addresses = [
      '127.0.0.1',
      '::1',
      '127.0.0.2',
      '0.0.0.0',
      'localhost',
      '::ffff:127.0.0.1',
      ...here.filter((one) => !/^(127\.|::1$|fe80)/.test(one)),
    ];
    let tried = 0;
    for (const id of ['h1', 'h2', 'r1']) {
      const all = await Promise.all(
        addresses.flatMap((address) =>
          requests.slice(0, 3).map(([, request]) => lab.exec(id, ['perl', '-e', visitor, address, String(served.port)], {}, request)),
        ),
      );
      for (const { stdout } of all) expect(stdout, id).toBe('');
      tried += all.length;
    }
    console.log(
      `S23 (${caller.name}): ${tried} requests of 3 nodes by ${addresses.length} addresses, with token and cookie: none got a byte`,
    );
  });
});
