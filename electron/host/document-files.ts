/** The file of each open document: watched, saved, and what it held before. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { parseTopology } from '../shared/topology/parse';
import { programsOf } from '../shared/topology/programs';
import type { Topology } from '../shared/topology/schema';
import { serializeTopology } from '../shared/topology/serialize';
import type { LabDocument } from './document';
import { readLab } from './files';
import { mayReplace, saveAtomically } from './save';
import { keepVersion } from './versions';
import { WatchedFile, fingerprint } from './watched-file';

export interface SaveRequest {
  /** Absent: where it came from. */
  path?: string;
  /** Whatever is there may go. */
  replace: boolean;
  /** Nobody asked for it: it happens by itself after an edit. */
  quiet: boolean;
  /** Earlier saves that are kept. */
  versions: number;
}

export class DocumentFiles {
  private readonly watched = new Map<string, WatchedFile>();

  /** @param told after `document.disk` has changed */
  constructor(
    private readonly all: () => LabDocument[],
    private readonly told: (document: LabDocument) => void,
  ) {}

  /** @param known fingerprint of what its file was last found to hold */
  watch(document: LabDocument, known: string): void {
    const path = document.path;
    if (!path) return;
    const old = this.watched.get(document.id);
    if (old?.path === path) return old.expect(known);
    old?.close();
    const same = (text: string): boolean => {
      const parsed = parseTopology(text);
      return parsed.ok && document.isStored(parsed.value);
    };
    const told = (): void => {
      document.disk = this.watched.get(document.id)?.state ?? 'same';
      this.told(document);
    };
    this.watched.set(document.id, new WatchedFile(path, known, same, told));
  }

  forget(document: LabDocument): void {
    this.watched.get(document.id)?.close();
    this.watched.delete(document.id);
  }

  /** Fingerprint of what its file is known to hold; undefined if it has none. */
  known(document: LabDocument): string | undefined {
    return this.watched.get(document.id)?.known;
  }

  async check(document: LabDocument): Promise<LabDocument['disk']> {
    return (await this.watched.get(document.id)?.look()) ?? 'same';
  }

  /** What the file holds now counts as known. */
  async accept(document: LabDocument): Promise<Result<Topology>> {
    if (!document.path) return fail(noFile(document));
    const read = await readLab(document.path);
    if (!read.ok) return read;
    document.markFile(read.value);
    document.bring(programsOf(read.value.topology));
    this.watch(document, read.value.known);
    // A lab that is in the file under another id is still this document.
    return ok({ ...read.value.topology, id: document.topology.id });
  }

  async save(document: LabDocument, { path, replace, quiet, versions }: SaveRequest): Promise<Result<{ path: string; version: number }>> {
    const target = path === undefined ? document.path : await canonical(path);
    if (!target) return fail({ ...noFile(document), hint: 'Choose where to save it.' });
    const allowed = await this.mayWrite(document, target, replace);
    if (!allowed.ok) return allowed;
    const { topology, version } = document;
    const text = serializeTopology(topology);
    const before = versions > 0 ? await held(target) : null;
    const watched = target === document.path ? this.watched.get(document.id) : undefined;
    const was = watched?.known;
    watched?.expect(fingerprint(text));
    const saved = await saveAtomically(target, text, { backup: true });
    if (!saved.ok) {
      if (was !== undefined) watched?.expect(was);
      return saved;
    }
    if (before && before.text !== text) await keepVersion(saved.value, before.text, { at: before.at, most: versions, quiet });
    document.markSaved(saved.value, topology);
    this.watch(document, fingerprint(text));
    return ok({ path: saved.value, version });
  }

  private async mayWrite(document: LabDocument, target: string, replace: boolean): Promise<Result<null>> {
    const other = this.all().find((one) => one !== document && one.path === target);
    if (other)
      return fail({
        code: 'open-elsewhere',
        message: `${target} is open as another document.`,
        args: { path: target },
        hint: 'Close that one first, or save under another name.',
      });
    if (replace) return ok(null);
    if (target !== document.path && (await stat(target).catch(() => null)))
      return fail({
        code: 'exists',
        message: `${target} is there already.`,
        args: { path: target },
        hint: 'Choose to replace it, or another name.',
      });
    const lab = await mayReplace(target);
    if (!lab.ok) return lab;
    if (target === document.path && (await this.check(document)) === 'changed')
      return fail({
        code: 'changed-on-disk',
        message: `${target} was changed by another program after it was opened here.`,
        args: { path: target },
        hint: 'Keep yours, take theirs, or save under another name.',
      });
    return ok(null);
  }
}

const noFile = (document: LabDocument): { code: string; message: string; args: Record<string, string> } => ({
  code: 'no-path',
  message: `"${document.topology.name}" has no file yet.`,
  args: { name: document.topology.name },
});

/** What a file holds, and when it got that; null if there is none. */
async function held(path: string): Promise<{ text: string; at: number } | null> {
  try {
    const [text, status] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { text, at: status.mtimeMs };
  } catch {
    return null;
  }
}

/** The absolute path without symbolic links; of a file that is not there yet, that of its folder. */
async function canonical(path: string): Promise<string> {
  const absolute = resolve(path);
  return realpath(absolute).catch(async () =>
    join(await realpath(dirname(absolute)).catch(() => dirname(absolute)), absolute.slice(dirname(absolute).length)),
  );
}
