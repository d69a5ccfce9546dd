/** S4: only the person who runs a lab is listened to; anybody else gets nothing but the end of the connection. */
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAs } from '../kernel/client';
import { Lab, callers } from '../kernel/lab';
import { node } from '../kernel/shapes';

const run = promisify(execFile);

/** Connects, says hello and asks for a shell; prints what it was told, or why it could not even connect. */
const visitor = `use IO::Socket::UNIX; $SIG{PIPE} = "IGNORE"; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or do { print "no connection: $!"; exit };
syswrite $s, qq({"id":1,"call":"hello","args":{}}\\n); my $all = ""; while (sysread $s, my $part, 4096) { $all .= $part } print "told [$all]";`;

describe.each(callers)('a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2', 'host', { isolation: ['net'] })]);
    // The folder keeps strangers out already; opened here, so that the check of who it is stands alone.
    chmodSync(lab.dir, 0o711);
    chmodSync(lab.socket, 0o666);
  });
  afterAll(() => lab?.down());

  it('talks to its own user (without this the rest would prove nothing)', async () => {
    const control = await lab.connect();
    expect(await control.call('hello')).toMatchObject({ protocol: 1, lab: 'test' });
    control.close();
  });

  it.runIf(process.getuid?.() === 0)('gives another user of the computer only the end of the connection', async () => {
    let tried = 0;
    for (const uid of [caller.uid === 0 ? 61009 : 0, 61007, 65534]) {
      for (const greeting of ['{"id":1,"call":"hello","args":{}}\n', '{"open":"terminal","node":"h1","cols":80,"rows":24}\n', '']) {
        const socket = connectAs(uid, lab.socket);
        const told = await new Promise<string>((resolve) => {
          let all = '';
          socket.on('data', (bytes: Buffer) => (all += bytes.toString()));
          socket.on('error', () => undefined);
          socket.on('close', () => resolve(all));
          if (greeting) socket.write(greeting);
        });
        expect(told, `uid ${uid}`).toBe('');
        tried++;
      }
    }
    console.log(`S4 (${caller.name}): ${tried} connections of other users, ${tried} got only EOF`);
  });

  it.runIf(process.getuid?.() === 0)('gives root of a user namespace of another user only the end of the connection', async () => {
    const { stdout } = await run('setpriv', [
      '--reuid=61008',
      '--regid=61008',
      '--clear-groups',
      'unshare',
      '--user',
      '--map-root-user',
      'perl',
      '-e',
      visitor,
      lab.socket,
    ]);
    expect(stdout).toBe('told []');
  });

  it('gives a process in a node only the end of the connection, whoever it is there', async () => {
    for (const id of ['h1', 'h2']) {
      const { stdout } = await lab.exec(id, ['perl', '-e', visitor, lab.socket]);
      expect(stdout, id).toBe('told []');
      const nested = await lab.exec(id, ['unshare', '--user', '--map-root-user', 'perl', '-e', visitor, lab.socket]);
      expect(nested.stdout, `${id}, nested: ${nested.stderr}`).toBe('told []');
    }
    console.log(`S4 (${caller.name}): 4 processes in nodes, 4 got only EOF`);
  });
});
