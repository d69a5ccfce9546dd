/**
 * Writing a file so that it is never lost: the new text goes to a file beside it, to the disk, and only then takes the name;
 * whoever is killed in between leaves the old file or the new one, whole.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorFrom } from '../helper/errors';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { parseTopology } from '../shared/topology/parse';

export interface SaveOptions {
  /** Keep what the file held before as `name~`. */
  backup?: boolean;
  /** Mode of a file that is new; an old one keeps its own. */
  mode?: number;
}

/** Replaces a file's content, following symbolic links. The value is the path that was written. */
export async function saveAtomically(path: string, content: string | Uint8Array, options: SaveOptions = {}): Promise<Result<string>> {
  let temporary: string | null = null;
  try {
    const target = await followed(path);
    const folder = dirname(target);
    const old = await stat(target).catch(() => null);
    if (old && !old.isFile())
      return fail({
        code: 'not-a-file',
        message: `${path} is not a file that can be written to.`,
        args: { path },
        hint: 'Save under another name.',
      });
    temporary = join(folder, `.${basename(target).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
    const handle = await open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      old ? 0o600 : (options.mode ?? 0o666),
    );
    try {
      await handle.writeFile(content);
      if (old) await keepOwnership(handle, old);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (old && options.backup) await keepPrevious(target, folder);
    await rename(temporary, target);
    temporary = null;
    await syncFolder(folder);
    return ok(target);
  } catch (cause) {
    if (temporary) await unlink(temporary).catch(() => undefined);
    return fail(
      errorFrom(
        'save-failed',
        `The file ${path} could not be saved`,
        cause,
        'Nothing was changed there. Save it under another name or in another folder.',
        { args: { path } },
      ),
    );
  }
}

/** Refuses to replace what cannot be read as a lab: it may be somebody's work. A file that is not there is fine. */
export async function mayReplace(path: string): Promise<Result<null>> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => (cause.code === 'ENOENT' ? null : cause));
  if (text === null) return ok(null);
  if (typeof text !== 'string')
    return fail(
      errorFrom('save-failed', `The file ${path} could not be looked at before saving`, text, undefined, {
        sentence: 'looking',
        args: { path },
      }),
    );
  const parsed = parseTopology(text);
  if (parsed.ok) return ok(null);
  return fail({
    ...parsed.error,
    code: 'unreadable-file',
    message: `${path} was not replaced, because what is in it cannot be read as a lab and would be lost. ${parsed.error.message}`,
    sentence: 'replaced',
    args: { path },
    hint: 'Save under another name, or choose to replace it.',
  });
}

async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return join(await realpath(dirname(path)), basename(path));
  }
}

async function keepOwnership(handle: FileHandle, old: { mode: number; uid: number; gid: number }): Promise<void> {
  const own = await handle.stat();
  // Only root can give a file away; a file of a group that we are in keeps that group.
  if (own.uid !== old.uid || own.gid !== old.gid)
    await handle.chown(old.uid, old.gid).catch(() => handle.chown(own.uid, old.gid).catch(() => undefined));
  await handle.chmod(old.mode & 0o7777);
}

/** The name stays there all the time: the previous version gets a second name, not another one. */
async function keepPrevious(target: string, folder: string): Promise<void> {
  const second = join(folder, `.${basename(target).slice(0, 200)}.${randomBytes(6).toString('hex')}.old`);
  try {
    await link(target, second).catch(() => copyFile(target, second, constants.COPYFILE_EXCL)); // FAT has no links.
    await rename(second, `${target}~`);
  } catch (cause) {
    await unlink(second).catch(() => undefined);
    throw cause;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } catch (cause) {
    // Some network file systems cannot; the rename itself has happened.
    if (!['EINVAL', 'ENOTSUP'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  } finally {
    await handle.close();
  }
}
