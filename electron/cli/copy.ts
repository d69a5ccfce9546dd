/** Copying between this computer and a device, through programs that run in it: they see its files as it does. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { TopologyNode } from '../shared/topology/schema';
import { deferred } from './deferred';
import { streamInDevice } from './device-stream';

export interface Copy {
  /** Topology id. */
  lab: string;
  node: TopologyNode;
  source: string;
  target: string;
  /** A folder and what is in it. */
  recursive: boolean;
}

/**
 * The existing file is written into and not replaced: it may be a mount point. $1: target, $2: name of the source, $3: mode of what is new.
 * A folder goes into one that is there, and else takes the name.
 */
const into = {
  file: 'if [ -d "$1" ]; then set -- "${1%/}/$2" "$2" "$3"; fi; old=; if [ -e "$1" ]; then old=1; fi; cat > "$1" && { [ "$old" ] || chmod "$3" "$1"; }',
  folder: 'if [ -d "$1" ]; then set -- "${1%/}/$2"; fi; [ -d "$1" ] || mkdir -- "$1" && exec tar -C "$1" --no-same-owner -xf -',
};
/** The mode comes first, on a line. $1: source. */
const outOf = {
  file: 'if [ -d "$1" ]; then echo "it is a folder (--recursive copies it)" >&2; exit 1; fi; stat -L -c %a -- "$1" && exec cat -- "$1"',
  folder: 'exec tar -C "$1" -cf - .',
};
const inShell = (script: string, ...args: string[]): string[] => ['/bin/sh', '-c', script, 'sh', ...args];

/** From this computer into the device. */
export async function copyIn({ lab, node, source, target, recursive }: Copy): Promise<Result<unknown>> {
  if (source === '-') return streamInDevice(lab, node, inShell(into.file, target, '-', '644'), { input: process.stdin });
  const path = resolve(source);
  const there = await stat(path).catch((cause: Error) => cause);
  if (there instanceof Error) return failed(there);
  if (there.isDirectory() !== recursive)
    return failed(new Error(recursive ? 'it is not a folder' : 'it is a folder (--recursive copies it)'));
  const name = basename(path);
  if (!recursive) {
    const mode = (there.mode & 0o777).toString(8);
    return streamInDevice(lab, node, inShell(into.file, target, name, mode), { input: createReadStream(path) });
  }
  const packer = run('tar', ['-C', path, '-cf', '-', '.']);
  packer.stdin.end();
  const sent = await streamInDevice(lab, node, inShell(into.folder, target, name), { input: packer.stdout });
  const packed = await packer.ended;
  return sent.ok ? packed : sent;
}

/** From the device to this computer. */
export async function copyOut(copy: Copy): Promise<Result<unknown>> {
  const { lab, node, source, target, recursive } = copy;
  if (target === '-') {
    const stripped = behindMode(process.stdout, { end: false });
    const got = await streamInDevice(lab, node, inShell(outOf.file, source), { output: stripped });
    stripped.end();
    await once(stripped, 'end');
    return got;
  }
  const path = resolve(target);
  const there = await stat(path).catch(() => null);
  const place = there?.isDirectory() ? join(path, basename(source)) : path;
  return recursive ? folderOut(copy, place) : fileOut(copy, place);
}

/** The file takes the name when all of it is there. What is no file (a device, a pipe) is written to as it is. */
async function fileOut({ lab, node, source }: Copy, place: string): Promise<Result<unknown>> {
  const there = await stat(place).catch(() => null);
  if (there?.isDirectory()) return failed(new Error(`${place} is a folder`));
  const direct = there !== null && !there.isFile();
  const temporary = direct ? place : join(dirname(place), `.${basename(place).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
  const file = createWriteStream(temporary, { flags: direct ? 'w' : 'wx', mode: 0o600 });
  let mode = 0o644;
  const stripped = behindMode(file, { end: true }, (found) => (mode = found));
  try {
    await once(file, 'open');
    const got = await streamInDevice(lab, node, inShell(outOf.file, source), { output: stripped });
    stripped.end();
    await finished(file);
    if (got.ok && !direct) {
      // Set-user-id of a device is none of the person's.
      await chmod(temporary, there ? there.mode & 0o7777 : mode & 0o777 & ~process.umask());
      await rename(temporary, place);
      return got;
    }
    if (!direct) await unlink(temporary);
    return got;
  } catch (cause) {
    if (!direct) await unlink(temporary).catch(() => undefined);
    return failed(cause as Error);
  }
}

/** Root's tar makes whatever device an archive names, and a device of the lab may have packed one of its own: setpriv(1) takes that right away. */
const withoutDevices = (): string[] => (process.getuid!() === 0 ? ['setpriv', '--bounding-set=-mknod', '--inh-caps=-mknod', '--'] : []);

async function folderOut({ lab, node, source }: Copy, place: string): Promise<Result<unknown>> {
  try {
    await mkdir(place, { recursive: false }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw cause;
    });
  } catch (cause) {
    return failed(cause as Error);
  }
  const [program = '', ...args] = [...withoutDevices(), 'tar', '-C', place, '--no-same-owner', '--no-same-permissions', '-xf', '-'];
  const unpacker = run(program, args);
  const got = await streamInDevice(lab, node, inShell(outOf.folder, source), { output: unpacker.stdin });
  unpacker.stdin.end();
  const unpacked = await unpacker.ended;
  return got.ok ? unpacked : got;
}

/** What comes behind the first line, which is the file's mode. @param end whether the target ends with it */
function behindMode(target: Writable, end: { end: boolean }, found: (mode: number) => void = () => undefined): Transform {
  let head: Buffer | null = Buffer.alloc(0);
  const stripped = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      if (!head) return done(null, bytes);
      head = Buffer.concat([head, bytes]);
      const line = head.indexOf(10);
      if (line < 0) return done();
      found(parseInt(head.subarray(0, line).toString('latin1'), 8));
      const rest = head.subarray(line + 1);
      head = null;
      done(null, rest);
    },
  });
  stripped.pipe(target, end);
  return stripped;
}

function run(program: string, args: string[]): { stdin: Writable; stdout: Readable; ended: Promise<Result<null>> } {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = deferred<Result<null>>();
  let words = '';
  // What nobody has begun to read when the program ends would be thrown away.
  const stdout = child.stdout.pipe(new PassThrough());
  child.stderr.on('data', (bytes: Buffer) => (words = (words + bytes.toString('utf8')).slice(0, 4096)));
  child.stdin.on('error', () => undefined);
  child.on('error', (cause) => ended.resolve(failed(cause)));
  child.on('close', (code) =>
    ended.resolve(code === 0 ? ok(null) : failed(new Error(words.trim() || `${program} ended with code ${code}`))),
  );
  return { stdin: child.stdin, stdout, ended: ended.promise };
}

function failed({ message }: Error): { ok: false; error: { code: string; message: string } } {
  return fail({ code: 'copy-failed', message });
}
