import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import { preview } from '../../host/preview';
import { exit } from '../command';
import type { Command } from '../command';
import { columns } from '../terminal';

export const plan: Command = {
  name: 'plan',
  usage: 'plan FILE',
  summary: 'Show what would be done to make a file run, and why; do nothing.',
  details:
    'If the lab runs already, only what differs is shown. With --commands the output is a shell script for root that does the same by hand.',
  options: { commands: { type: 'boolean', help: 'Print the `ip` and `bridge` commands instead.' } },
  examples: ['nestwork plan star.nestwork.json', 'nestwork plan --commands star.nestwork.json > star.sh'],
  arguments: [1, 1],
  async run({ positionals, values }, { out, json }) {
    const read = await readLab(resolve(positionals[0]!));
    if (!read.ok) return (out.error(read.error), exit.failed);
    const planned = await preview(read.value.path, read.value.topology);
    if (!planned.ok) return (out.error(planned.error), exit.failed);
    const { steps, commands, running } = planned.value;
    if (json) return (out.result(JSON.stringify({ running, steps, commands })), exit.ok);
    if (values.commands) return (commands.flat().forEach((line) => out.result(line)), exit.ok);
    if (steps.length === 0) return (out.progress('Nothing to do: the lab runs as the file says.'), exit.ok);
    const names = new Map(read.value.topology.nodes.map((node) => [node.id, node.name]));
    const rows = steps.map(({ operation, reason }) => [operation.op, wordsOf(operation, names), out.faint(reason.text)]);
    for (const line of columns(rows)) out.result(line);
    out.progress(`${steps.length} operations ${running ? 'on the running lab' : 'from nothing'}.`);
    return exit.ok;
  },
};

/** The operation's arguments, nodes by name. */
function wordsOf(operation: object, names: ReadonlyMap<string, string>): string {
  const words = Object.entries(operation).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'op') return [];
    if (key === 'node') return [names.get(String(value)) ?? String(value)];
    if (key === 'ends')
      return (value as { node: string; interface: string }[]).map((end) => `${names.get(end.node) ?? end.node}:${end.interface}`);
    if (key === 'isolation' || key === 'mac' || (key === 'name' && 'kind' in operation)) return [];
    if (typeof value === 'boolean') return value ? [key] : [];
    return [String(value)];
  });
  return words.join(' ');
}
