/**
 * Starts nestwork-root: directly as root, by pkexec(1) where our polkit action is installed, else by sudo-prompt. Nothing that a person chose goes along: a constant
 * path, a random token, a constant environment, the working directory `/` (safety.md, decision 4).
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { access, constants, copyFile, lstat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { cancelled, elevationFailure, noPkexec } from './elevation-failure';
import { errorFrom } from './errors';
import { startTextAgent } from './text-agent';
import type { TextAgent } from './text-agent';

/** Where the Debian package puts the program and the polkit action that names it. */
export const installedProgram = '/usr/lib/nestwork/nestwork-root';
export const installedAction = '/usr/share/polkit-1/actions/org.nestwork.root.policy';
const pkexec = '/usr/bin/pkexec';
const constantEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

/** How the person will be asked. */
export type Way = 'root' | 'pkexec' | 'sudo-prompt';

/** Root's own, and so is every folder above it, and nobody else can write them. */
async function isRoots(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const entry = await lstat(at).catch(() => null);
    if (!entry || entry.isSymbolicLink() || entry.uid !== 0 || (entry.mode & 0o022) !== 0) return false;
    if (at === '/') return true;
  }
}
const exists = (path: string, mode = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

export async function wayToRoot(): Promise<Way> {
  if (process.geteuid!() === 0) return 'root';
  return (await exists(installedAction)) && (await isRoots(installedProgram)) ? 'pkexec' : 'sudo-prompt';
}

/** The installed program, or that of a checkout or of an unpacked application. `root`: as for `findSupervisor`. */
export async function findRootProgram(root: string): Promise<Result<string>> {
  if (await isRoots(installedProgram)) return ok(installedProgram);
  const candidates = [join(root, 'native/bin/nestwork-root'), join(root, '../native/nestwork-root')];
  for (const path of candidates) if (await exists(path, constants.X_OK)) return ok(path);
  return fail({
    code: 'no-root-program',
    message: `The program nestwork-root, which changes the network of this computer, was not found (looked for ${[installedProgram, ...candidates].join(', ')}).`,
    args: { paths: [installedProgram, ...candidates].join(', ') },
    hint: 'In a checkout, build it with `make -C native`; otherwise install Nestwork again.',
  });
}

export interface Elevation {
  /** Gives up waiting: the password dialogue closes, and nothing starts. */
  cancel(): void;
  /** It has connected: this process may end before it does. */
  release(): void;
  /** Why it is not there (any more). Never resolves with an error once it had connected and ended in order. */
  readonly ended: Promise<Result<null>>;
}

/**
 * @param folder where its socket is, `…/root-TOKEN`: what is copied for sudo-prompt lies there too
 * @param terminal the person sits at this process' terminal, where pkexec may ask by itself
 */
export async function elevate(root: string, folder: string, token: string, terminal: boolean): Promise<Result<Elevation>> {
  const program = await findRootProgram(root);
  if (!program.ok) return program;
  const way = await wayToRoot();
  if (way === 'root') return ok(begin(program.value, [token], 'ignore'));
  if (!(await exists(pkexec))) return fail(noPkexec);
  const agent = terminal ? await startTextAgent(terminalEnvironment()) : null;
  const options = agent || !terminal ? ['--disable-internal-agent'] : [];
  if (way === 'pkexec') return ok(begin(pkexec, [...options, installedProgram, token], terminal ? 'inherit' : 'ignore', { agent }));
  // A path that we chose, to copies that are ours: nestwork-root copies itself out of the person's reach before it does anything.
  const copied = join(folder, 'nestwork-root');
  try {
    await copyFile(program.value, copied, constants.COPYFILE_EXCL);
    await copyFile(join(dirname(program.value), 'nestwork-lab'), join(folder, 'nestwork-lab'), constants.COPYFILE_EXCL);
  } catch (cause) {
    agent?.stop();
    return fail(errorFrom('elevation-failed', 'nestwork-root could not be prepared', cause));
  }
  // At a terminal it is asked for there; sudo-prompt cannot.
  if (terminal) return ok(begin(pkexec, [...options, copied, token], 'inherit', { agent }));
  if (!/^\/(?:run\/user\/\d+\/nestwork|tmp\/nestwork-\d+)\/root-[a-z0-9]+\/nestwork-root$/.test(copied))
    return fail({
      code: 'elevation-failed',
      sentence: 'path',
      message: 'nestwork-root lies at a path that is not one of ours, so it is not started.',
    });
  return ok(
    begin(process.execPath, [join(root, 'dist/sudo-prompt.cjs'), copied, token], 'ignore', { more: { ELECTRON_RUN_AS_NODE: '1' } }),
  );
}

const terminalEnvironment = (): Record<string, string> => ({
  ...constantEnvironment,
  ...(process.env.TERM !== undefined && { TERM: process.env.TERM }),
});

/** @param agent what asks for it, as long as that takes */
function begin(
  file: string,
  argv: string[],
  stdin: 'ignore' | 'inherit',
  { more = {}, agent = null }: { more?: Record<string, string>; agent?: TextAgent | null } = {},
): Elevation {
  let given: ChildProcess | undefined;
  let stopped = false;
  const errors: Buffer[] = [];
  const ended = new Promise<Result<null>>((resolve) => {
    const environment = stdin === 'inherit' ? terminalEnvironment() : constantEnvironment;
    const child = (given = spawn(file, argv, {
      cwd: '/',
      env: { ...environment, ...more },
      // In a group of its own, so that all of what asks for the password can be ended; at a terminal it must stay in the foreground.
      detached: stdin === 'ignore',
      stdio: [stdin, 'ignore', 'pipe'],
    }));
    child.stderr?.on('data', (bytes: Buffer) => errors.length < 64 && errors.push(bytes));
    child.once('error', (cause: NodeJS.ErrnoException) => {
      agent?.stop();
      resolve(
        fail(
          cause.code === 'EACCES'
            ? elevationFailure(126, 'Permission denied')
            : errorFrom('elevation-failed', `${file} could not be started`, cause),
        ),
      );
    });
    child.once('close', (code) => {
      agent?.stop();
      if (stopped) resolve(fail(cancelled));
      else if (code === 0) resolve(ok(null));
      else resolve(fail(elevationFailure(code, Buffer.concat(errors).toString('utf8'))));
    });
  });
  return {
    ended,
    release() {
      agent?.stop();
      given?.unref();
      (given?.stderr as Socket | null)?.unref();
    },
    cancel() {
      stopped = true;
      const pid = given?.pid;
      if (pid === undefined) return;
      // pkexec runs with our real uid until it has the password; afterwards it is nestwork-root, which finds nobody and ends.
      try {
        process.kill(stdin === 'ignore' ? -pid : pid, 'SIGTERM');
      } catch {
        // It has ended, or is root's by now.
      }
    },
  };
}
