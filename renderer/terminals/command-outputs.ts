/**
 * Output of start-up commands, as tabs that are only read. Which commands there are and how they do is told; what they wrote is asked for while somebody looks,
 * from the byte on that was read last.
 */
import { shallowReactive } from 'vue';
import type { Args, CallName, NodeCommand, Value } from '../../electron/shared/contract';
import type { Result } from '../../electron/shared/result';
import type { Bench } from './bench';
import { goesOn } from './command-state';
import { follow } from './layout';
import type { Session } from './session';
import type { Exit } from './tab';

type Call = <N extends CallName>(name: N, args: Args<N>) => Promise<Result<Value<N>>>;

/** Tabs of them that come by themselves; a large lab has more commands than anybody wants to see at once. */
export const outputsShown = 12;
/** ms between two looks at what a command that runs has written. */
const pause = 500;

interface Output {
  readonly node: string;
  command: NodeCommand;
  /** Byte that is read next. */
  offset: number;
  reading: boolean;
}

export class CommandOutputs {
  private readonly outputs = shallowReactive(new Map<string, Output>());

  constructor(
    private readonly bench: Bench,
    private readonly call: Call,
    private readonly nameOf: (node: string) => string,
  ) {}

  /** Of a device: all that have begun. */
  of(node: string): { key: string; command: string }[] {
    return [...this.outputs].filter(([, one]) => one.node === node).map(([key, { command }]) => ({ key, command: command.command }));
  }

  /** Asks for the commands of these devices, which may have begun before this window was there. */
  async read(nodes: readonly string[]): Promise<void> {
    for (const node of nodes) {
      const told = await this.call('nodes.commands', { document: this.bench.document, node });
      if (told.ok) this.take(node, told.value.commands);
    }
  }

  /** A device's commands as they are now. */
  take(node: string, commands: readonly NodeCommand[]): void {
    for (const command of commands) {
      if (command.state === 'waiting' && command.starts === 0) continue;
      const key = `output:${this.bench.since}:${node}:${command.index}`;
      const known = this.outputs.get(key);
      if (known) {
        // Fewer bytes than were read: the device was made anew, and writes from its first byte on.
        if (command.output < known.offset) known.offset = 0;
        known.command = command;
      } else this.outputs.set(key, { node, command, offset: 0, reading: false });
      const session = this.bench.sessions.get(key) ?? (this.comesByItself(key, command) ? this.open(key) : undefined);
      if (!session) continue;
      session.tab.exited = exitOf(command);
      if (session.tab.shown) void this.follow(session);
    }
  }

  /** Its tab; one that was closed comes back. */
  open(key: string): Session | undefined {
    const output = this.outputs.get(key);
    if (!output) return undefined;
    const known = this.bench.sessions.get(key);
    if (known) return known;
    const { node, command } = output;
    const name = this.nameOf(node);
    output.offset = 0;
    const session = this.bench.add({ key, kind: 'output', node, name, title: `${name} (${command.name})`, exited: exitOf(command) });
    session.tab.program = command.command;
    this.bench.lay(follow(this.bench.layout.value, [...this.bench.sessions.keys()]));
    return session;
  }

  /** Reads on as long as somebody looks and there is more to come. */
  async follow(session: Session): Promise<void> {
    const { key } = session.tab;
    const output = this.outputs.get(key);
    if (!output || output.reading) return;
    output.reading = true;
    while (session.tab.shown) {
      const { node, offset, command } = output;
      const read = await this.call('nodes.output', { document: this.bench.document, node, index: command.index, offset });
      if (!read.ok) break;
      session.put(read.value.text);
      output.offset = read.value.next;
      if (read.value.next < read.value.total) continue;
      if (exitOf(output.command)) break;
      await new Promise((next) => setTimeout(next, pause));
    }
    output.reading = false;
  }

  /** Whoever says something, or fails, is worth a tab; a command that did its work in silence is not. */
  private comesByItself(key: string, command: NodeCommand): boolean {
    const known = this.outputs.get(key);
    const tabs = [...this.bench.sessions.values()].filter(({ tab }) => tab.kind === 'output').length;
    const said = command.output > 0 || (exitOf(command)?.code ?? 0) !== 0 || command.state === 'late';
    return known !== undefined && said && tabs < outputsShown && !this.bench.hasClosed(key);
  }
}

function exitOf({ state, code, signal }: NodeCommand): Exit | null {
  if (goesOn({ state }) || state === 'waiting' || (code === null && signal === null)) return null;
  return { code: code ?? 0, signal: signal ?? 0 };
}
