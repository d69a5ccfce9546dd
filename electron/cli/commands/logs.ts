import type { Client } from '../../shared/client';
import type { NodeCommand } from '../../shared/contract';
import { fail, ok } from '../../shared/result';
import type { Result } from '../../shared/result';
import { exit } from '../command';
import type { Context, Run } from '../command';
import { findNode } from '../find';
import { openSession } from '../in-process';
import { misused } from '../misuse';
import { suggestion } from '../nearest';
import { printable } from '../terminal';

/** While it follows, the supervisor is asked so often, ms. */
const period = 200;

export const run: Run = async ({ positionals: [word, which], values }, context) => {
  const { out } = context;
  const lines = values.lines === undefined ? Infinity : Number(values.lines);
  if (!(lines === Infinity || (Number.isInteger(lines) && lines >= 0)))
    return misused(out, `"${String(values.lines)}" is not a number of lines.`);
  const { client, close } = openSession(context);
  try {
    const found = await findNode(client, word!);
    if (!found.ok) return (out.error(found.error), exit.failed);
    const { document, node } = found.value;
    const place = { document: document.document, node: node.id, name: node.name };
    const commands = await chosen(client, place, which);
    if (!commands.ok) return (out.error(commands.error), exit.failed);
    if (commands.value.length === 0) return (out.progress(`${node.name} has no start-up commands.`), exit.ok);
    const result = await show(client, place, commands.value, { lines, follow: values.follow === true, which }, context);
    return result.ok ? exit.ok : (out.error(result.error), exit.failed);
  } finally {
    await close();
  }
};

interface Place {
  document: string;
  node: string;
  name: string;
}

/** The commands that a word means: a name, or a number from 1 on; all of them without one. */
async function chosen(client: Client, { document, node, name }: Place, which: string | undefined): Promise<Result<NodeCommand[]>> {
  const listed = await client.call('nodes.commands', { document, node });
  if (!listed.ok) return listed;
  const { commands } = listed.value;
  if (which === undefined) return ok(commands);
  const some = commands.filter((one) => one.name === which);
  const found = some.length > 0 ? some : commands.filter((one) => String(one.index + 1) === which);
  if (found.length > 0) return ok(found);
  const names = commands.map((one) => one.name);
  return fail({
    code: 'not-found',
    message: `${name} has no start-up command "${which}".`,
    hint: names.length === 0 ? 'It has none.' : suggestion(which, names, `It has ${names.join(', ')}.`),
  });
}

interface Manner {
  /** Of the oldest output so many of the last lines. */
  lines: number;
  follow: boolean;
  which: string | undefined;
}

async function show(client: Client, place: Place, first: readonly NodeCommand[], manner: Manner, context: Context): Promise<Result<null>> {
  const readers = first.map((command) => new Reader(client, place, command, manner.lines));
  const width = Math.max(...first.map(({ name }) => name.length));
  const several = first.length > 1;
  for (let commands: readonly NodeCommand[] = first; ;) {
    for (const reader of readers) {
      const read = await reader.read();
      if (!read.ok) return read;
      for (const line of read.value) {
        if (context.json) context.out.result(JSON.stringify({ node: place.name, command: reader.name, line }));
        else context.out.result(several ? `${context.out.faint(`${printable(reader.name).padEnd(width)} |`)} ${line}` : line);
      }
    }
    if (!manner.follow || commands.every(over)) break;
    await new Promise((resolve) => setTimeout(resolve, period));
    const now = await chosen(client, place, manner.which);
    if (!now.ok) return now;
    commands = now.value;
    for (const reader of readers) reader.seen(commands.find(({ index }) => index === reader.index));
  }
  for (const reader of readers) {
    const rest = reader.rest();
    if (rest === '') continue;
    if (context.json) context.out.result(JSON.stringify({ node: place.name, command: reader.name, line: rest }));
    else context.out.raw(several ? `${printable(reader.name).padEnd(width)} | ${rest}\n` : rest);
  }
  return ok(null);
}

/** It writes nothing more by itself. */
const over = ({ state }: NodeCommand): boolean => state === 'ended' || state === 'stopped';

/** Output of one command, from where the last look ended. */
class Reader {
  readonly name: string;
  readonly index: number;
  private offset = 0;
  private total: number;
  private partial = '';
  private begun = false;

  constructor(
    private readonly client: Client,
    private readonly place: Place,
    { name, index, output }: NodeCommand,
    private readonly last: number,
  ) {
    [this.name, this.index, this.total] = [name, index, output];
  }

  seen(command: NodeCommand | undefined): void {
    if (!command) return;
    // The device was made anew, and its commands with it.
    if (command.output < this.offset) [this.offset, this.partial] = [0, ''];
    this.total = command.output;
  }

  /** Whole lines that are new. */
  async read(): Promise<Result<string[]>> {
    const lines: string[] = [];
    while (this.offset < this.total) {
      const { document, node } = this.place;
      const read = await this.client.call('nodes.output', { document, node, index: this.index, offset: this.offset });
      if (!read.ok) return read;
      const { text, next } = read.value;
      if (next <= this.offset) break;
      const parts = (this.partial + text).split('\n');
      this.partial = parts.pop()!;
      for (const part of parts) lines.push(part);
      this.offset = next;
    }
    if (this.begun) return ok(lines);
    this.begun = true;
    return ok(this.last === Infinity ? lines : lines.slice(Math.max(0, lines.length - this.last)));
  }

  /** A last line that has no end yet. */
  rest(): string {
    return this.partial;
  }
}
