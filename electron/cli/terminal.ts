/** Where the command line writes: results to stdout, progress and errors to stderr, colour only for people (https://no-color.org). */
import type { NestworkError } from '../shared/lab/error';

export interface Terminal {
  /** A line of the result. */
  result(line: string): void;
  /** Text of the result as it is. */
  raw(text: string): void;
  /** A line for the person who waits. */
  progress(line: string): void;
  /** What failed, and what to do. */
  error(error: NestworkError): void;
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

export function createTerminal(json: boolean, environment = process.env): Terminal {
  const coloured = (stream: { isTTY?: boolean }): boolean => stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const paint = (code: number) => (text: string) => (coloured(process.stdout) ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    result: (line) => void process.stdout.write(`${line}\n`),
    raw: (text) => void process.stdout.write(text),
    progress: (line) => void (json || process.stderr.write(`${line}\n`)),
    error: (error) => {
      if (json) return void process.stderr.write(`${JSON.stringify({ error })}\n`);
      const place = error.kernel && !error.message.includes(error.kernel) ? ` (${error.kernel})` : '';
      const label = coloured(process.stderr) ? '\u001b[31mnestwork:\u001b[0m' : 'nestwork:';
      process.stderr.write(`${label} ${printable(error.message)}${place}\n${error.hint ? `  ${printable(error.hint)}\n` : ''}`);
    },
    strong: paint(1),
    faint: paint(2),
    good: paint(32),
    bad: paint(31),
  };
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
