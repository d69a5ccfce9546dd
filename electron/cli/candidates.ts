/** What may stand in place of the last word of a command line. */
import type { Client } from '../shared/client';
import { commandNamed, common, listed } from './command';
import type { Command, Context, Group, Kind, Option } from './command';

export interface Candidate {
  word: string;
  help?: string;
}
/** The shell's own completion of files. */
const anyFile: Candidate = { word: '@file' };

/** @param words behind `nestwork`, the last one being typed (it may be empty). */
export async function candidates(words: readonly string[], context: Context): Promise<Candidate[]> {
  const [name = '', ...args] = words;
  if (args.length === 0) return beginning(name, firstWords(context.groups));
  const command = commandNamed(context.groups, name);
  // Behind "--" is another program's command line.
  if (!command || args.slice(0, -1).includes('--')) return [];
  const word = args.at(-1)!;
  const before = withoutOptions(command, args.slice(0, -1));
  if (before.open) return beginning(word, await named(before.open.kind ?? [], word, before.words, context));
  if (word.startsWith('-') && word !== '-') return beginning(word, optionsOf(command));
  const at = before.words.length;
  const kinds = command.kinds ?? [];
  const kind = at < command.arguments[1] ? (kinds[at] ?? kinds.at(-1)) : undefined;
  const found = kind === undefined ? [] : beginning(word, await named(kind, word, before.words, context));
  return command.takesRest && at > 0 && word === '' ? [...found, { word: '--', help: 'The command follows' }] : found;
}

const beginning = (word: string, all: readonly Candidate[]): Candidate[] =>
  all.filter((one) => one === anyFile || one.word.startsWith(word));

function firstWords(groups: readonly Group[]): Candidate[] {
  return [
    ...listed(groups).flatMap(({ commands }) => commands.map(({ name, summary }) => ({ word: name, help: summary }))),
    { word: '--help', help: 'Show all commands.' },
    { word: '--version', help: 'Print the version.' },
  ];
}

function optionsOf({ options, takesRest }: Command): Candidate[] {
  const all = Object.entries<Option>({ ...options, ...common }).map(([name, { help }]) => ({ word: `--${name}`, help }));
  return takesRest ? [...all, { word: '--', help: 'The command follows' }] : all;
}

/** Positional arguments before the word. `open`: the last one is an option that waits for its value. */
function withoutOptions({ options }: Command, args: readonly string[]): { words: string[]; open?: Option } {
  const known = Object.entries<Option>({ ...options, ...common });
  const words: string[] = [];
  let open: Option | undefined;
  for (const arg of args) {
    const option = known.find(([name, { short }]) => arg === `--${name}` || (short !== undefined && arg === `-${short}`))?.[1];
    if (open) open = undefined;
    else if (option) open = option.type === 'string' ? option : undefined;
    else if (!arg.startsWith('-') || arg === '-') words.push(arg);
  }
  return { words, ...(open && { open }) };
}

async function named(kind: Kind, word: string, before: readonly string[], context: Context): Promise<Candidate[]> {
  if (typeof kind !== 'string') return kind.map((one) => ({ word: one }));
  if (kind === 'file') return [anyFile];
  // A path as a device sees it.
  if (kind === 'place' && /^[^./-][^:]*:/.test(word)) return [];
  if (kind === 'command') return firstWords(context.groups).filter((one) => !one.word.startsWith('-'));
  const { openSession } = await import('./in-process');
  const { client, close } = openSession(context);
  try {
    return await running(kind, word, before, client);
  } finally {
    await close();
  }
}

/** Names of what runs now. */
async function running(
  kind: Exclude<Kind, readonly string[]>,
  word: string,
  before: readonly string[],
  client: Client,
): Promise<Candidate[]> {
  const { openLab } = await import('./find');
  const listed = await client.call('labs.list', {});
  const labs = listed.ok ? listed.value.labs : [];
  // The name, where it is one word and no other lab has it.
  const nameOf = (lab: (typeof labs)[number]): string =>
    /^[\w.-]+$/.test(lab.name) && labs.filter(({ name }) => name === lab.name).length === 1 ? lab.name : lab.lab;
  const all = labs.map((lab) => ({ word: nameOf(lab), help: `lab, ${lab.nodes} devices` }));
  if (kind === 'lab') return all;
  const slash = (kind === 'startup' || kind === 'snapshot' ? (before[0] ?? '') : word).lastIndexOf('/');
  const lab = slash < 0 ? undefined : (kind === 'startup' ? before[0]! : word).slice(0, slash);
  const opened = await openLab(client, kind === 'snapshot' ? undefined : lab);
  const files = kind === 'place' ? [anyFile] : [];
  if (!opened.ok) return [...files, ...all.map((one) => ({ ...one, word: `${one.word}/` }))];
  const { document, topology } = opened.value.document;
  if (kind === 'snapshot') {
    const kept = await client.call('snapshots.list', { document });
    return kept.ok ? kept.value.snapshots.map(({ name, nodes }) => ({ word: name, help: `${nodes} devices` })) : [];
  }
  if (kind === 'startup') {
    const name = before[0]!.slice(slash + 1);
    const node = topology.nodes.find((one) => one.name === name);
    const commands = node ? await client.call('nodes.commands', { document, node: node.id }) : undefined;
    return commands?.ok ? commands.value.commands.map((one) => ({ word: one.name, help: one.state })) : [];
  }
  const prefix = lab === undefined ? '' : `${lab}/`;
  const nodes = topology.nodes.map(({ name, kind: what }) => ({ word: `${prefix}${name}${kind === 'place' ? ':' : ''}`, help: what }));
  return [...files, ...nodes];
}
