/** The texts of `--help`. */
import type { Command } from './command';
import { columns } from './terminal';

export function overview(commands: readonly Command[]): string {
  return [
    'nestwork: draw a network, and it runs.',
    '',
    'Usage: nestwork COMMAND [ARGUMENTS]',
    '',
    ...columns(commands.map((command) => [`  ${command.usage}`, command.summary])),
    '',
    'LAB is the name, the id or the file of a running lab; where one lab runs it may be left out.',
    'Every command knows --help (with examples) and --json. Results go to standard output, all else to standard error.',
    'Exit codes: 0 done, 1 failed, 2 not understood. NO_COLOR turns colours off.',
    '',
    'Examples:',
    '  nestwork generate star 4 > star.nestwork.json',
    '  nestwork up star.nestwork.json',
    '  nestwork exec h1 -- ping -c 3 h2',
    '  nestwork down',
  ].join('\n');
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([name, option]) => [
    `  --${name}${option.type === 'string' ? ' VALUE' : ''}`,
    option.help,
  ]);
  return [
    `Usage: nestwork ${command.usage}`,
    '',
    command.summary,
    ...(command.details ? ['', command.details] : []),
    '',
    'Options:',
    ...columns([...options, ['  --json', 'Print the result as JSON.'], ['  --help', 'Print this.']]),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}
