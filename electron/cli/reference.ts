/** The description of all commands as a manual page (man(7)) and as Markdown, from the same table as `--help`. */
import { common, listed } from './command';
import type { Command, Group, Option } from './command';
import { about, folded, spelling } from './help';

interface About {
  groups: readonly Group[];
  version: string;
}
const short = 'draw a network, and it runs';
const long = [
  'Nestwork runs a drawn network of hosts, routers, switches and hubs as Linux namespaces, veth pairs and bridges, without root and without touching the network of this computer. The command line starts labs, looks at them, changes and ends them; its windows and the browser see the same running labs.',
  'A lab is a file (*.nestwork.json). It runs under a process of its own until nestwork down ends it, whatever becomes of the terminal or window that started it.',
];
const environment: readonly (readonly [string, string])[] = [
  ['NO_COLOR', 'If set to anything, nothing is coloured.'],
  ['XDG_RUNTIME_DIR', 'Sockets of running labs lie in the folder nestwork in it.'],
  ['XDG_STATE_HOME, XDG_CONFIG_HOME', 'Snapshots and settings lie in folders nestwork in them.'],
  ['NESTWORK_LAB', 'The supervisor to start instead of the one that was installed.'],
];
const codes: readonly (readonly [string, string])[] = [
  ['0', 'Done.'],
  ['1', 'Failed: a sentence on standard error says why, and what to do.'],
  ['2', 'Not understood: nothing was done.'],
  ['130', 'Interrupted by a signal; an up that was under way is undone.'],
  ['other', 'exec in one device, and attach: the exit code of the command, or 128 and the number of the signal that ended it.'],
];

/** Text in which nothing means anything to roff; what stands between backquotes is bold. */
function roff(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/…/g, '...')
    .replace(/~/g, '\\(ti')
    .replace(/\^/g, '\\(ha')
    .replace(/`([^`]*)`/g, '\\fB$1\\fR')
    .replace(/"/g, '\\(dq')
    .replace(/'/g, '\\(aq');
  // A line that begins so would be a request.
  return escaped.replace(/^\./, '\\&.');
}
const paragraph = (text: string): string[] => folded(roff(text), 78).map((line) => line.replace(/^\./, '\\&.'));

/** `nestwork.1`. @param date of the page, `2026-01-31` */
export function manualPage({ groups, version }: About, date: string): string {
  const paragraphs = (texts: readonly string[]): string[] =>
    texts.flatMap((text, at) => (at === 0 ? paragraph(text) : ['.PP', ...paragraph(text)]));
  const tagged = (pairs: readonly (readonly [string, string])[]): string[] =>
    pairs.flatMap(([tag, text]) => ['.TP', `\\fB${roff(tag)}\\fR`, ...paragraph(text)]);
  const options = (all: Readonly<Record<string, Option>>): string[] =>
    tagged(Object.entries(all).map(([name, option]) => [spelling(name, option), option.help]));
  const command = ({ usage, summary, details, options: own, examples }: Command): string[] => [
    `.SS "nestwork ${roff(usage)}"`,
    ...paragraph(summary),
    ...(details ? ['.PP', ...paragraph(details)] : []),
    ...(own ? options(own) : []),
    '.PP',
    'Examples:',
    '.PP',
    '.RS 4',
    '.nf',
    ...examples.map(roff),
    '.fi',
    '.RE',
  ];
  return `${[
    `.TH NESTWORK 1 "${date}" "Nestwork ${version}" "User Commands"`,
    '.SH NAME',
    `nestwork \\- ${short}`,
    '.SH SYNOPSIS',
    '.B nestwork',
    '.I COMMAND',
    '.RI [ ARGUMENTS ]',
    '.SH DESCRIPTION',
    ...paragraphs([...long, about.lab, about.streams]),
    ...listed(groups).flatMap(({ title, commands }) => [`.SH "COMMANDS: ${title.toUpperCase()}"`, ...commands.flatMap(command)]),
    '.SH OPTIONS',
    'Every command has these:',
    ...options(common),
    '.SH "EXIT STATUS"',
    ...tagged(codes),
    '.SH ENVIRONMENT',
    ...tagged(environment),
    '.SH EXAMPLES',
    '.nf',
    ...about.examples.map(roff),
    '.fi',
    '.SH "SEE ALSO"',
    '.BR ip (8),',
    '.BR bridge (8),',
    '.BR namespaces (7),',
    '.BR nsenter (1)',
  ].join('\n')}\n`;
}

/** `docs/command-line.md`. */
export function markdown({ groups }: Pick<About, 'groups'>): string {
  const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/</g, '&lt;');
  const table = (head: readonly [string, string], pairs: readonly (readonly [string, string])[]): string[] => [
    `| ${head[0]} | ${head[1]} |`,
    '| --- | --- |',
    ...pairs.map(([one, other]) => `| ${one} | ${cell(other)} |`),
  ];
  const options = (all: Readonly<Record<string, Option>>): string[] =>
    table(
      ['Option', ''],
      Object.entries(all).map(([name, option]) => [`\`${spelling(name, option)}\``, option.help]),
    );
  const command = ({ name, usage, summary, details, options: own, examples }: Command): string[] => [
    `### ${name}`,
    '',
    `    nestwork ${usage}`,
    '',
    `${summary}${details ? ` ${details}` : ''}`,
    '',
    ...(own ? [...options(own), ''] : []),
    ...examples.map((example) => `    ${example}`),
    '',
  ];
  return `${[
    '# The command line',
    '',
    'Written from the same table as `nestwork --help` and the manual page (`npx vitest run electron/cli/reference.test.ts -u` writes it',
    'anew). From a checkout, `npm run -s nestwork -- COMMAND` stands for `nestwork COMMAND`.',
    '',
    `${about.lab} ${about.streams}`,
    '',
    ...listed(groups).flatMap(({ title, commands }) => [`## ${title}`, '', ...commands.flatMap(command)]),
    '## Options of every command',
    '',
    ...options(common),
    '',
    '## Exit codes',
    '',
    ...table(['Code', ''], codes),
    '',
    '## Environment',
    '',
    ...table(
      ['Variable', ''],
      environment.map(([name, text]) => [`\`${name}\``, text]),
    ),
  ].join('\n')}\n`;
}
