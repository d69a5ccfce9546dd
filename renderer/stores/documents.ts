/** Labs as files and windows: opened, switched, saved, closed, and what to do when somebody else has changed a file. */
import { defineStore } from 'pinia';
import { nextTick, ref, shallowRef } from 'vue';
import type { OpenDocument, Value } from '../../electron/shared/contract';
import { parseTopology } from '../../electron/shared/topology/parse';
import type { Topology } from '../../electron/shared/topology/schema';
import { askedFor, inElectron, onOpen, openWindow, pathOf } from '../bridge/connect';
import { errorIn, t } from '../text';
import { useClient } from './client';
import { useLab } from './lab';
import { saveUnder } from './save-under';
import { useTerminals } from './terminals';
import { useUi } from './ui';

/** Where keys and windows are our own. */
export const inElectronWindow = inElectron;

type Listed = Value<'documents.list'>['documents'][number];
/** A tab of the browser shows after a reload what it showed before. */
const kept = 'document';
/** Asked for in the address: a window of its own that begins on the start page. */
const nothing = 'none';

export const useDocuments = defineStore('documents', () => {
  const { ask, call, onConnected } = useClient();
  const [lab, ui, terminals] = [useLab(), useUi(), useTerminals()];
  /** All that are open in the host, in whichever window. */
  const open = shallowRef<readonly Listed[]>([]);
  /** How many windows show the lab, this one too. */
  const windows = ref(1);
  const disk = ref<OpenDocument['disk']>('same');
  const again = askedFor || sessionStorage.getItem(kept);
  /** Called when another lab has been shown. */
  const entered = new Set<() => void>();

  async function enter(document: OpenDocument | undefined): Promise<boolean> {
    if (!document) return false;
    // Edits name versions of the lab that they were made in.
    await lab.sent();
    const before = lab.document;
    disk.value = document.disk;
    if (before && before !== document.document) void call('documents.leave', { document: before });
    lab.show(document);
    sessionStorage.setItem(kept, document.document);
    ui.finder = undefined;
    await nextTick();
    for (const listener of entered) listener();
    await Promise.all([terminals.refresh(), refresh()]);
    return true;
  }
  /** @param shipped it comes with the application */
  const create = async (topology?: Topology, shipped = false): Promise<boolean> =>
    enter(await ask('documents.create', topology ? { topology, shipped } : { name: t('files.untitled') }, t('files.notNew')));
  const openPath = async (path: string): Promise<boolean> => enter(await ask('documents.open', { path }, t('files.notOpened')));
  const attach = async (id: string): Promise<boolean> => enter(await ask('documents.attach', { lab: id }, t('files.notShown')));
  /** One that is open already, or a recovery copy. */
  const show = async (document: string): Promise<boolean> => enter(await ask('documents.get', { document }, t('files.notShown')));

  async function refresh(): Promise<void> {
    const listed = await call('documents.list', {});
    if (!listed.ok) return;
    open.value = listed.value.documents;
    windows.value = open.value.find((one) => one.document === lab.document)?.clients ?? 1;
  }

  /** Text that may be a lab's file: from the clipboard, or a file that a browser gives no path of. False, after an error was shown, if it is none. */
  async function openText(text: string, name: string): Promise<boolean> {
    const parsed = parseTopology(text);
    if (parsed.ok) return create(parsed.value);
    ui.showError(t('files.notOpened'), { ...parsed.error, message: `${name}: ${parsed.error.message}` });
    return false;
  }
  async function drop(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const path = pathOf(file);
      if (path) await openPath(path);
      else await openText(await file.text(), file.name);
    }
  }

  function chooseFile(): void {
    ui.files = { mode: 'open', name: '', done: (path) => void openPath(path) };
  }
  /** @param next what to do once it is saved */
  function save(as = false, next?: () => void): void {
    if (lab.path && !as) void write({ next });
    else
      ui.files = {
        mode: 'save',
        name: `${lab.topology.name.replaceAll('/', '-')}.nestwork.json`,
        done: (path) => void write({ path, next }),
      };
  }
  async function write({ path, replace, next }: { path?: string; replace?: boolean; next?: () => void }): Promise<void> {
    await lab.sent();
    const result = await call('documents.save', { document: lab.document, ...(path && { path }), ...(replace && { replace }) });
    if (result.ok) {
      ui.showToast({ text: t('files.saved', { path: result.value.path }) });
      return next?.();
    }
    if (result.error.code === 'changed-on-disk') disk.value = 'changed';
    else if (!['exists', 'unreadable-file'].includes(result.error.code)) return ui.showError(t('files.notSaved'), result.error);
    ui.question = {
      title: t(result.error.code === 'changed-on-disk' ? 'files.replaceTheirs' : 'files.replace'),
      text: errorIn(result.error).message,
      choices: [
        { label: t('common.cancel'), run: () => undefined },
        { label: t('files.another'), run: () => save(true, next) },
        { label: t('files.replaceIt'), danger: true, run: () => void write({ path, replace: true, next }) },
      ],
    };
  }

  /** The lab for computers that have no Nestwork: one bash script. */
  function saveScript(): void {
    ui.files = {
      mode: 'save',
      name: `${lab.topology.name.replaceAll('/', '-')}.sh`,
      ending: '.sh',
      title: t('files.scriptTitle'),
      done: (path) => void writeScript(path),
    };
  }
  async function writeScript(path: string): Promise<void> {
    await lab.sent();
    await saveUnder((replace) => call('scripts.save', { document: lab.document, path, replace }), {
      saved: (saved) => t('files.scriptSaved', { path: saved }),
      notSaved: t('files.scriptNotSaved'),
    });
  }

  /** Leaves the lab where it is, and shows the start page. */
  function home(): void {
    if (ui.page === 'start') return;
    if (lab.document) void call('documents.leave', { document: lab.document });
    sessionStorage.removeItem(kept);
    lab.close();
    void refresh();
  }
  /** Forgets the drawing, after asking if it is in no file; what runs goes on. */
  function close(): void {
    if (!lab.document) return;
    if (!lab.edited) return void forget();
    const name = lab.topology.name;
    ui.question = {
      title: t('files.saveFirst', { name }),
      text: t(lab.running ? 'files.runsOn' : 'files.wouldBeLost'),
      choices: [
        { label: t('common.cancel'), run: () => undefined },
        { label: t('files.dontSave'), danger: true, run: () => void forget() },
        { label: t('common.save'), run: () => save(false, () => void forget()) },
      ],
    };
  }
  async function forget(): Promise<void> {
    const { document } = lab;
    const others = open.value.filter((one) => one.document !== document);
    await call('documents.close', { document });
    sessionStorage.removeItem(kept);
    lab.close();
    const next = others.at(-1);
    if (next) await show(next.document);
    else await refresh();
  }
  /** The next lab that is open, or the one before. */
  async function step(by: 1 | -1): Promise<void> {
    await refresh();
    const at = open.value.findIndex((one) => one.document === lab.document);
    const next = open.value[(at + by + open.value.length) % open.value.length];
    if (next && next.document !== lab.document) await show(next.document);
  }

  /** Somebody else has changed the file: theirs becomes the drawing (undo brings mine back), or mine will replace it. */
  async function settle(choice: 'mine' | 'theirs'): Promise<void> {
    const accepted = await call('documents.acceptFile', { document: lab.document });
    if (!accepted.ok) {
      // What cannot be read cannot be taken; mine may still go over it.
      if (choice === 'mine') return write({ replace: true });
      return ui.showError(t('files.notTaken'), accepted.error);
    }
    disk.value = 'same';
    if (choice === 'theirs') {
      lab.change(t('edits.taken'), accepted.value.topology);
      ui.showToast({ text: t('files.taken'), action: { label: t('common.undo'), run: () => lab.undo() } });
    } else save();
  }
  /** Looks at the file again: a person comes back to the window, perhaps from an editor. */
  const look = (): void => void (lab.document && lab.path && call('documents.check', { document: lab.document }));

  onConnected((client) => {
    client.on('document.disk', (event) => {
      if (event.document !== lab.document) return;
      disk.value = event.disk;
      // Nothing of mine is at stake, and nothing runs: the drawing follows. The first run asks for what it brings.
      if (event.disk === 'changed' && !lab.edited && !lab.running) void settle('theirs');
      else if (event.disk !== 'same') ui.spoken.assertive = t(`files.${event.disk}`, { path: lab.path ?? '' });
    });
    client.on('document.clients', (event) => {
      if (event.document === lab.document) windows.value = event.clients;
    });
    client.on('labs.changed', () => void refresh());
  });

  /** What the window shows first: what it was opened for, what it showed before a reload, or what the host was started with. */
  async function begin(): Promise<void> {
    onOpen((path) => void openPath(path));
    if (again === nothing) return refresh();
    const before = again ? await call('documents.get', { document: again }) : undefined;
    if (before?.ok) return void (await enter(before.value));
    await refresh();
    // A lab that was named on the command line is open in the host already. Another window's is not this one's.
    const [named] = inElectron ? [] : open.value.filter((one) => one.clients === 0 && one.path);
    if (named) await show(named.document);
  }

  return {
    open,
    windows,
    disk,
    begin,
    /** Known before the host is: what is shown first is a lab. */
    beginsWithLab: again !== null && again !== '' && again !== nothing,
    create,
    openPath,
    openText,
    attach,
    show,
    drop,
    chooseFile,
    save,
    saveScript,
    home,
    close,
    step,
    settle,
    look,
    refresh,
    another: (same: boolean): void => openWindow(same ? lab.document : ''),
    onEntered: (listener: () => void) => {
      entered.add(listener);
      return () => void entered.delete(listener);
    },
  };
});
