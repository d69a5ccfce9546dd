/** All open documents of a host: opened, created, attached, saved, and copied against loss. */
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { realpath, stat } from 'node:fs/promises';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { serializeTopology } from '../shared/topology/serialize';
import { currentVersion } from '../shared/topology/schema';
import type { Topology } from '../shared/topology/schema';
import { LabDocument } from './document';
import type { DocumentListener } from './document';
import { readLab } from './files';
import { forgetRecovery, readCopy, writeRecovery } from './recovery';
import { runningLabs } from './running-labs';
import { mayReplace, saveAtomically } from './save';

const fresh = (prefix: string): string => `${prefix}-${randomBytes(6).toString('hex')}`;

export class Documents {
  private readonly open = new Map<string, LabDocument>();
  private readonly copying = new Map<string, NodeJS.Timeout>();
  /** Opening is one at a time, so that two clients that open the same file get the same document. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly root: string,
    private readonly listener: DocumentListener,
    /** Null: no copies. */
    private readonly autosaveSeconds: () => Promise<number | null>,
  ) {}

  all(): LabDocument[] {
    return [...this.open.values()];
  }

  get(id: string): Result<LabDocument> {
    const document = this.open.get(id);
    return document ? ok(document) : fail({ code: 'not-found', message: `The document ${id} is not open.`, hint: 'Open its file again.' });
  }

  /** A new document with a lab id of its own: two windows may both start from the same gallery lab. */
  create(topology?: Topology, name?: string): LabDocument {
    const id = fresh('lab');
    const drawing: Topology = topology
      ? { ...topology, id, ...(name && { name }) }
      : { nestwork: currentVersion, id, name: name ?? 'Untitled', nodes: [], links: [] };
    const document = this.add({ topology: drawing, stored: false });
    if (drawing.nodes.length === 0) document.lab.arm();
    return document;
  }

  openFile(path: string): Promise<Result<LabDocument>> {
    return this.inTurn(async () => {
      const read = await readLab(path);
      if (!read.ok) return read;
      const known = this.all().find((document) => document.path === read.value.path);
      if (known) return ok(known);
      const document = this.add({ ...read.value, stored: true });
      const attached = await document.lab.attach();
      if (attached.ok || attached.error.code !== 'another-file') return ok(document);
      // The file is a copy of one whose lab runs: a lab of its own, or it would save over the other's drawing.
      this.forget(document);
      const own = (await runningLabs()).find((lab) => lab.path === read.value.path);
      const copy = this.add({ topology: { ...read.value.topology, id: own?.lab ?? fresh('lab') }, path: read.value.path, stored: true });
      if (own) await copy.lab.attach();
      return ok(copy);
    });
  }

  /** A document for a lab that runs, by its topology id. */
  attach(lab: string): Promise<Result<LabDocument>> {
    return this.inTurn(async () => {
      const known = this.all().find((document) => document.topology.id === lab);
      if (known) {
        const attached = await known.lab.attach();
        return attached.ok ? ok(known) : attached;
      }
      const document = this.add({ topology: { nestwork: currentVersion, id: lab, name: lab, nodes: [], links: [] }, stored: false });
      const attached = await document.lab.attach();
      if (!attached.ok) {
        this.forget(document);
        return attached;
      }
      if (attached.value.path) await document.foundFile(attached.value.path);
      return ok(document);
    });
  }

  /** A recovery copy, as a document that is not saved yet. */
  recover(id: string): Promise<Result<LabDocument>> {
    return this.inTurn(async () => {
      const known = this.get(id);
      if (known.ok) return known;
      const copy = await readCopy(id);
      if (!copy) return known;
      const document = this.add({ topology: copy.topology, path: copy.path, stored: false }, id);
      await document.lab.attach();
      this.copySoon(document, 0);
      return ok(document);
    });
  }

  async save(document: LabDocument, path: string | undefined, replace: boolean): Promise<Result<{ path: string; version: number }>> {
    const target = path === undefined ? document.path : await canonical(path);
    if (!target)
      return fail({ code: 'no-path', message: `"${document.topology.name}" has no file yet.`, hint: 'Choose where to save it.' });
    const other = this.all().find((one) => one !== document && one.path === target);
    if (other)
      return fail({
        code: 'exists',
        message: `${target} is open as another document.`,
        hint: 'Close that one first, or save under another name.',
      });
    if (target !== document.path && !replace && (await stat(target).catch(() => null)))
      return fail({ code: 'exists', message: `${target} is there already.`, hint: 'Choose to replace it, or another name.' });
    if (!replace) {
      const allowed = await mayReplace(target);
      if (!allowed.ok) return allowed;
    }
    const { topology, version } = document;
    const saved = await saveAtomically(target, serializeTopology(topology), { backup: true });
    if (!saved.ok) return saved;
    document.markSaved(saved.value, topology);
    if (!document.edited()) this.dropCopy(document);
    return ok({ path: saved.value, version });
  }

  /** Forgets the document and its recovery copy; a running lab goes on. */
  close(document: LabDocument): void {
    this.dropCopy(document);
    this.forget(document);
  }

  /** Lets go of everything; recovery copies of unsaved documents stay, and are written now. */
  async shutDown(): Promise<void> {
    for (const document of this.all()) {
      const pending = this.copying.get(document.id);
      clearTimeout(pending);
      if (pending) await this.writeCopy(document);
      document.lab.detach();
    }
    this.copying.clear();
    this.open.clear();
  }

  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.turn.then(action);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private add(start: { topology: Topology; path?: string; stored: boolean }, id = fresh('d')): LabDocument {
    const document = new LabDocument(id, start, this.root, {
      ...this.listener,
      edited: (of, diff, label, client) => {
        void this.autosaveSeconds().then((seconds) => seconds !== null && this.copySoon(of, seconds));
        this.listener.edited(of, diff, label, client);
      },
    });
    this.open.set(id, document);
    return document;
  }

  private forget(document: LabDocument): void {
    this.open.delete(document.id);
    document.lab.detach();
  }

  private copySoon(document: LabDocument, seconds: number): void {
    if (this.copying.has(document.id) || !this.open.has(document.id)) return;
    this.copying.set(
      document.id,
      setTimeout(() => {
        this.copying.delete(document.id);
        void this.writeCopy(document);
      }, seconds * 1000),
    );
  }

  private async writeCopy(document: LabDocument): Promise<void> {
    if (!this.open.has(document.id)) return;
    if (!document.edited()) return forgetRecovery(document.id);
    await writeRecovery({ document: document.id, topology: document.topology, ...(document.path && { path: document.path }) });
    // Closed or saved while it was being written.
    if (!this.open.has(document.id)) await forgetRecovery(document.id);
  }

  private dropCopy(document: LabDocument): void {
    clearTimeout(this.copying.get(document.id));
    this.copying.delete(document.id);
    void forgetRecovery(document.id);
  }
}

/** The absolute path without symbolic links; of a file that is not there yet, that of its folder. */
async function canonical(path: string): Promise<string> {
  const absolute = resolve(path);
  return realpath(absolute).catch(async () =>
    join(await realpath(dirname(absolute)).catch(() => dirname(absolute)), absolute.slice(dirname(absolute).length)),
  );
}
