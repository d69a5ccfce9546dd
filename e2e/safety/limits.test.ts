/** S16: slow, flooding and lying clients cost bounded memory, and another client is still served. */
import { readFileSync } from 'node:fs';
import type net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAs } from '../kernel/client';
import { Lab, callers, slowness, until } from '../kernel/lab';
import { cable, node } from '../kernel/shapes';

const kilobytes = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
/** KiB that the supervisor may grow by while it is abused: one over-long line, one backlog of events, and buffers. */
const room = 48 * 1024 * slowness;

describe.each(callers)('a lab of $name', (caller) => {
  let lab: Lab;
  let base: number;
  let peak: number;
  const open: net.Socket[] = [];
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2'), cable('l1', 'h1.eth0', 'h2.eth0')]);
    base = peak = kilobytes(lab.pid);
  });
  afterAll(() => lab?.down());

  const connect = (): net.Socket => {
    const socket = connectAs(caller.uid, lab.socket);
    socket.on('error', () => undefined);
    open.push(socket);
    return socket;
  };
  const closeAll = (): void => open.splice(0).forEach((socket) => socket.destroy());
  const closed = (socket: net.Socket): Promise<string> =>
    new Promise((resolve) => {
      let told = '';
      socket.on('data', (bytes: Buffer) => (told += told.length < 10_000 ? bytes.toString('latin1') : ''));
      socket.on('close', () => resolve(told));
    });
  /** A second client is answered; gives the milliseconds. */
  const served = async (): Promise<number> => {
    const start = performance.now();
    const other = await lab.connect();
    const spent = performance.now() - start;
    other.close();
    peak = Math.max(peak, kilobytes(lab.pid));
    return spent;
  };
  const report = (what: string, spent: number): void => {
    expect(kilobytes(lab.pid) - base, 'KiB grown').toBeLessThan(room);
    console.log(
      `S16 (${caller.name}): ${what}; a second client was answered in ${spent.toFixed(1)} ms, supervisor grew by at most ${peak - base} KiB`,
    );
  };

  it('serves others while fifty clients send a byte at a time', async () => {
    for (let i = 0; i < 50; i++) connect().write('{');
    const start = Date.now();
    let spent = 0;
    for (let turn = 0; Date.now() - start < 1500; turn++) {
      for (const socket of open) socket.write('"');
      spent = Math.max(spent, await served());
    }
    report('50 clients of one byte at a time', spent);
    closeAll();
  });

  it('serves others while a client sends a million tiny lines and reads no answer', async () => {
    const flood = connect();
    const line = '{"id":1,"call":"hello","args":{}}\n';
    const block = Buffer.from(line.repeat(10_000));
    let sent = 0;
    let spent = 0;
    for (let turn = 0; turn < 100 && !flood.destroyed; turn++) {
      const more = flood.write(block);
      sent += 10_000;
      if (!more) await Promise.race([new Promise((done) => flood.once('drain', done)), new Promise((done) => setTimeout(done, 20))]);
      if (turn % 10 === 0) spent = Math.max(spent, await served());
    }
    report(`${sent} tiny lines from a client that reads nothing`, Math.max(spent, await served()));
    closeAll();
  });

  it('ends a line that is longer than 4 MiB, and one that is no JSON, with one error line', async () => {
    for (const [what, text] of [
      ['no JSON', 'hello?\n'],
      ['deep', `${'['.repeat(5000)}\n`],
      ['an unknown call', '{"id":1,"call":"nothing","args":{}}\n'],
      ['an array', '[1]\n'],
    ] as const) {
      const socket = connect();
      const end = closed(socket);
      socket.write(text);
      if (what === 'an unknown call') {
        await until('an answer', () => socket.bytesRead > 0);
        socket.destroy();
        continue;
      }
      const told = await end;
      expect(told, what).toMatch(/^\{.*"ok":false.*\}\n$/);
    }
    const endless = connect();
    const end = closed(endless);
    const block = Buffer.alloc(1 << 20, 0x61);
    let sent = 0;
    for (; sent < 1024 && !endless.destroyed; sent++) {
      if (!endless.write(block)) await Promise.race([new Promise((done) => endless.once('drain', done)), end]);
    }
    await end;
    expect(sent).toBeLessThan(64);
    report(`a line without end was cut off after about ${sent} MiB`, await served());
  });

  it('cuts off terminal clients that lie about lengths or types', async () => {
    let cut = 0;
    for (const frame of [
      [0, 0xff, 0xff, 0xff, 0xff],
      [0, 0, 1, 0, 1],
      [1, 0, 0, 0, 5],
      [2, 0, 0, 0, 0],
      [3, 0, 0, 0, 2],
      [9, 0, 0, 0, 0],
      [5, 0, 0, 0, 1],
    ]) {
      const terminal = await lab.terminal('h1', { argv: ['/bin/cat'] });
      terminal.socket.write(Buffer.from(frame));
      expect(await terminal.ended).toBeUndefined();
      await lab.control.call('terminal.close', { terminal: terminal.terminal });
      cut++;
    }
    report(`${cut} lying frames, ${cut} cut off`, await served());
  });

  it('serves others while ten thousand connections come', async () => {
    let spent = 0;
    for (let turn = 0; turn < 100; turn++) {
      const some = Array.from({ length: 100 }, connect);
      spent = Math.max(spent, await served());
      if (turn % 2 === 0) for (const socket of some) socket.destroy(); // half of them stay, silent
    }
    report('10,000 connections', spent);
    closeAll();
  });

  it('cuts off a subscriber that does not read, and the others hear everything', async () => {
    const watcher = await lab.connect();
    await watcher.call('observe', { from: 0 });
    const deaf = connect();
    deaf.write('{"id":1,"call":"observe","args":{"from":0}}\n');
    deaf.pause();
    const change = 'x'.repeat(1 << 20);
    for (let turn = 0; turn < 16; turn++)
      lab.revision = (
        await lab.control.call<{ revision: number }>('apply', { revision: lab.revision, client: 'test', operations: [], change })
      ).revision;
    await until('all sixteen', () => watcher.events.filter((event) => event.event === 'applied').length === 16);
    expect(kilobytes(lab.pid) - base).toBeLessThan(room + 32 * 1024);
    deaf.resume();
    await closed(deaf);
    watcher.close();
    // The kept changes are part of what a lab remembers; a new document clears them.
    await lab.control.call('document', { revision: lab.revision, part: '{}', last: true });
    report('16 MiB of events to a subscriber that reads nothing', await served());
  });

  it('serves others while programs flood terminals that nobody reads', async () => {
    const floods = await Promise.all(Array.from({ length: 10 }, () => lab.terminal('h1', { argv: ['/usr/bin/yes', 'x'.repeat(100)] })));
    for (const flood of floods) flood.socket.pause();
    let spent = 0;
    for (let turn = 0; turn < 50; turn++) spent = Math.max(spent, await served());
    report('10 flooding terminals', spent);
    for (const flood of floods) {
      await lab.control.call('terminal.close', { terminal: flood.terminal });
      flood.close();
    }
  });
});
