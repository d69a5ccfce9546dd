/** The texts of `--help`. */
import { common, listed } from './command';
import type { Command, Group, Option } from './command';
import { columns } from './terminal';

/** Columns that a text is broken at. */
const width = 100;

export const about = {
  lab: 'LAB is the name, the id or the file of a running lab; where one lab runs it may be left out.',
  streams:
    'Every command knows --help (with examples), --json, --quiet and --verbose. Results go to standard output, all else to standard error.',
  codes: 'Exit codes: 0 done, 1 failed, 2 not understood, 130 interrupted; exec and attach hand on those of the command.',
  colour: 'NO_COLOR turns colours off.',
  examples: [
    'nestwork generate star 4 > star.nestwork.json',
    'nestwork up star.nestwork.json',
    'nestwork exec h1 -- ping -c 3 h2',
    'nestwork down',
  ],
} as const;

export function overview(groups: readonly Group[]): string {
  const shown = listed(groups);
  const named = Math.max(...shown.flatMap(({ commands }) => commands.map(({ name }) => name.length)));
  return [
    'nestwork: draw a network, and it runs.',
    '',
    'Usage: nestwork COMMAND [ARGUMENTS]',
    ...shown.flatMap(({ title, commands }) => [
      '',
      `${title}:`,
      ...commands.map(({ name, summary }) => `  ${name.padEnd(named)}  ${summary}`),
    ]),
    '',
    about.lab,
    ...folded(about.streams),
    ...folded(`${about.codes} ${about.colour}`),
    '',
    'Examples:',
    ...about.examples.map((example) => `  ${example}`),
  ].join('\n');
}

export function helpOf(command: Command): string {
  const options = Object.entries<Option>({ ...command.options, ...common });
  return [
    `Usage: nestwork ${command.usage}`,
    '',
    command.summary,
    ...(command.details ? ['', ...folded(command.details)] : []),
    '',
    'Options:',
    ...columns(options.map(([name, option]) => [`  ${spelling(name, option)}`, option.help])),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

/** `-r, --recursive`, `--port PORT` */
export function spelling(name: string, { short, type, value }: Option): string {
  return `${short ? `-${short}, ` : ''}--${name}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`;
}

/** Text broken between words. */
export function folded(text: string, columns = width): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
