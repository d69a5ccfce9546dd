/** The desktop's own terminal programs: which one is there, and how each is told to run a command. Pure but for what is handed in. */
import { basename, delimiter, isAbsolute, join } from 'node:path';

/** Arguments before the command, with the window's title; the command follows as it is, word by word. No shell anywhere. */
type Words = (title: string) => readonly string[];

/** By the name of the program, in the order in which they are looked for. Each as in its own manual page. */
const programs: readonly (readonly [name: string, words: Words])[] = [
  ['gnome-terminal', (title) => [`--title=${title}`, '--']],
  ['konsole', (title) => ['-p', `tabtitle=${title}`, '-e']],
  ['xfce4-terminal', (title) => [`--title=${title}`, '-x']],
  ['kitty', (title) => [`--title=${title}`]],
  ['alacritty', (title) => [`--title=${title}`, '-e']],
  ['foot', (title) => [`--title=${title}`]],
  ['xterm', (title) => ['-T', title, '-e']],
];
/** What Debian's policy (11.8.3) asks of every x-terminal-emulator; most others have it as well. */
const asXterm: Words = () => ['-e'];
/** Debian's link to the terminal program that a person has chosen. */
const chosen = 'x-terminal-emulator';

export interface Desktop {
  env: Readonly<Record<string, string | undefined>>;
  /** Whether it can be executed. */
  readonly executable: (path: string) => boolean;
  /** Where links lead in the end. */
  readonly resolve: (path: string) => string;
}

export interface ExternalTerminal {
  /** Its name, for a person. */
  name: string;
  path: string;
  argv(title: string, command: readonly string[]): string[];
}

/** `$TERMINAL`, what the desktop has chosen, then the known ones. Undefined: none is installed. */
export function findTerminal(desktop: Desktop): ExternalTerminal | undefined {
  const wanted = [desktop.env.TERMINAL, chosen, ...programs.map(([name]) => name)];
  for (const name of wanted) {
    const path = name && locate(name, desktop);
    if (path) return describe(path, desktop);
  }
  return undefined;
}

export const searchedTerminals: readonly string[] = ['$TERMINAL', chosen, ...programs.map(([name]) => name)];

/** As execvp(3) finds it; a relative path with a slash is left out: what it means depends on where the application was started. */
function locate(name: string, { env, executable }: Desktop): string | undefined {
  if (isAbsolute(name)) return executable(name) ? name : undefined;
  if (name.includes('/')) return undefined;
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(executable);
}

function describe(path: string, desktop: Desktop): ExternalTerminal {
  // Debian puts a wrapper before those that have no -e of their own: `gnome-terminal.wrapper`.
  const name = basename(desktop.resolve(path));
  const words = programs.find(([known]) => known === name)?.[1] ?? asXterm;
  return { name: basename(path) === chosen ? name : basename(path), path, argv: (title, command) => [...words(title), ...command] };
}
