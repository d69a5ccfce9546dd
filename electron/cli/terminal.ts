/** Where the command line writes: results to stdout, progress and errors to stderr, colour only for people (https://no-color.org). */
import type { NestworkError } from '../shared/lab/error';
import { createBar, noBar } from './bar';
import type { Bar } from './bar';

export interface Terminal {
  /** A line of the result. */
  result(line: string): void;
  /** Text of the result as it is. */
  raw(text: string): void;
  /** That it is done, for a person: on standard output, unless it is to be quiet. */
  done(line: string): void;
  /** A line for the person who waits. */
  progress(line: string): void;
  /** What only somebody wants to know who asked for all of it (--verbose). */
  detail(line: string): void;
  /** What goes on, as a bar: on a terminal, once it takes longer. */
  bar(label: string): Bar;
  /** What failed, and what to do. */
  error(error: NestworkError): void;
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}
export interface Manner {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}

export function createTerminal({ json, quiet, verbose }: Manner, environment = process.env): Terminal {
  const coloured = (stream: { isTTY?: boolean }): boolean => stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const paint = (code: number) => (text: string) => (coloured(process.stdout) ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    result: (line) => void process.stdout.write(`${line}\n`),
    raw: (text) => void process.stdout.write(text),
    done: (line) => void (quiet || process.stdout.write(`${line}\n`)),
    progress: (line) => void (json || quiet || process.stderr.write(`${line}\n`)),
    detail: (line) => void (verbose && process.stderr.write(`  ${line}\n`)),
    bar: (label) => (json || quiet || !process.stderr.isTTY || environment.TERM === 'dumb' ? noBar : createBar(process.stderr, label)),
    error: (error) => {
      if (json) return void process.stderr.write(`${JSON.stringify({ error })}\n`);
      const place = error.kernel && !error.message.includes(error.kernel) ? ` (${error.kernel})` : '';
      const label = coloured(process.stderr) ? '\u001b[31mnestwork:\u001b[0m' : 'nestwork:';
      process.stderr.write(`${label} ${printable(error.message)}${place}\n${error.hint ? `  ${printable(error.hint)}\n` : ''}`);
      if (verbose) process.stderr.write(`  ${detailOf(error)}\n`);
    },
    strong: paint(1),
    faint: paint(2),
    good: paint(32),
    bad: paint(31),
  };
}

/** What a program would read of it: `code: kernel-refused, operation: link.create, errno: EEXIST`. */
function detailOf({ code, operation, index, node, link, interface: name, errno }: NestworkError): string {
  const fields = Object.entries({ code, operation, index, node, link, interface: name, errno });
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${printable(String(value))}`])).join(', ');
}

/** Names from a file may hold anything; none of it may steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** Rows in columns, as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (text: string): number => text.replace(/\u001b\[\d+m/g, '').length;
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, index) => Math.max(width(cell), most[index] ?? 0)), []);
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}
