/**
 * Where running labs have their sockets: `$XDG_RUNTIME_DIR/nestwork/<lab>/control.sock`, as in the XDG Base Directory
 * Specification. Every folder is the user's own and closed to others, or it is not used.
 */
import { constants } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { idSchema } from '../shared/topology/schema';
import { errorFrom } from './errors';

/** sun_path of unix(7) holds 108 bytes with the final NUL. */
const socketPathLimit = 107;

/** The folder that holds one folder per running lab; made if it is not there. */
export async function runtimeDirectory(environment: NodeJS.ProcessEnv = process.env): Promise<Result<string>> {
  const uid = process.getuid!();
  const candidates = [environment.XDG_RUNTIME_DIR, `/run/user/${uid}`].filter(
    (folder): folder is string => !!folder && folder.startsWith('/'),
  );
  for (const folder of candidates) if (await isDirectory(folder)) return ownDirectory(join(folder, 'nestwork'));
  // Without a login session (a container, cron) there is no such folder. /tmp is open to all, hence the check of owner and mode.
  return ownDirectory(`/tmp/nestwork-${uid}`);
}

/** The folder of one lab, made if it is not there, with the path of its control socket. */
export async function labDirectory(lab: string, environment?: NodeJS.ProcessEnv): Promise<Result<{ directory: string; socket: string }>> {
  if (!idSchema.safeParse(lab).success)
    return fail({
      code: 'not-found',
      message: `"${lab}" is not the id of a lab.`,
      sentence: 'id',
      args: { id: lab },
      hint: 'Run `nestwork list` to see the labs that run.',
    });
  const runtime = await runtimeDirectory(environment);
  if (!runtime.ok) return runtime;
  const directory = join(runtime.value, lab);
  const socket = join(directory, 'control.sock');
  if (Buffer.byteLength(socket) > socketPathLimit)
    return fail({
      code: 'path-too-long',
      message: `The socket of a lab cannot be made at ${socket}: a socket's path has at most ${socketPathLimit} bytes.`,
      args: { path: socket, limit: socketPathLimit },
      hint: 'Set XDG_RUNTIME_DIR to a folder with a shorter path.',
    });
  const own = await ownDirectory(directory);
  return own.ok ? ok({ directory, socket }) : own;
}

async function isDirectory(path: string): Promise<boolean> {
  const entry = await lstat(path).catch(() => null);
  return entry?.isDirectory() ?? false;
}

/** Makes the folder with mode 0700, or checks that the one that is there is ours, no symbolic link, and closed to others. */
async function ownDirectory(path: string): Promise<Result<string>> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
      return fail(
        errorFrom('runtime-directory', `The folder ${path} for running labs could not be made`, cause, undefined, {
          sentence: 'make',
          args: { path },
        }),
      );
  }
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    try {
      const status = await handle.stat();
      const foreign = status.uid !== process.getuid!();
      if (!foreign && (status.mode & 0o077) !== 0) await handle.chmod(0o700);
      if (foreign)
        return fail({
          code: 'runtime-directory',
          message: `The folder ${path} for running labs belongs to another user (uid ${status.uid}), so it is not used.`,
          sentence: 'foreign',
          args: { path, uid: status.uid },
          hint: 'Remove it, or set XDG_RUNTIME_DIR to a folder of your own.',
        });
      return ok(path);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    return fail(
      errorFrom(
        'runtime-directory',
        `The folder ${path} for running labs cannot be used`,
        cause,
        'Remove it, or set XDG_RUNTIME_DIR to a folder of your own.',
        { args: { path } },
      ),
    );
  }
}
