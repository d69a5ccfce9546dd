/** Keys of the whole window, by the table of commands and what a person has changed in it. */
import { defineStore } from 'pinia';
import { computed, onBeforeUnmount, onMounted } from 'vue';
import { inElectron } from '../bridge/connect';
import { bindings, conflicts, defaultKeys, isTaken, keysOf } from '../commands/bindings';
import { available, commandOf, commands } from '../commands/command';
import type { Command } from '../commands/command';
import { caps, keyOf } from '../commands/keys';
import { i18n } from '../text';
import { useSettings } from './settings';
import { useUi } from './ui';

/** Where somebody is when a key is pressed. */
type Place = 'window' | 'fields' | 'terminal' | 'over';
const reached: Readonly<Record<Place, readonly NonNullable<Command['reach']>[]>> = {
  window: ['window', 'fields', 'everywhere'],
  fields: ['fields', 'everywhere'],
  terminal: ['everywhere', 'terminals'],
  // A dialog is answered first; help may be asked for about it.
  over: [],
};
/** The browser makes an event of its own of these, which carries the clipboard. */
const native = new Set(['Ctrl+C', 'Ctrl+X', 'Ctrl+V']);
const nativeCommands = new Set(['edit.copy', 'edit.cut', 'edit.paste']);

function placeOf(target: EventTarget | null): Place {
  const element = target as Element | null;
  if (element?.closest?.('[role=dialog], [role=alertdialog], [role=menu], [data-keys=own]')) return 'over';
  if (element?.closest?.('.xterm')) return 'terminal';
  return element?.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') ? 'fields' : 'window';
}

export const useKeys = defineStore('keys', () => {
  const [settings, ui] = [useSettings(), useUi()];
  const own = computed(() => settings.all.keys);
  const map = computed(() => bindings(commands.value, own.value, inElectron));
  const words = computed(() => i18n.global.messages.value[i18n.global.locale.value].common.keys as Record<string, string>);

  const of = (id: string): readonly string[] => {
    const command = commandOf(id);
    return command ? keysOf(command, own.value, inElectron) : [];
  };
  const shown = (key: string): string => caps(key, words.value).join(' ');

  function press(event: KeyboardEvent, early: boolean): void {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    const place = placeOf(event.target);
    const all = key === undefined ? undefined : map.value.get(key);
    // A terminal's own go before what has the same key everywhere.
    const meant = place === 'terminal' ? all?.toSorted((a, b) => Number(b.reach === 'terminals') - Number(a.reach === 'terminals')) : all;
    if (!meant) return;
    const help = (one: Command): boolean => place === 'over' && one.id === 'help.help';
    const command =
      meant.find((one) => (help(one) || reached[place].includes(one.reach ?? 'window')) && available(one, ui.page)) ??
      meant.find((one) => reached[place].includes(one.reach ?? 'window') && (one.page ?? ui.page) === ui.page);
    // Before the terminal gets them: only what it may not have.
    if (!command || (early && command.reach !== 'everywhere' && command.reach !== 'terminals')) return;
    if (nativeCommands.has(command.id) && native.has(key!)) return;
    event.preventDefault();
    if (early) event.stopPropagation();
    if (available(command, ui.page)) command.run();
  }
  /** Listens for as long as the component that calls it is there. */
  function install(): void {
    const [first, last] = [(event: KeyboardEvent) => press(event, true), (event: KeyboardEvent) => press(event, false)];
    onMounted(() => {
      window.addEventListener('keydown', first, { capture: true });
      window.addEventListener('keydown', last);
    });
    onBeforeUnmount(() => {
      window.removeEventListener('keydown', first, { capture: true });
      window.removeEventListener('keydown', last);
    });
  }

  return {
    of,
    /** Whether it is one of a command's keys that was pressed. */
    pressed: (id: string, event: KeyboardEvent): boolean => of(id).includes(keyOf(event) ?? ''),
    /** The first key of a command, as keycaps say it; empty if it has none. */
    first: (id: string): string => (of(id)[0] ? shown(of(id)[0]!) : ''),
    shown,
    caps: (key: string): string[] => caps(key, words.value),
    isChanged: (id: string): boolean => Object.hasOwn(own.value, id),
    isTaken: (key: string): boolean => isTaken(key, inElectron),
    conflictsOf: (command: Command) => conflicts(command, commands.value, own.value, inElectron),
    /** @param keys null: those that the command brings */
    set: (id: string, keys: readonly string[] | null): void => {
      const command = commandOf(id);
      const same = command && keys && JSON.stringify(keys) === JSON.stringify(defaultKeys(command, inElectron));
      void settings.set({ keys: { [id]: same || keys === null ? null : [...keys] } });
    },
    resetAll: (): void => void settings.set({ keys: Object.fromEntries(Object.keys(own.value).map((id) => [id, null])) }),
    install,
  };
});
