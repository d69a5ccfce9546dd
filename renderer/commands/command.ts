/** Everything that a person can tell the window to do, as a table: the menus, the palette (Ctrl+K), the keys and their settings all read it. */
import { computed, shallowReactive } from 'vue';
import type { Component } from 'vue';

export const groups = ['file', 'edit', 'view', 'arrange', 'canvas', 'lab', 'terminal', 'go', 'help'] as const;
export type Group = (typeof groups)[number];

export interface Command {
  /** `file.save`: what settings and menus call it. */
  readonly id: string;
  /** In the language of the window. Called anew whenever it is shown. */
  readonly label: () => string;
  readonly group: Group;
  /** As in `keys.ts`. `browser`: where those are the browser's own. */
  readonly keys?: readonly string[] | { readonly electron: readonly string[]; readonly browser: readonly string[] };
  /**
   * Where its keys are taken: not while somebody types; in fields too; in terminals too; in terminals alone; by the canvas or the tabs of terminals
   * themselves, for what has the keyboard there. Absent: not while somebody types.
   */
  readonly reach?: 'window' | 'fields' | 'everywhere' | 'terminals' | 'canvas' | 'tabs';
  /** What it is done to, where the same key means something else for other things. */
  readonly target?: 'nodes' | 'links';
  /** Commands that have the same key on purpose: what is there decides. */
  readonly twins?: readonly string[];
  /** Which of the two pages has it. Absent: both. */
  readonly page?: 'start' | 'lab';
  /** Absent: always. */
  readonly enabled?: () => boolean;
  /** What is on or off: how it is now. */
  readonly checked?: () => boolean;
  /** Not in the palette: there it would be nonsense. */
  readonly unlisted?: boolean;
  readonly icon?: Component;
  readonly run: () => void;
}

const registered = shallowReactive(new Map<string, Command>());

/** Adds commands; one of the same id is replaced. Gives what takes them away again. */
export function registerCommands(commands: readonly Command[]): () => void {
  for (const command of commands) registered.set(command.id, command);
  return () => {
    for (const command of commands) if (registered.get(command.id) === command) registered.delete(command.id);
  };
}

export const commands = computed<readonly Command[]>(() => [...registered.values()]);
export const commandOf = (id: string): Command | undefined => registered.get(id);
/** Whether it can be run now, on this page. */
export const available = (command: Command, page: 'start' | 'lab'): boolean =>
  (command.page === undefined || command.page === page) && (command.enabled?.() ?? true);
