/** Finds and starts `nestwork-lab`, and knows which labs run. */
import { spawn } from 'node:child_process';
import { access, constants, readFile, readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { idSchema } from '../shared/topology/schema';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { connectControl } from './control';
import type { Control, ControlListeners } from './control';
import { labDirectory, runtimeDirectory } from './directory';
import { errorFrom } from './errors';
import { launchedSchema } from './wire';

/** Starting takes some 10 ms; a launcher that is silent for so long is given up, ms. */
const launchLimit = 20_000;

/**
 * Path of the supervisor: `$NESTWORK_LAB`, the checkout's `native/bin`, or `native/` of an installed application.
 * `root`: the checkout, or the application's archive, beside which `native/` lies.
 */
export async function findSupervisor(root: string): Promise<Result<string>> {
  const given = process.env.NESTWORK_LAB;
  const candidates = given ? [given] : [join(root, 'native/bin/nestwork-lab'), join(root, '../native/nestwork-lab')];
  for (const path of candidates) {
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return ok(path);
  }
  return fail({
    code: 'no-supervisor',
    message: `The program nestwork-lab, which runs labs, was not found (looked for ${candidates.join(' and ')}).`,
    args: { paths: candidates.join(', ') },
    hint: given ? 'Correct or unset NESTWORK_LAB.' : 'In a checkout, build it with `make -C native`; otherwise install Nestwork again.',
  });
}

export interface RunningLab {
  lab: string;
  /** Path of its control socket. */
  socket: string;
}

/**
 * Starts a lab's supervisor. Code `already-running` if one answers for this lab. The supervisor outlives this process.
 * @param trace absolute path of a file to which it writes each operation and each answer of the kernel
 */
export async function startSupervisor(
  root: string,
  lab: string,
  trace?: string,
): Promise<Result<RunningLab & { pid: number; mapping: 'range' | 'single' }>> {
  const program = await findSupervisor(root);
  if (!program.ok) return program;
  const place = await labDirectory(lab);
  if (!place.ok) return place;
  const { directory, socket } = place.value;
  return new Promise((resolve) => {
    const child = spawn(program.value, ['--lab', lab, '--dir', directory, ...(trace ? ['--trace', trace] : [])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const limit = setTimeout(() => child.kill('SIGKILL'), launchLimit);
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.length < 64 && err.push(bytes));
    child.on('error', (cause) => {
      clearTimeout(limit);
      resolve(
        fail(
          errorFrom('start-failed', `The supervisor ${program.value} could not be started`, cause, undefined, {
            args: { program: program.value },
          }),
        ),
      );
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      const answer = parseLaunch(Buffer.concat(out).toString('utf8'));
      if (answer?.ok) return resolve(ok({ lab, socket, pid: answer.pid, mapping: answer.mapping }));
      if (code === 3)
        return resolve(
          fail({
            code: 'already-running',
            message: `The lab ${lab} is running already.`,
            args: { id: lab },
            hint: 'Open it to see it, or stop it first.',
          }),
        );
      if (answer) return resolve(fail(answer.error));
      const words = Buffer.concat(err).toString('utf8').trim().split('\n').at(-1);
      const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
      resolve(
        fail({
          code: 'start-failed',
          message: `The lab's supervisor did not start: ${words || how}.`,
          sentence: 'ended',
          args: { why: words || how },
          hint: 'Run `nestwork doctor` to see what this computer lacks.',
        }),
      );
    });
  });
}

function parseLaunch(text: string): ReturnType<typeof launchedSchema.parse> | null {
  try {
    return launchedSchema.parse(JSON.parse(text.trim()));
  } catch {
    return null;
  }
}

/** A socket younger than this may belong to a supervisor that is about to listen, ms. */
const youngest = 5_000;

/** Connects to a lab; code `not-running` if there is none. The socket of a supervisor that died is removed. */
export async function connectLab(lab: string, listeners?: ControlListeners): Promise<Result<{ control: Control; socket: string }>> {
  const place = await labDirectory(lab);
  if (!place.ok) return place;
  const { directory, socket } = place.value;
  const before = await stat(socket).catch(() => null);
  const control = before ? await connectControl(socket, listeners) : fail({ code: 'not-running', message: '' });
  if (control.ok) return ok({ control: control.value, socket });
  // By name, in our own folder, and only after the kernel has said that nobody listens.
  if (before && 'errno' in control.error && control.error.errno === 'ECONNREFUSED' && Date.now() - before.ctimeMs > youngest) {
    await unlink(socket).catch(() => undefined);
    await rmdir(directory).catch(() => undefined);
  }
  return fail({
    code: 'not-running',
    message: `The lab ${lab} is not running.`,
    args: { name: lab },
    hint: 'Run it first; `nestwork list` shows what runs.',
  });
}

/** Ids of the folders in the runtime directory. Whether a lab answers is known by connecting to it. */
export async function labFolders(): Promise<string[]> {
  const runtime = await runtimeDirectory();
  if (!runtime.ok) return [];
  const entries = await readdir(runtime.value, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && idSchema.safeParse(entry.name).success).map((entry) => entry.name);
}

/** A supervisor that was told to end, and whose connection has ended, is gone within this time, ms. */
const goneLimit = 5_000;

/**
 * Waits until a supervisor's process has exited; what nobody has reaped yet counts as gone. The first process of a PID namespace
 * exits only after all others in it (pid_namespaces(7)), so then nothing of the lab runs.
 */
export async function untilGone(pid: number): Promise<void> {
  for (const limit = Date.now() + goneLimit; Date.now() < limit;) {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The state stands behind the name in brackets, which may hold anything.
    if (/^[ZX]?$/.test(text.slice(text.lastIndexOf(')') + 2).charAt(0))) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
