/** Earlier saves of lab files: before a file is replaced, what it held goes into a folder of this user's state. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorFrom } from '../helper/errors';
import type { FileVersion } from '../shared/contract';
import { fail } from '../shared/result';
import type { Result } from '../shared/result';
import { parseTopology } from '../shared/topology/parse';
import type { Topology } from '../shared/topology/schema';
import { versionsFolder } from './places';
import { saveAtomically } from './save';

/** Of one file, bytes: a lab with a floor plan is megabytes, and it is the last saves that count. */
const sizeLimit = 128 * 1024 * 1024;
/** ms: saves that nobody asked for are kept no closer together than this. */
const quietTime = 5 * 60 * 1000;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const folderOf = (path: string): string => join(versionsFolder(), digest(path).slice(0, 32));
/** When, how many devices and cables, and which content: a list needs no file to be read. */
const named = /^(\d{1,15})-(\d{1,6})-(\d{1,6})-[0-9a-f]{16}$/;

/**
 * Keeps what the file held before it is replaced.
 * @param text of a lab file; anything else is not kept
 * @param options `at`: when it was saved, ms since the epoch; `most`: so many are kept, the oldest go; `quiet`: nobody asked for this save
 */
export async function keepVersion(path: string, text: string, options: { at: number; most: number; quiet: boolean }): Promise<void> {
  const { at, most, quiet } = options;
  if (most === 0) return;
  const parsed = parseTopology(text);
  if (!parsed.ok) return;
  const { nodes, links } = parsed.value;
  const folder = folderOf(path);
  const name = `${Math.round(at)}-${nodes.length}-${links.length}-${digest(text).slice(0, 16)}`;
  const [last] = await listVersions(path);
  if (last && (last.version.slice(-16) === name.slice(-16) || (quiet && at - last.at < quietTime))) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // For a person who looks into the folder: the name of the folder is no path.
  await saveAtomically(join(folder, 'path'), `${path}\n`, { mode: 0o600 });
  await saveAtomically(join(folder, name), text, { mode: 0o600 });
  const old = await listVersions(path);
  const fit = Math.max(1, Math.floor(sizeLimit / Math.max(1, text.length)));
  await Promise.all(old.slice(Math.min(most, fit)).map(({ version }) => unlink(join(folder, version)).catch(() => undefined)));
}

/** The newest first. */
export async function listVersions(path: string): Promise<FileVersion[]> {
  const names = await readdir(folderOf(path)).catch(() => []);
  return names
    .flatMap((version) => {
      const [, at, nodes, links] = named.exec(version) ?? [];
      return at === undefined ? [] : [{ version, at: Number(at), nodes: Number(nodes), links: Number(links) }];
    })
    .sort((a, b) => b.at - a.at);
}

export async function readVersion(path: string, version: string): Promise<Result<Topology>> {
  if (!named.test(version)) return fail({ code: 'not-found', message: 'There is no such earlier save.', sentence: 'version' });
  try {
    return parseTopology(await readFile(join(folderOf(path), version), 'utf8'));
  } catch (cause) {
    return fail(errorFrom('not-found', 'This earlier save could not be read', cause, undefined, { sentence: 'versionRead' }));
  }
}
