/** Folders and lab files, for the page's own open and save dialogs, and the labs that ship with the application. */
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { errorFrom } from '../helper/errors';
import type { Value } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { parseTopology } from '../shared/topology/parse';
import type { Topology } from '../shared/topology/schema';
import { fingerprint } from './watched-file';

/** A larger file is no lab that we could draw, bytes. */
const fileLimit = 64 * 1024 * 1024;

export interface LabFile {
  /** Absolute, links followed. */
  path: string;
  topology: Topology;
  /** Of the text, for `WatchedFile`. */
  known: string;
}

/** Reads and parses a lab file. */
export async function readLab(path: string): Promise<Result<LabFile>> {
  let text: string;
  let real: string;
  try {
    real = await realpath(resolve(path));
    const status = await stat(real);
    // A pipe or a device would never end.
    if (!status.isFile())
      return fail({
        code: 'not-a-file',
        message: `${path} is not a file.`,
        args: { path },
        hint: 'Choose a file that ends in .nestwork.json.',
      });
    if (status.size > fileLimit)
      return fail({
        code: 'too-large',
        message: `${path} has ${status.size} bytes; a lab file has at most ${fileLimit}.`,
        sentence: 'file',
        args: { path, size: status.size, limit: fileLimit },
      });
    text = await readFile(real, 'utf8');
  } catch (cause) {
    return fail(errorFrom('unreadable-file', `The lab file ${path} could not be read`, cause, undefined, { args: { path } }));
  }
  const parsed = parseTopology(text);
  return parsed.ok
    ? ok({ path: real, topology: parsed.value, known: fingerprint(text) })
    : fail({ ...parsed.error, message: `${path}: ${parsed.error.message}` });
}

/** Folders first, then `.json` files, by name; hidden ones left out. */
export async function listFolder(folder: string): Promise<Result<Value<'files.list'>>> {
  const absolute = resolve(folder);
  try {
    const names = (await readdir(absolute)).filter((name) => !name.startsWith('.'));
    const entries = await Promise.all(
      names.map(async (name) => {
        const path = join(absolute, name);
        const status = await stat(path).catch(() => null);
        return status && (status.isDirectory() || (status.isFile() && extname(name) === '.json'))
          ? { name, path, folder: status.isDirectory(), modified: status.mtimeMs }
          : null;
      }),
    );
    const listed = entries
      .filter((entry) => entry !== null)
      .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name));
    return ok({ folder: absolute, parent: dirname(absolute) === absolute ? null : dirname(absolute), entries: listed });
  } catch (cause) {
    return fail(errorFrom('unreadable-folder', `The folder ${folder} could not be read`, cause, undefined, { args: { path: folder } }));
  }
}

/** The labs that ship: `labs/` of a checkout, `dist/labs/` of an installed application. One that cannot be read is a fault of ours, and left out. */
export async function gallery(root: string): Promise<Value<'gallery.list'>> {
  const folders = [join(root, 'labs'), join(root, 'dist/labs')];
  const found = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const folder = folders[found.findIndex((names) => names.length > 0)] ?? folders[0]!;
  const names = (found.find((names) => names.length > 0) ?? []).filter((name) => name.endsWith('.nestwork.json')).sort();
  const labs = await Promise.all(
    names.map(async (name) => ({ name: name.replace(/\.nestwork\.json$/, ''), read: await readLab(join(folder, name)) })),
  );
  return { labs: labs.flatMap(({ name, read }) => (read.ok ? [{ name, topology: read.value.topology }] : [])) };
}
