/**
 * Copy, cut out and paste of drawings. The browser's own events carry the text, so that no permission is asked for; what is pasted is first asked what it is:
 * devices that were copied, a whole lab's file, a list of cables as people write it, or what another part of the window knows how to read.
 */
import { defineStore } from 'pinia';
import { addListed } from '../../electron/engine/add-listed';
import * as edit from '../../electron/engine/edit';
import { looksLikeLinks, readLinkList, writeLinkList } from '../../electron/formats/link-list';
import { parseClip } from '../../electron/shared/topology/clip';
import { programsOf } from '../../electron/shared/topology/programs';
import { inElectron } from '../bridge/connect';
import { list, t } from '../text';
import { useClient } from './client';
import { useDocuments } from './documents';
import { useLab } from './lab';
import { useUi } from './ui';

/** Canvas px between the original and what was pasted. */
const pasteStep = 48;
/** Characters that a person is shown of a program. */
const shown = 400;

export const useClipboard = defineStore('clipboard', () => {
  const [lab, ui, documents, { call }] = [useLab(), useUi(), useDocuments(), useClient()];
  /** What was copied here last: pasted where the system's clipboard cannot be read. */
  let own = '';
  /** The next copy is a list of cables. */
  let asText = false;
  /** Middle of what is seen of the drawing, canvas px. */
  let middle = (): { x: number; y: number } => ({ x: 0, y: 0 });
  /** Other readers of text: each says whether it took it. */
  const readers = new Set<(text: string) => boolean>();

  function copied(): string {
    if (asText) return listed();
    if (lab.selection.size > 0) own = edit.copyItems(lab.topology, lab.selection);
    return lab.selection.size > 0 ? own : '';
  }
  /** Takes the text for what it is. False: nobody knows it. */
  function take(text: string): boolean {
    const clip = parseClip(text);
    if (clip) {
      const programs = text === own ? [] : programsOf(clip).map((one) => `${one.node}: ${one.text.slice(0, shown)}`);
      if (programs.length === 0) pasteItems(text);
      else
        ui.question = {
          title: t('files.pastePrograms', programs.length),
          text: t('files.pasteProgramsWhy'),
          details: programs,
          choices: [
            { label: t('common.cancel'), run: () => undefined },
            { label: t('commands.edit.paste'), run: () => pasteItems(text) },
          ],
        };
      return true;
    }
    if (isLabFile(text)) {
      void documents.openText(text, t('files.fromClipboard'));
      return true;
    }
    if (ui.page === 'lab' && looksLikeLinks(text)) {
      pasteListed(text);
      return true;
    }
    return [...readers].some((reader) => reader(text));
  }
  function pasteItems(text: string): void {
    const pasted = edit.pasteItems(lab.topology, text, { x: pasteStep, y: pasteStep });
    if (pasted.ids.length === 0) return;
    lab.change(t('edits.pasted', { what: t('common.devices', pasted.ids.length) }), pasted.topology);
    lab.select(pasted.ids);
    // The next paste goes one step on.
    own = edit.copyItems(lab.topology, pasted.ids);
  }

  /** All or nothing: a line that cannot be read, or an interface that has a cable, and nothing is added. */
  function pasteListed(text: string): void {
    const read = readLinkList(text);
    if (!read.ok) return ui.showError(t('edits.notListed'), read.error);
    const added = addListed(lab.topology, read.value, middle());
    if (added.taken.length > 0) {
      const message = t('edits.portsTaken', { what: list(added.taken.slice(0, 5)) }, added.taken.length);
      return ui.showError(t('edits.notListed'), { code: 'exists', message, hint: t('edits.portsTakenHint') });
    }
    const what = whatOf(added.nodes.length, added.links.length);
    if (!what) return;
    lab.change(t('edits.pasted', { what }), added.topology);
    lab.select([...added.nodes]);
    const there = added.there.length > 0 ? ` ${t('edits.wereThere', { what: list(added.there.slice(0, 5)) }, added.there.length)}` : '';
    ui.showToast({ text: `${t('edits.pasted', { what })}.${there}`, action: { label: t('common.undo'), run: lab.undo } });
  }
  const whatOf = (devices: number, cables: number): string =>
    list([devices ? t('common.devices', devices) : '', cables ? t('common.cables', cables) : ''].filter(Boolean));
  /** What is selected, else the whole drawing. */
  function listed(): string {
    const { nodes, links } = lab.topology;
    const chosen = nodes.filter((node) => lab.selection.has(node.id));
    return nodes.length > 0 ? writeLinkList({ nodes: chosen.length > 0 ? chosen : nodes, links }) : '';
  }

  /** True while a person marks text, which is what they want to copy. */
  const marksText = (): boolean => (globalThis.getSelection()?.toString() ?? '') !== '';
  const isOurs = (event: ClipboardEvent): boolean =>
    ui.page === 'lab' && !(event.target as Element | null)?.closest?.('input, textarea, [contenteditable], .xterm, [role=dialog]');
  function onCopy(event: ClipboardEvent): void {
    if (!isOurs(event) || (marksText() && !asText)) return;
    const text = copied();
    if (!text) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    if (asText) ui.showToast({ text: t('edits.copiedText', text.trimEnd().split('\n').length) });
    else if (event.type === 'cut') lab.remove([...lab.selection]);
    else ui.announce(t('edits.copied', { what: t('common.devices', lab.selection.size) }));
  }
  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const field = !!(event.target as Element | null)?.closest?.('input, textarea, [contenteditable], .xterm, [role=dialog]');
    if (field || !text) return;
    // On the start page only what makes a whole lab does; a list is shown first.
    if (ui.page === 'lab' || isLabFile(text)) {
      if (take(text)) event.preventDefault();
    } else if (looksLikeLinks(text)) {
      [ui.pasted, ui.over] = [text, 'list'];
      event.preventDefault();
    }
  }

  return {
    take,
    /** A list of cables becomes part of the drawing, whole, or an error is shown. */
    takeList: pasteListed,
    onCopy,
    onPaste,
    duplicate(): void {
      const text = copied();
      if (text) pasteItems(text);
    },
    /** From a menu, where there is no event of the browser's: it makes one for copying, and lets nobody read without a question. */
    copyByCommand: (cut: boolean): void => void document.execCommand(cut ? 'cut' : 'copy'),
    /** As a list of cables, for a message or a text file. */
    copyText(): void {
      asText = true;
      document.execCommand('copy');
      asText = false;
    },
    setMiddle: (where: typeof middle): void => void (middle = where),
    async pasteByCommand(): Promise<void> {
      // In our own window the host has the desktop's clipboard; a browser asks the person.
      const read = inElectron ? await call('clipboard.read', {}) : undefined;
      const text = read ? (read.ok ? read.value.text : own) : await navigator.clipboard?.readText().catch(() => own);
      take(text || own);
    },
    addReader(reader: (text: string) => boolean): () => void {
      readers.add(reader);
      return () => void readers.delete(reader);
    },
  };
});

/** Cheap, for text of any length: what it holds is then parsed whole. */
const isLabFile = (text: string): boolean => /^\s*\{/.test(text) && text.slice(0, 4096).includes('"nestwork"');
