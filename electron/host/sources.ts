/**
 * Private files that lie beside the lab file (`source`): read for `derive`, from the folder of the lab and nowhere else. A lab file may come from a stranger, so
 * what a source leads to is looked at before it is opened for reading: nothing outside of the folder, no pipe and no device is ever opened (safety S18).
 */
import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sources } from '../engine/inside';
import type { Problem } from '../shared/contract';
import { problem } from '../shared/text/problem';
import { allFilesLimit, fileContentLimit } from '../shared/topology/schema';
import type { PrivateFile, Topology } from '../shared/topology/schema';

/** Bytes of all sources of one lab. */
const allSourcesLimit = 8 * 1024 * 1024;
/** open(2): a place in the tree, not yet opened for anything; not among Node's own constants. The same on every architecture that Node runs on. */
const pathOnly = 0o10000000;

/** Names of all sources in a drawing, each once. */
export function sourcesIn(topology: Topology): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { files } of topology.nodes) for (const { source } of files ?? []) if (source !== undefined) names.add(source);
  return names;
}

export interface ReadSources {
  readonly texts: Sources;
  /** Why a source has no text, by its name. */
  readonly refused: ReadonlyMap<string, Refusal>;
}
type Refusal = { readonly code: 'source-missing' | 'source-unsaved' } | { readonly code: 'source-refused'; readonly why: string };
export const noSources: ReadSources = { texts: new Map(), refused: new Map() };

/** @param path of the lab file; undefined: it has none yet, and nothing is read. */
export const readSources = (topology: Topology, path: string | undefined): Promise<ReadSources> => readNamed(sourcesIn(topology), path);

/** @param names of sources, as `sourcesIn` */
export async function readNamed(names: ReadonlySet<string>, path: string | undefined): Promise<ReadSources> {
  if (names.size === 0) return noSources;
  const texts = new Map<string, string>();
  const refused = new Map<string, Refusal>();
  const folder = path === undefined ? undefined : await realpath(dirname(path)).catch(() => undefined);
  let left = allSourcesLimit;
  for (const name of names) {
    const read = folder === undefined ? ({ code: 'source-unsaved' } as const) : await readSource(folder, name, left);
    if (typeof read !== 'string') refused.set(name, read);
    else {
      texts.set(name, read);
      left -= Buffer.byteLength(read);
    }
  }
  return { texts, refused };
}

/** One problem for each private file whose source was not read, and for each device that has too much with what was. */
export function sourceProblems(topology: Topology, { refused, texts }: ReadSources): Problem[] {
  return topology.nodes.flatMap(({ id, name, files = [] }) => {
    const unread = files.flatMap(({ path, source = '' }) => {
      const refusal = refused.get(source);
      if (!refusal) return [];
      const args = { device: name, path, source, ...(refusal.code === 'source-refused' && { why: refusal.why }) };
      return problem(refusal.code, 'error', { node: id }, args);
    });
    const [inline, beside] = [sizeOf(files, ({ content }) => content), sizeOf(files, ({ source = '' }) => texts.get(source))];
    // Without what is beside the lab, `validate` has said it.
    const isTooLarge = inline <= allFilesLimit && inline + beside > allFilesLimit;
    const args = { device: name, size: inline + beside, limit: allFilesLimit };
    return isTooLarge ? [...unread, problem('files-too-large', 'error', { node: id }, args)] : unread;
  });
}
const sizeOf = (files: readonly PrivateFile[], textOf: (file: PrivateFile) => string | undefined): number =>
  files.reduce((sum, file) => sum + (textOf(file)?.length ?? 0), 0);

async function readSource(folder: string, name: string, left: number): Promise<string | Refusal> {
  const refuse = (why: string): Refusal => ({ code: 'source-refused', why });
  // The schema has no such names; a caller may not have asked it.
  if (name.startsWith('/') || name.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return refuse('it is no path below the folder');
  let place: FileHandle | undefined;
  try {
    place = await open(join(folder, name), pathOnly);
    const descriptor = `/proc/self/fd/${place.fd}`;
    const found = await readlink(descriptor);
    if (!found.startsWith(folder === '/' ? '/' : `${folder}/`)) return refuse('it leads out of the folder of the lab');
    const status = await place.stat();
    if (!status.isFile()) return refuse('it is not a plain file');
    if (status.size > fileContentLimit) return refuse(`it has ${status.size} bytes, more than ${fileContentLimit}`);
    if (status.size > left) return refuse(`all sources together have more than ${allSourcesLimit} bytes`);
    // The very file that was looked at, whatever its name leads to by now.
    const file = await open(descriptor, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await readText(file, Math.min(fileContentLimit, left));
    } catch (cause) {
      return refuse(cause instanceof TypeError ? 'it is not text in UTF-8' : wordsOf(cause));
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { code: 'source-missing' } : refuse(wordsOf(cause));
  } finally {
    await place?.close();
  }
}

/** At most `limit` bytes, though the file may grow while it is read. Throws TypeError if it is no text that a message can carry. */
async function readText(file: FileHandle, limit: number): Promise<string> {
  const bytes = Buffer.alloc(limit + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
    if (length > limit) throw new Error(`it has more than ${limit} bytes`);
  }
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length));
  if (text.includes('\0')) throw new TypeError('a zero byte');
  return text;
}

/** The kernel's words without the system call and the path. */
const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message.replace(/^\w+: ([^,]*).*$/s, '$1') : String(cause));
