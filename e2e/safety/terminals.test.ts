/** S11: terminals of nodes are their own, with a session each, and nothing in a node types into one for somebody else, least of all into the host's. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Control, connectAs } from '../kernel/client';
import { Lab, asCaller, callers, program, until } from '../kernel/lab';
import { node } from '../kernel/shapes';
import { compile } from './build';
import { descendants } from './processes';

const typist = compile('typist.c');
afterAll(() => rmSync(join(typist, '..'), { recursive: true, force: true }));

/** A command on a terminal of the host's, as in a person's terminal window. Its standard input stays open, so that nothing is typed. */
function onTerminal(argv: string[]): { child: ChildProcess; said: () => string } {
  let said = '';
  const child = spawn('script', ['--quiet', '--return', '--command', argv.map((word) => `'${word}'`).join(' '), '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return { child, said: () => said };
}
const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((done) => child.once('close', done));

/** Session and controlling terminal (proc_pid_stat(5)). */
const sessionOf = (pid: number): { session: number; terminal: number } => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return { session: Number(fields[3]), terminal: Number(fields[4]) };
};
const attempts = (text: string): string[] => text.split(/\r?\n/).filter((line) => /^(denied|ALLOWED) /.test(line));
const allowed = (text: string): string[] => attempts(text).filter((line) => line.startsWith('ALLOWED '));

describe('the typist bites', () => {
  // Where dev.tty.legacy_tiocsti is 0, only CAP_SYS_ADMIN may.
  const may = process.getuid?.() === 0 || readFileSync('/proc/sys/dev/tty/legacy_tiocsti', 'utf8').trim() === '1';
  it.runIf(may)('outside of a lab: what it types arrives', async () => {
    const dir = mkdtempSync('/var/tmp/nestwork-hold-');
    const holder = onTerminal([typist, 'hold', join(dir, 'socket')]);
    await until('the holder', () => holder.said().includes('ready'));
    const taker = onTerminal([typist, 'take', join(dir, 'socket')]);
    await Promise.all([ended(taker.child), ended(holder.child)]);
    expect(allowed(taker.said()).length, taker.said()).toBeGreaterThanOrEqual(2);
    expect(Number(/received (\d+)/.exec(holder.said())?.[1])).toBeGreaterThanOrEqual(2);
    rmSync(dir, { recursive: true });
  });
});

describe.each(callers)('in a lab of $name', (caller) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(caller);
    await lab.apply([node('h1'), node('h2'), node('h3', 'host', { isolation: ['net'] })]);
  });
  afterAll(() => lab?.down());

  it('nothing types into a terminal, neither of its own node, nor of the lab, nor one of the host that it was handed', async () => {
    let tried = 0;
    const watched = await lab.terminal('h1', { argv: ['/bin/cat'] });
    for (const id of ['h1', 'h2', 'h3']) {
      const shell = await lab.terminal(id, { argv: [typist, 'own'] });
      await shell.ended;
      expect(allowed(shell.output), id).toEqual([]);
      expect(attempts(shell.output).length, shell.output).toBeGreaterThanOrEqual(10);
      tried += attempts(shell.output).length;

      const dir = mkdtempSync('/var/tmp/nestwork-hold-');
      chmodSync(dir, 0o777);
      const holder = onTerminal([typist, 'hold', join(dir, 'socket')]);
      await until('the holder', () => holder.said().includes('ready'));
      const { stdout } = await lab.exec(id, [typist, 'take', join(dir, 'socket')]);
      await ended(holder.child);
      expect(allowed(stdout), id).toEqual([]);
      expect(attempts(stdout)).toHaveLength(5);
      expect(holder.said()).toContain('received 0');
      tried += attempts(stdout).length;
      rmSync(dir, { recursive: true });
    }
    expect(watched.output).toBe('');
    watched.close();
    console.log(`S11 (${caller.name}): ${tried} attempts to type into terminals from 3 nodes, all denied; nothing arrived`);
  });

  it('each node has a devpts of its own, each terminal a session of its own', async () => {
    const host = statSync('/dev/pts').dev;
    const folders = new Set([host]);
    for (const id of ['h1', 'h2']) {
      const shell = await lab.terminal(id, { argv: ['/bin/sh', '-c', 'stat -c "[%d]" /dev/pts; read -r end'] });
      await until('the number', () => /\[\d+\]/.test(shell.output));
      folders.add(Number(/\[(\d+)\]/.exec(shell.output)?.[1]));
      const [inside] = descendants(lab.pid).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('read -r end'));
      expect(sessionOf(inside!).session).toBe(inside);
      expect(sessionOf(inside!).terminal).not.toBe(0);
      shell.close();
    }
    expect(folders.size).toBe(3);
  });
});

it.each(callers)("a lab that was started in a terminal of $name's has nothing to do with that any more", async (caller) => {
  const dir = mkdtempSync('/var/tmp/nestwork-test-');
  chownSync(dir, caller.uid, caller.uid);
  const launcher = onTerminal(asCaller(caller, dir, [program, '--lab', 'test', '--dir', dir, '--foreground']));
  try {
    const pid = await until('the lab', () => Number(/"pid":\s*(\d+)/.exec(launcher.said())?.[1]));
    const control = new Control(connectAs(caller.uid, join(dir, 'control.sock')));
    await control.call('apply', { revision: 0, client: 'test', operations: [node('h1'), node('h2', 'host', { isolation: ['net'] })] });
    const own = [pid, ...descendants(pid)];
    expect(own.length).toBeGreaterThanOrEqual(4);
    let descriptors = 0;
    for (const one of own) {
      expect(sessionOf(one).terminal, `process ${one}`).toBe(0);
      for (const name of readdirSync(`/proc/${one}/fd`)) {
        descriptors++;
        expect(readlinkSync(`/proc/${one}/fd/${name}`)).not.toMatch(/^\/dev\/(pts|tty|console)/);
      }
    }
    // The terminal is closed, as a window is; the supervisor is asked to end by its launcher alone.
    await control.call('down').catch(() => undefined);
    console.log(
      `S11 (${caller.name}): ${own.length} processes of a lab started in a terminal, none with it among ${descriptors} descriptors`,
    );
  } finally {
    launcher.child.stdin?.end();
    await ended(launcher.child);
    await until('the end', () => !existsSync(join(dir, 'control.sock')));
    rmSync(dir, { recursive: true, force: true });
  }
});
