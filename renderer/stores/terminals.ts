/** Terminals of the lab that is shown: opened, found again, shown in tiles, closed. What a person does with one is in `terminal-actions.ts`. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Args, TerminalInfo } from '../../electron/shared/contract';
import { Bench } from '../terminals/bench';
import { CommandOutputs } from '../terminals/command-outputs';
import { activate, oneTile, shownTabs } from '../terminals/layout';
import type { TileLayout } from '../terminals/layout';
import { readLook } from '../terminals/look';
import { Memory } from '../terminals/memory';
import type { Screen } from '../terminals/screen';
import type { Session, SessionLinks } from '../terminals/session';
import { hasEnded, nameOf } from '../terminals/tab';
import { t } from '../text';
import { laterCode } from '../later';
import { useClient } from './client';
import { useLab } from './lab';
import { useSettings } from './settings';
import { useTyping } from './typing';
import { useUi } from './ui';
import { copyText } from './terminal-clipboard';
import { openLink } from './links';
import { ring } from '../terminals/bell';

/** Cells, before a tile says how many it has. */
const firstSize = { cols: 80, rows: 12 };
/** ms that a selection rests before it is copied by itself. */
const selectionRest = 150;

const readScreen = laterCode(() => import('../terminals/screen'));

export const useTerminals = defineStore('terminals', () => {
  const connection = useClient();
  const { ask, call, onConnected } = connection;
  const [lab, settings, typing, ui] = [useLab(), useSettings(), useTyping(), useUi()];
  const benches = new Map<string, Bench>();
  const outputs = new WeakMap<Bench, CommandOutputs>();
  function outputsOf(one: Bench): CommandOutputs {
    const known = outputs.get(one) ?? new CommandOutputs(one, call, lab.nameOf);
    outputs.set(one, known);
    return known;
  }
  const bench = shallowRef<Bench>();
  const layout = computed<TileLayout>(() => bench.value?.layout.value ?? oneTile);
  const sessions = computed<readonly Session[]>(() => [...(bench.value?.sessions.values() ?? [])]);
  const live = computed(() => layout.value.tiles[layout.value.live]?.active ?? null);
  /** Counts up when the live terminal is to have the keyboard. */
  const wanted = ref(0);
  /** Up to which of these it has been given the keyboard. */
  const given = ref(0);
  /** Bytes that came before their channel was known here. */
  const early = new Map<number, Uint8Array[]>();
  /** While a shell is being opened the host's list names it before the answer does. */
  let opening = 0;
  const later: (() => void)[] = [];
  let selectionTimer: ReturnType<typeof setTimeout> | undefined;

  let ScreenClass: typeof Screen | undefined;
  /** Until the terminals of the document that is shown are there. */
  let entering: Promise<void> = Promise.resolve();

  const links: SessionLinks = {
    makeScreen: (session, listener) =>
      // No bench is made before it has been read.
      new ScreenClass!(
        {
          look: readLook(settings.all.terminal.fontSize),
          scrollback: settings.all.terminal.scrollback,
          cols: session.tab.cols,
          rows: session.tab.rows,
          readOnly: session.tab.kind === 'output',
          label: t('terminals.screen', { name: nameOf(session.tab) }),
          spoken: spoken.value,
        },
        listener,
      ),
    acknowledge: (channel, bytes) => void call('terminals.ack', { channel, bytes }),
    send: (channel, bytes) => connection.client?.sendBytes(channel, bytes),
    resize: (channel, cols, rows) => void call('terminals.resize', { channel, cols, rows }),
    typed: (session, data) => typing.send(session, data),
    rang(session) {
      const how = settings.all.terminal.bell;
      if (how === 'off') return;
      if (how === 'sound') ring();
      if (session.tab.shown) return;
      session.tab.bell = true;
      ui.announce(t('terminals.rang', { name: nameOf(session.tab) }));
    },
    link: openLink,
    selected(session) {
      clearTimeout(selectionTimer);
      if (!settings.all.terminal.copyOnSelect) return;
      selectionTimer = setTimeout(() => session.screen?.selection && void copyText(session.screen.selection), selectionRest);
    },
    missing: () => `\r\n\u001b[2m${t('terminals.missing')}\u001b[22m\r\n`,
  };
  /** Output is put where screen readers find it: it costs, so it is asked for. */
  const spoken = ref(localStorage.getItem('terminals/spoken') === 'true');
  watch(spoken, (on) => {
    localStorage.setItem('terminals/spoken', String(on));
    for (const one of benches.values()) for (const { screen } of one.sessions.values()) if (screen) screen.spoken = on;
  });

  onConnected((client) => {
    early.clear();
    for (const one of benches.values()) one.detached();
    client.onBytes((channel, bytes) => {
      const session = byChannel(channel);
      if (session) session.take(bytes);
      else early.set(channel, [...(early.get(channel) ?? []), bytes]);
    });
    client.on('terminal.exited', ({ channel, code, signal, lost }) => {
      const session = byChannel(channel);
      if (!session) return;
      session.detached();
      if (!lost) session.tab.exited = { code, signal };
      if (session.tab.shown) ui.announce(`${nameOf(session.tab)}: ${exitText(session)}`);
    });
    client.on('terminal.program', ({ channel, program }) => {
      const session = byChannel(channel);
      if (session) session.tab.program = program;
    });
    client.on('terminal.list', (event) => takeList(event.document, event.terminals));
    client.on('node.commands', ({ document, node, commands }) => {
      const one = benches.get(document);
      // While it starts it is not known yet which run this is: all are asked for when it is up.
      if (one && document === lab.document && lab.running) outputsOf(one).take(node, commands);
    });
    client.onClose(() => {
      for (const one of benches.values()) one.detached();
    });
    // After a lost connection: the same terminals, and what they have written since.
    if (bench.value) void refresh();
  });
  const byChannel = (channel: number): Session | undefined => {
    for (const one of benches.values()) {
      const session = one.byChannel(channel);
      if (session) return session;
    }
    return undefined;
  };

  watch(
    () => lab.state,
    (state, before) => {
      const one = state && benches.get(state.document);
      if (one && state.phase === 'running' && (before?.document !== state.document || before.phase !== 'running')) {
        one.since = state.since ?? one.since;
        void readOutputs(one);
      }
      if (one && (state.phase === 'stopped' || state.phase === 'ended')) one.ended();
    },
  );
  watch(
    () => lab.topology,
    (topology) => {
      const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
      for (const { tab, screen } of sessions.value) {
        const name = names.get(tab.node);
        if (name === undefined) tab.gone = true;
        else if (tab.kind === 'shell' && bench.value?.terminalOf(tab.key) !== undefined) tab.gone = false;
        if (name !== undefined && name !== tab.nodeName) {
          tab.nodeName = name;
          screen?.name(t('terminals.screen', { name: nameOf(tab) }));
        }
      }
    },
  );
  watch(
    [() => ui.colours, () => settings.all.terminal.fontSize],
    () => everyScreen((screen) => screen.take(readLook(settings.all.terminal.fontSize))),
    {
      flush: 'post',
    },
  );
  watch(
    () => settings.all.terminal.scrollback,
    (lines) => everyScreen((screen) => (screen.scrollback = lines)),
  );
  function everyScreen(action: (screen: Screen) => void): void {
    for (const one of benches.values()) for (const { screen } of one.sessions.values()) if (screen) action(screen);
  }

  function takeList(document: string, told: readonly TerminalInfo[]): void {
    if (opening > 0) return void later.push(() => takeList(document, told));
    const one = benches.get(document);
    if (!one) return;
    if (document === lab.document) one.since = lab.state?.since ?? one.since;
    const fresh = one.take(told, lab.nameOf);
    // Whoever still runs is listened to: for its bell and its title. Its size stays as somebody else has set it.
    for (const session of fresh) if (!session.tab.exited) void attach(one, session);
  }

  const attaching = new Set<Session>();
  /** A channel for a shell that is there. @param size absent: as it is */
  async function attach(one: Bench, session: Session, size?: { cols: number; rows: number }): Promise<void> {
    const terminal = one.terminalOf(session.tab.key);
    if (terminal === undefined || session.channel !== undefined || session.tab.kind !== 'shell' || attaching.has(session)) return;
    attaching.add(session);
    const attached = await call('terminals.attach', {
      document: one.document,
      terminal,
      ...(size && { size: { cols: size.cols, rows: size.rows } }),
    });
    attaching.delete(session);
    if (!attached.ok) {
      if (attached.error.code === 'not-found') session.tab.gone = true;
      return;
    }
    const { channel, from, end } = attached.value;
    session.attached(channel, from, end);
    takeEarly(session, channel);
    if (from > 0) session.redraw();
  }
  function takeEarly(session: Session, channel: number): void {
    for (const bytes of early.get(channel) ?? []) session.take(bytes);
    early.delete(channel);
  }

  const readOutputs = (one: Bench): Promise<void> =>
    outputsOf(one).read(lab.topology.nodes.filter(({ startup }) => startup?.length).map(({ id }) => id));
  /** The terminals of the document that is shown: as they are in the host. */
  const refresh = (): Promise<void> => (entering = enter());
  async function enter(): Promise<void> {
    const { document } = lab;
    if (!ScreenClass) {
      bench.value = undefined;
      ({ Screen: ScreenClass } = await readScreen());
      if (document !== lab.document) return;
    }
    let one = benches.get(document);
    if (!one) {
      one = new Bench(document, links, new Memory(lab.topology.id));
      benches.set(document, one);
    }
    bench.value = one;
    typing.stop();
    const result = await call('terminals.list', { document });
    if (!result.ok || document !== lab.document) return;
    const before = one.sessions.size;
    takeList(document, result.value.terminals);
    for (const session of one.sessions.values())
      if (session.channel === undefined && !hasEnded(session.tab)) void attach(one, session, session.tab.shown ? session.tab : undefined);
    if (before === 0 && one.sessions.size > 0) ui.showDock('terminals');
    if (lab.running) await readOutputs(one);
  }

  /** The device's shell that is there already, or a new one; if the device is not in the kernel yet, says so. */
  async function open(node: string): Promise<void> {
    const there = sessions.value.filter(({ tab }) => tab.node === node && tab.kind === 'shell' && !hasEnded(tab));
    const best = there.find(({ tab }) => tab.key === live.value) ?? there.find(({ tab }) => tab.shown) ?? there[0];
    if (!best) return openNew(node);
    ui.showDock('terminals');
    show(best.tab.key);
  }
  /** @param where tile; absent: the live one */
  async function openNew(node: string, shell: Pick<Args<'terminals.open'>, 'as' | 'fresh'> = {}, where?: number): Promise<void> {
    if (!bench.value) await entering;
    const one = bench.value;
    if (!one) return;
    const name = lab.nameOf(node);
    if (!lab.observed[node]) {
      ui.showToast({
        text: t('terminals.notThere', { name }),
        ...(!lab.running && { action: { label: t('terminals.run'), run: () => void lab.run() } }),
      });
      return;
    }
    ui.showDock('terminals');
    opening += 1;
    const opened = await ask('terminals.open', { document: one.document, node, ...firstSize, ...shell }, t('terminals.noShell', { name }));
    opening -= 1;
    if (opened) {
      one.since = lab.state?.since ?? one.since;
      const { terminal, title, exited, channel } = opened;
      const session = one.add({ key: one.keyOf(terminal), kind: 'shell', node, name, title, exited });
      session.attached(channel, 0, 0);
      takeEarly(session, channel);
      one.open(session.tab.key, where);
      wanted.value += 1;
    }
    for (const take of later.splice(0)) take();
  }

  /** Seen in its tile, with the keyboard. */
  function show(key: string): void {
    bench.value?.lay(activate(layout.value, key));
    wanted.value += 1;
  }
  async function close(key: string): Promise<void> {
    const one = bench.value;
    const terminal = one?.terminalOf(key);
    const session = one?.sessions.get(key);
    if (!one || !session) return;
    typing.leave(key);
    one.close(key);
    if (terminal !== undefined && session.tab.kind === 'shell') await call('terminals.close', { document: one.document, terminal });
  }

  function exitText({ tab: { exited, gone } }: Session): string {
    if (gone && !exited) return t('terminals.ended');
    if (!exited) return '';
    return exited.signal ? t('terminals.signalled', { n: exited.signal }) : t('terminals.exited', { n: exited.code });
  }

  return {
    layout,
    /** All of them, seen or not. */
    sessions,
    live,
    wanted,
    given,
    spoken,
    session: (key: string): Session | undefined => bench.value?.sessions.get(key),
    /** Start-up commands of a device that have begun. */
    outputs: (node: string) => (bench.value ? outputsOf(bench.value).of(node) : []),
    showOutput(key: string): void {
      if (bench.value && outputsOf(bench.value).open(key)) show(key);
    },
    /** Shells and outputs that are seen now. */
    shown: computed(() => shownTabs(layout.value).flatMap((key) => bench.value?.sessions.get(key) ?? [])),
    refresh,
    open,
    openNew,
    show,
    close,
    lay: (next: TileLayout): void => bench.value?.lay(next),
    rename: (key: string, name: string): void => bench.value?.rename(key, name),
    exitText,
    /** Seen for the first time: also of one that has ended, what it wrote is still there. */
    attachShown: (session: Session): void => {
      if (!bench.value) return;
      if (session.tab.kind === 'output') void outputsOf(bench.value).follow(session);
      else void attach(bench.value, session, session.tab);
    },
  };
});
