/** All open documents of a host: opened, created, attached, saved, and copied against loss. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { currentVersion } from '../shared/topology/schema';
import type { Topology } from '../shared/topology/schema';
import { LabDocument } from './document';
import type { DocumentListener } from './document';
import { DocumentFiles } from './document-files';
import type { SaveRequest } from './document-files';
import { readLab } from './files';
import { programsOf } from '../shared/topology/programs';
import type { LabPlace } from './lab-edge';
import { nodesIn, readJournal, writeJournal } from './journal';
import type { JournalOf } from './journal';
import { forgetCopy, readCopy, recoveryCopies, writeRecovery } from './recovery';
import { runningLabs } from './running-labs';

const fresh = (prefix: string): string => `${prefix}-${randomBytes(6).toString('hex')}`;

/** What is done by itself after an edit. */
export interface Habits {
  /** s until there is a recovery copy, and the file is saved. */
  seconds: number;
  /** Whether a drawing that has a file is saved to it. */
  saveFile: boolean;
  /** Earlier saves that are kept of a file. */
  versions: number;
}

export class Documents {
  readonly files: DocumentFiles;
  private readonly open = new Map<string, LabDocument>();
  private readonly copying = new Map<string, NodeJS.Timeout>();
  /** Copies on their way to the disk. */
  private readonly writing = new Set<Promise<void>>();
  /** Opening is one at a time, so that two clients that open the same file get the same document. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly place: LabPlace,
    private readonly listener: DocumentListener,
    /** Null: nothing is. */
    private readonly habits: () => Promise<Habits | null>,
  ) {
    this.files = new DocumentFiles(
      () => this.all(),
      (document) => this.open.has(document.id) && listener.disk(document),
    );
  }

  all(): LabDocument[] {
    return [...this.open.values()];
  }

  get(id: string): Result<LabDocument> {
    const document = this.open.get(id);
    return document
      ? ok(document)
      : fail({
          code: 'not-found',
          message: `The document ${id} is not open.`,
          sentence: 'document',
          args: { id },
          hint: 'Open its file again.',
        });
  }

  /** A new document with a lab id of its own: two windows may both start from the same gallery lab. */
  create(topology?: Topology, { name, pools, shipped }: { name?: string; pools?: Topology['pools']; shipped?: boolean } = {}): LabDocument {
    const id = fresh('lab');
    const drawing: Topology = topology
      ? { ...topology, id, ...(name && { name }) }
      : { nestwork: currentVersion, id, name: name ?? 'Untitled', ...(pools && { pools }), nodes: [], links: [] };
    const document = this.add({ topology: drawing, stored: false, shipped, ...(topology && { brought: programsOf(topology) }) });
    if (drawing.nodes.length === 0) document.lab.arm();
    return document;
  }

  openFile(path: string): Promise<Result<LabDocument>> {
    return this.inTurn(async () => {
      const read = await readLab(path);
      if (!read.ok) return read;
      const known = this.all().find((document) => document.path === read.value.path);
      if (known) return ok(known);
      const start = { ...read.value, stored: true, brought: programsOf(read.value.topology) };
      const document = this.watched(this.add(start), read.value.known);
      await this.remember(document, { path: read.value.path, known: read.value.known });
      const attached = await document.lab.attach();
      if (attached.ok || attached.error.code !== 'another-file') return ok(document);
      // The file is a copy of one whose lab runs: a lab of its own, or it would save over the other's drawing.
      this.forget(document);
      const own = (await runningLabs()).find((lab) => lab.path === read.value.path);
      const copy = this.watched(this.add({ ...start, topology: { ...start.topology, id: own?.lab ?? fresh('lab') } }), read.value.known);
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
      const file = attached.value.path ? await readLab(attached.value.path) : undefined;
      if (file?.ok && file.value.topology.id === lab) {
        document.markFile(file.value);
        this.files.watch(document, file.value.known);
      }
      // Who ran it may have left what was not saved.
      const left = (await recoveryCopies()).find(({ topology }) => topology.id === lab);
      if (left) await this.remember(document, { document: left.document });
      else if (file?.ok) await this.remember(document, { path: file.value.path, known: file.value.known });
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
      const start = { topology: copy.topology, path: copy.path, stored: false, brought: programsOf(copy.topology) };
      const document = this.add(start, id);
      const file = copy.path ? await readLab(copy.path) : undefined;
      // A file that is younger than the copy was changed by somebody else meanwhile.
      const older = file?.ok && (await stat(file.value.path).catch(() => null));
      if (file?.ok) this.files.watch(document, older && older.mtimeMs <= copy.at ? file.value.known : '');
      await this.files.check(document);
      await this.remember(document, { document: id });
      await document.lab.attach();
      this.copySoon(document, { seconds: 0, saveFile: false });
      return ok(document);
    });
  }

  async save(document: LabDocument, request: Omit<SaveRequest, 'versions'>): Promise<Result<{ path: string; version: number }>> {
    const saved = await this.files.save(document, { ...request, versions: (await this.habits())?.versions ?? 0 });
    if (saved.ok && !document.edited()) {
      this.dropCopy(document);
      if (await this.habits()) await this.writeFileJournal(document);
    }
    return saved;
  }

  /** What its windows can take back has changed. */
  async historyChanged(document: LabDocument): Promise<void> {
    const habits = await this.habits();
    if (habits) this.copySoon(document, habits);
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
      this.files.forget(document);
      document.lab.detach();
    }
    this.copying.clear();
    // One that is being written is not to find its document closed: it would take the copy away.
    await Promise.allSettled(this.writing);
    this.open.clear();
  }

  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.turn.then(action);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private watched(document: LabDocument, known: string): LabDocument {
    this.files.watch(document, known);
    return document;
  }

  private add(start: ConstructorParameters<typeof LabDocument>[1], id = fresh('d')): LabDocument {
    const document = new LabDocument(id, start, this.place, {
      ...this.listener,
      edited: (of, diff, label, client) => {
        void this.habits().then((habits) => habits && this.copySoon(of, habits));
        this.listener.edited(of, diff, label, client);
      },
    });
    this.open.set(id, document);
    return document;
  }

  private forget(document: LabDocument): void {
    this.open.delete(document.id);
    this.files.forget(document);
    document.lab.detach();
  }

  private copySoon(document: LabDocument, { seconds, saveFile }: Pick<Habits, 'seconds' | 'saveFile'>): void {
    if (this.copying.has(document.id) || !this.open.has(document.id)) return;
    this.copying.set(
      document.id,
      setTimeout(() => {
        this.copying.delete(document.id);
        const quietly = saveFile && document.path && document.disk === 'same' && document.edited();
        const written = (quietly ? this.saveQuietly(document) : this.writeCopy(document)).finally(() => this.writing.delete(written));
        this.writing.add(written);
      }, seconds * 1000),
    );
  }

  /** A file that cannot be written now still leaves a copy; the person hears of it when saving. */
  private async saveQuietly(document: LabDocument): Promise<void> {
    if (!this.open.has(document.id)) return;
    const saved = await this.save(document, { replace: false, quiet: true });
    if (!saved.ok) await this.writeCopy(document);
  }

  private async writeCopy(document: LabDocument): Promise<void> {
    if (!this.open.has(document.id)) return;
    if (!document.edited()) {
      await forgetCopy(document.id);
      return this.writeFileJournal(document);
    }
    // As it is at one moment.
    const { id, topology, path } = document;
    const lists = document.history.text();
    await writeRecovery({ document: id, topology, ...(path && { path }) });
    await writeJournal({ document: id }, lists);
    // Closed or saved while it was being written.
    if (!this.open.has(id) || !document.edited()) await forgetCopy(id);
  }

  /** The drawing is what its file holds: whoever opens that again can go on taking back. */
  private async writeFileJournal(document: LabDocument): Promise<void> {
    const known = this.files.known(document);
    if (document.path && known && document.disk === 'same') await writeJournal({ path: document.path, known }, document.history.text());
  }

  /** What could be taken back in this drawing when it was last open can be taken back again. */
  private async remember(document: LabDocument, of: JournalOf): Promise<void> {
    const history = (await this.habits()) && (await readJournal(of));
    if (!history) return;
    document.history.restore(history);
    // What it can bring back nobody has seen since.
    document.bring(programsOf({ nodes: nodesIn(history) }));
  }

  private dropCopy(document: LabDocument): void {
    clearTimeout(this.copying.get(document.id));
    this.copying.delete(document.id);
    void forgetCopy(document.id);
  }
}
