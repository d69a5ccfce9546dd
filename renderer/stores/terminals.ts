/** Terminals: the list that the host tells, one tab each, and for each open tab a channel of bytes. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { TerminalInfo } from '../../electron/shared/contract';
import { useClient } from './client';
import { useLab } from './lab';
import { useUi } from './ui';

/** What draws a channel's bytes; `drawn` is called when they are on the screen, so that the host sends more. */
export interface Screen {
  write(bytes: Uint8Array, drawn: () => void): void;
  ended(code: number, signal: number): void;
}

export const useTerminals = defineStore('terminals', () => {
  const { ask, call, onConnected } = useClient();
  const connection = useClient();
  const [lab, ui] = [useLab(), useUi()];
  const list = shallowRef<readonly TerminalInfo[]>([]);
  const active = ref<number>();
  const channels = new Map<number, number>();
  const screens = new Map<number, Screen>();
  /** Bytes that came before their screen was there. */
  const early = new Map<number, Uint8Array[]>();

  onConnected((client) => {
    client.onBytes((channel, bytes) => {
      const screen = screens.get(channel);
      if (screen) screen.write(bytes, () => void call('terminals.ack', { channel, bytes: bytes.length }));
      else early.set(channel, [...(early.get(channel) ?? []), bytes]);
    });
    client.on('terminal.exited', ({ channel, code, signal }) => screens.get(channel)?.ended(code, signal));
    client.on('terminal.list', (event) => {
      if (event.document === lab.document) setList(event.terminals);
    });
  });
  function setList(next: readonly TerminalInfo[]): void {
    list.value = next;
    if (!next.some((one) => one.terminal === active.value)) active.value = next.at(-1)?.terminal;
  }

  /** Opens a shell in a device; if it is not in the kernel yet, says so. */
  async function open(node: string): Promise<void> {
    if (!lab.observed[node]) {
      ui.showToast({
        text: `${lab.nameOf(node)} does not run yet.`,
        ...(!lab.running && { action: { label: 'Run', run: () => void lab.run() } }),
      });
      return;
    }
    ui.showDock('terminals');
    const opened = await ask('terminals.open', { document: lab.document, node, cols: 80, rows: 12 }, `No shell in ${lab.nameOf(node)}`);
    if (!opened) return;
    channels.set(opened.terminal, opened.channel);
    if (!list.value.some((one) => one.terminal === opened.terminal)) setList([...list.value, opened]);
    active.value = opened.terminal;
  }
  /** After a reload: the terminals that are there. */
  async function refresh(): Promise<void> {
    channels.clear();
    const result = await call('terminals.list', { document: lab.document });
    setList(result.ok ? result.value.terminals : []);
    if (list.value.length > 0) ui.showDock('terminals');
  }
  /** Gives a terminal its screen; what came before is drawn at once. */
  async function attach(terminal: number, screen: Screen, size: { cols: number; rows: number }): Promise<number | undefined> {
    const channel =
      channels.get(terminal) ??
      (await ask('terminals.attach', { document: lab.document, terminal, ...size }, 'The terminal is gone'))?.channel;
    if (channel === undefined) return undefined;
    channels.set(terminal, channel);
    screens.set(channel, screen);
    for (const bytes of early.get(channel) ?? []) screen.write(bytes, () => void call('terminals.ack', { channel, bytes: bytes.length }));
    early.delete(channel);
    return channel;
  }
  function detach(terminal: number): void {
    const channel = channels.get(terminal);
    if (channel !== undefined) screens.delete(channel);
  }
  const type = (channel: number, bytes: Uint8Array): void => connection.client?.sendBytes(channel, bytes);
  const resize = (channel: number, cols: number, rows: number): void => void call('terminals.resize', { channel, cols, rows });
  async function close(terminal: number): Promise<void> {
    await call('terminals.close', { document: lab.document, terminal });
    channels.delete(terminal);
    setList(list.value.filter((one) => one.terminal !== terminal));
  }
  return { list, active, open, refresh, attach, detach, type, resize, close };
});
