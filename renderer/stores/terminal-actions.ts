/** What a person does with a terminal: menus, commands and keys all come here. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { NamespaceKind } from '../../electron/shared/topology/schema';
import { place, reshape, tileOf } from '../terminals/layout';
import { linesRun } from '../terminals/pasted';
import type { Session } from '../terminals/session';
import { hasEnded, nameOf } from '../terminals/tab';
import { t } from '../text';
import { useClient } from './client';
import { useLab } from './lab';
import { useSettings } from './settings';
import { copyText, readText } from './terminal-clipboard';
import { useTerminals } from './terminals';
import { useTyping } from './typing';
import { useUi } from './ui';

/** px, as in the settings. */
const [smallest, normal, largest] = [8, 13, 40];
/** Programs that nobody minds being closed. */
const shells = new Set(['bash', 'sh', 'dash', 'zsh', 'fish', 'ksh', 'ash', 'busybox', 'login', '']);

export const useTerminalActions = defineStore('terminal-actions', () => {
  const [lab, settings, terminals, typing, ui] = [useLab(), useSettings(), useTerminals(), useTyping(), useUi()];
  const { ask, call } = useClient();
  /** Tab that is being renamed, and tab whose output is searched. */
  const [renaming, searching] = [ref<string>(), ref<string>()];
  /** Device for whose next shell user and namespaces are being asked. */
  const choosing = ref<string>();

  const copy = (session: Session): void => void copyText(session.screen?.selection ?? '');

  /** Asks before lines that a shell would run at once; with bracketed paste it runs nothing by itself. */
  function paste(session: Session, text: string): void {
    if (!text || hasEnded(session.tab) || session.tab.kind === 'output') return;
    const go = (): void => {
      typing.paste(session, text);
      session.screen?.toEnd();
    };
    const lines = linesRun(text);
    if (lines < 2 || session.screen?.bracketedPaste) return go();
    ui.question = {
      title: t('terminals.paste.title', lines),
      text: t('terminals.paste.text', { name: nameOf(session.tab) }),
      details: text.split(/\r\n|\r|\n/).slice(0, 20),
      choices: [
        { label: t('common.cancel'), run: () => undefined },
        { label: t('terminals.paste.go'), run: go },
      ],
    };
  }
  async function pasteByCommand(session: Session): Promise<void> {
    const text = await readText();
    if (text !== undefined) paste(session, text);
    terminals.show(session.tab.key);
  }

  function save(session: Session): void {
    const text = session.screen?.text() ?? '';
    const write = async (path: string, replace: boolean): Promise<void> => {
      const saved = await call('terminals.save', { path, text, replace });
      if (saved.ok) return ui.showToast({ text: t('terminals.saved', { path: saved.value.path }) });
      if (saved.error.code !== 'exists') return ui.showError(t('terminals.notSaved'), saved.error);
      ui.question = {
        title: t('terminals.replace.title'),
        text: saved.error.message,
        choices: [
          { label: t('common.cancel'), run: () => undefined },
          { label: t('terminals.replace.go'), danger: true, run: () => void write(path, true) },
        ],
      };
    };
    ui.files = {
      mode: 'save',
      name: `${nameOf(session.tab).replace(/[^A-Za-z0-9-]+/g, '-')}.txt`,
      ending: '.txt',
      title: t('terminals.saveTitle'),
      done: (path) => void write(path, false),
    };
  }

  async function external(node: string): Promise<void> {
    const opened = await ask('terminals.external', { document: lab.document, node }, t('terminals.noExternal'));
    if (opened) ui.showToast({ text: t('terminals.external', { name: lab.nameOf(node), program: opened.program }) });
  }

  /** A program that runs is not ended by a slip. */
  function close(session: Session): void {
    const { tab } = session;
    const go = (): void => void terminals.close(tab.key);
    if (hasEnded(tab) || tab.kind === 'output' || shells.has(tab.program)) return go();
    ui.question = {
      title: t('terminals.close.title', { name: nameOf(tab) }),
      text: t('terminals.close.text', { program: tab.program }),
      choices: [
        { label: t('common.cancel'), run: () => terminals.show(tab.key) },
        { label: t('terminals.close.go'), danger: true, run: go },
      ],
    };
  }

  function resizeText(step: -1 | 0 | 1): void {
    const { fontSize } = settings.all.terminal;
    const next = step === 0 ? normal : Math.max(smallest, Math.min(largest, fontSize + step));
    void settings.set({ terminal: { fontSize: next } });
    ui.announce(t('terminals.fontSize', { n: next }));
  }

  /** Another shell of the device whose terminal is seen there. */
  function another(tile: number): void {
    const active = terminals.layout.tiles[tile]?.active;
    const node = (active && terminals.session(active)?.tab.node) ?? [...lab.selection].find((id) => lab.observed[id]);
    if (node && lab.topology.nodes.some(({ id }) => id === node)) void terminals.openNew(node, {}, tile);
  }
  function openChosen(node: string, fresh: readonly NamespaceKind[], as: string): void {
    choosing.value = undefined;
    void terminals.openNew(node, { ...(fresh.length > 0 && { fresh: [...fresh] }), ...(as && { as }) });
  }

  /** To the next tile; where there is one alone, a second one is made beside it. */
  function toNextTile(session: Session): void {
    const { layout } = terminals;
    const from = tileOf(layout, session.tab.key);
    const wide = layout.tiles.length > 1 ? layout : reshape(layout, 2, 1);
    const to = tileOf(wide, session.tab.key) === from ? (from + 1) % wide.tiles.length : tileOf(wide, session.tab.key);
    terminals.lay(place(wide, session.tab.key, to));
    terminals.show(session.tab.key);
  }
  /** Among the tabs of its tile. */
  function move(session: Session, step: -1 | 1): void {
    const { layout } = terminals;
    const tile = tileOf(layout, session.tab.key);
    const at = layout.tiles[tile]?.tabs.indexOf(session.tab.key) ?? -1;
    const to = at + (step > 0 ? 2 : -1);
    if (at < 0 || to < 0 || to > layout.tiles[tile]!.tabs.length) return;
    terminals.lay(place(layout, session.tab.key, tile, to));
  }

  /** All that are seen; one that is alone takes all that are there with it. */
  function typeToMany(): void {
    if (typing.on) return typing.stop();
    const able = (session: Session): boolean => session.tab.kind === 'shell' && !hasEnded(session.tab);
    const seen = terminals.shown.filter(able);
    typing.start(seen.length > 1 ? seen : terminals.sessions.filter(able));
    if (typing.on) ui.announce(t('terminals.many.bar', { n: typing.names.length, names: typing.names.join(', ') }, typing.names.length));
  }

  return {
    renaming,
    searching,
    choosing,
    copy,
    paste,
    pasteByCommand,
    save,
    external,
    close,
    resizeText,
    another,
    openChosen,
    toNextTile,
    move,
    typeToMany,
  };
});
