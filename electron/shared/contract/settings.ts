/** What a person has chosen for all labs and all windows. One file of the host; every window follows it at once. */
import { z } from 'zod';
import { poolsSchema } from '../topology/schema';
import { path } from './call';

/** A key as `Ctrl+Alt+Shift+` and the key's name: a letter or digit, a character, or a name as in KeyboardEvent.key (`F5`, `Delete`). */
export const keySchema = z
  .string()
  .max(40)
  .regex(/^(Ctrl\+)?(Alt\+)?(Shift\+)?(Meta\+)?(\S|[A-Z][A-Za-z0-9]+)$/, 'A key is written like "Ctrl+Shift+S".');
const commandId = z
  .string()
  .max(80)
  .regex(/^[a-z][A-Za-z0-9.-]*$/);

export const terminalSettingsSchema = z.object({
  /** px */
  fontSize: z.number().int().min(8).max(40),
  /** Lines above the screen that stay. */
  scrollback: z.number().int().min(0).max(200_000),
  /** What a bell does: a mark in the tab, a tone as well, or nothing. */
  bell: z.enum(['badge', 'sound', 'off']),
  /** Selected text goes to the clipboard at once. */
  copyOnSelect: z.boolean(),
  /** Program and arguments of a shell in a device that names none itself. Empty: the person's own login shell. */
  shell: z.array(z.string().min(1).max(1024)).max(32),
});
export type TerminalSettings = z.infer<typeof terminalSettingsSchema>;

/** Sizes of the frame, px, by the size of the screen: what fits a projector does not fit a notebook. */
export const layoutSchema = z.object({
  inspector: z.number().int().min(280).max(520).optional(),
  inspectorOpen: z.boolean().optional(),
  dock: z.number().int().min(120).max(4000).optional(),
});
export type Layout = z.infer<typeof layoutSchema>;
const screenSize = z.string().regex(/^\d{1,5}x\d{1,5}$/);

/** What has been shown once and left on purpose. */
export const seenSchema = z.object({ strip: z.boolean(), tour: z.boolean() });

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  contrast: z.enum(['system', 'normal', 'more']),
  language: z.enum(['system', 'en', 'de']),
  motion: z.enum(['system', 'reduced']),
  /** Of the whole window, per cent. In a browser its own zoom comes on top. */
  zoom: z.number().int().min(100).max(200).multipleOf(10),
  /** Snap to the 12 px grid. */
  snap: z.boolean(),
  /** Seconds between an edit and what keeps it: the recovery copy, and with `autosaveFile` the file. */
  autosaveSeconds: z.number().int().min(1).max(600),
  /** Whether a drawing that has a file is saved to it by itself. */
  autosaveFile: z.boolean(),
  /** Earlier saves that are kept of each file. */
  versions: z.number().int().min(0).max(200),
  /** Pools of a new lab. Null: those of the engine. */
  pools: poolsSchema.nullable(),
  recent: z.array(z.object({ path, name: z.string(), at: z.number() })).max(20),
};
const parts = {
  terminal: terminalSettingsSchema,
  seen: seenSchema,
  /** Keys of commands that a person has changed, by the command's id. `[]`: none. */
  keys: z.record(commandId, z.array(keySchema).max(4)),
  layouts: z.record(screenSize, layoutSchema),
};

export const settingsSchema = z.object({ ...fields, ...parts });
export type Settings = z.infer<typeof settingsSchema>;

/** Whole values; of `terminal`, `seen`, `keys` and `layouts` only the entries that change. `null` takes an entry of the last two back. */
export const settingsChangeSchema = z
  .object({
    ...fields,
    terminal: terminalSettingsSchema.partial(),
    seen: seenSchema.partial(),
    keys: z.record(commandId, parts.keys.valueType.nullable()),
    layouts: z.record(screenSize, layoutSchema.nullable()),
  })
  .partial();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  contrast: 'system',
  language: 'system',
  motion: 'system',
  zoom: 100,
  snap: true,
  autosaveSeconds: 2,
  autosaveFile: false,
  versions: 30,
  pools: null,
  recent: [],
  terminal: { fontSize: 13, scrollback: 10_000, bell: 'badge', copyOnSelect: false, shell: [] },
  seen: { strip: false, tour: false },
  keys: {},
  layouts: {},
};

/** The settings after a change. */
export function changeSettings(settings: Settings, { terminal, seen, keys, layouts, ...whole }: SettingsChange): Settings {
  const merged = <T>(old: Readonly<Record<string, T>>, change: Readonly<Record<string, T | null>> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries({ ...old, ...change }).filter((entry): entry is [string, T] => entry[1] !== null));
  return {
    ...settings,
    ...whole,
    terminal: { ...settings.terminal, ...terminal },
    seen: { ...settings.seen, ...seen },
    keys: merged(settings.keys, keys),
    layouts: merged(settings.layouts, layouts),
  };
}
