/** Keys as text ("Ctrl+Shift+S"): read from an event, compared, shown. */

/** Whatever has these of a KeyboardEvent. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** Keys that only change what others mean. */
const modifiers = new Set(['Control', 'Alt', 'AltGraph', 'Shift', 'Meta', 'CapsLock', 'NumLock', 'Dead', 'Process', 'Unidentified']);

/**
 * The key as a person would name it, by what is printed on it: a letter is the letter, also where another script is written; a digit is a digit, also where
 * it needs Shift; another character is itself, with the Shift that makes it left out. Undefined: no key by itself.
 */
export function keyOf(press: KeyPress): string | undefined {
  const name = nameOf(press);
  if (!name) return undefined;
  const character = name.length === 1 && !/[A-Z0-9]/.test(name);
  const { ctrlKey, altKey, shiftKey, metaKey } = press;
  return `${ctrlKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shiftKey && !character ? 'Shift+' : ''}${metaKey ? 'Meta+' : ''}${name}`;
}

function nameOf({ key, code }: KeyPress): string | undefined {
  if (/^Digit\d$/.test(code)) return code.slice(-1);
  // A dead key on many layouts; what is printed there differs, but it is always the key under Escape.
  if (code === 'Backquote') return '`';
  if (modifiers.has(key)) return undefined;
  if (key === ' ') return 'Space';
  if (key.length > 1) return key;
  if (/[a-z]/i.test(key)) return key.toUpperCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(-1) : key;
}

/** Its parts as keycaps show them, in the person's language. @param words names of keys that differ by language */
export function caps(key: string, words: Readonly<Record<string, string>>): string[] {
  const parts = key.endsWith('++') ? [...key.slice(0, -2).split('+'), '+'] : key.split('+');
  return parts.filter(Boolean).map((part) => words[part] ?? part);
}

/** As `aria-keyshortcuts` has it. */
export const ariaKeys = (keys: readonly string[]): string | undefined =>
  keys.length ? keys.map((key) => key.replace('Ctrl', 'Control').replace(/\+\+$/, '+Plus')).join(' ') : undefined;
