/** Output of start-up commands, as tabs that are only read. */
import type { EventData } from '../../electron/shared/contract';
import type { Bench } from './bench';
import { follow } from './layout';
import type { Session } from './session';
import type { Exit } from './tab';

/** Tabs of them that come by themselves; a large lab has more commands than anybody wants to see at once. */
export const outputsShown = 12;

export const outputKey = (node: string, command: string): string => `output:${node}:${command}`;

/** A command has ended: what it wrote is there, behind what is seen. One that ends again replaces what it wrote before. */
export function takeOutput(bench: Bench, event: EventData<'lab.command'>, name: string): void {
  const key = outputKey(event.node, event.command);
  const many = [...bench.sessions.values()].filter(({ tab }) => tab.kind === 'output').length >= outputsShown;
  const known = bench.outputs.has(key);
  bench.outputs.set(key, event);
  const session = bench.sessions.get(key) ?? (known || many ? undefined : addOutput(bench, key, name));
  if (!session) return;
  session.screen?.reset();
  session.tab.exited = exitOf(event);
  session.put(event.output);
}

/** The tab of a command whose output is kept; one that was closed comes back. */
export function addOutput(bench: Bench, key: string, name: string): Session | undefined {
  const event = bench.outputs.get(key);
  if (!event) return undefined;
  const { node, command, output } = event;
  const session = bench.add({ key, kind: 'output', node, name, title: `${name} (${wordOf(command)})`, exited: exitOf(event) });
  session.tab.program = command;
  session.put(output);
  bench.lay(follow(bench.layout.value, [...bench.sessions.keys()]));
  return session;
}

const exitOf = ({ code, signal }: EventData<'lab.command'>): Exit | null =>
  code === null && signal === null ? null : { code: code ?? 0, signal: signal ?? 0 };

/** A word for the tab: the program's own name. */
export function wordOf(command: string): string {
  const program = command.trim().split(/\s+/)[0] ?? '';
  return (program.split('/').at(-1) ?? program).slice(0, 40);
}
