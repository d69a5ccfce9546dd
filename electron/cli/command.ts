/** What a command of the command line is made of. */
import type { ParseArgsConfig } from 'node:util';
import type { Terminal } from './terminal';

/** Exit codes: done, failed, and not understood. */
export const exit = { ok: 0, failed: 1, usage: 2 } as const;

export interface Context {
  /** Folder that holds `dist/`. */
  root: string;
  out: Terminal;
  json: boolean;
}
export interface Given {
  positionals: string[];
  /** What stands behind `--`. */
  rest: string[];
  values: Record<string, string | boolean | undefined>;
}
export interface Command {
  name: string;
  /** As in `up FILE`. */
  usage: string;
  /** One line, for the list of commands. */
  summary: string;
  /** The rest of the help. */
  details?: string;
  /** Name of the option, and what it does. */
  options?: Record<string, NonNullable<ParseArgsConfig['options']>[string] & { help: string }>;
  examples: string[];
  /** Fewest and most positional arguments. */
  arguments: [number, number];
  /** Takes a command behind `--`. */
  takesRest?: boolean;
  run(given: Given, context: Context): Promise<number>;
}
