/** What a command of the command line is made of. Help, manual page, completion and the reference in docs/ are all read from it. */
import type { ParseArgsConfig } from 'node:util';
import type { Terminal } from './terminal';

/** Exit codes: done, failed, not understood, and interrupted (128 and SIGINT, as shells count). */
export const exit = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export interface Context {
  /** Folder that holds `dist/`. */
  root: string;
  out: Terminal;
  json: boolean;
  /** All commands. */
  groups: readonly Group[];
}
export interface Given {
  positionals: string[];
  /** What stands behind `--`. */
  rest: string[];
  values: Record<string, string | boolean | undefined>;
}
/** Does it. The value is the exit code. */
export type Run = (given: Given, context: Context) => Promise<number>;

/** What may stand somewhere, for completion: names that are looked up, or words that are always the same. */
export type Kind = 'lab' | 'node' | 'nodes' | 'file' | 'place' | 'command' | 'startup' | 'snapshot' | readonly string[];

export type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  help: string;
  /** What stands for the value, in capitals; of an option that has one. */
  value?: string;
  kind?: Kind;
};
export interface Command {
  name: string;
  /** As in `up FILE`. */
  usage: string;
  /** One line, for the list of commands. */
  summary: string;
  /** The rest of the help. */
  details?: string;
  options?: Readonly<Record<string, Option>>;
  examples: readonly string[];
  /** Fewest and most positional arguments. */
  arguments: readonly [number, number];
  /** Of each positional argument; the last holds for all that follow. */
  kinds?: readonly Kind[];
  /** Takes a command behind `--`. */
  takesRest?: boolean;
  /** For programs: in no list, and described nowhere but in its own help. */
  hidden?: boolean;
  /** Reads the code that does it: only of the command that runs, since most of the start-up time would go into it. */
  load: () => Promise<{ run: Run }>;
}
/** Commands that belong together, under a heading. */
export interface Group {
  title: string;
  commands: readonly Command[];
}

export function commandNamed(groups: readonly Group[], name: string): Command | undefined {
  return groups.flatMap(({ commands }) => commands).find((command) => command.name === name);
}

/** Without those that only programs use. */
export function listed(groups: readonly Group[]): Group[] {
  return groups.map(({ title, commands }) => ({ title, commands: commands.filter(({ hidden }) => !hidden) }));
}

/** Options of every command. */
export const common = {
  json: { type: 'boolean', help: 'Print the result as JSON.' },
  quiet: { type: 'boolean', short: 'q', help: 'Print results and errors, and nothing else.' },
  verbose: { type: 'boolean', short: 'v', help: 'Tell on standard error what is done, and how long it takes.' },
  help: { type: 'boolean', short: 'h', help: 'Print this.' },
} as const satisfies Record<string, Option>;
