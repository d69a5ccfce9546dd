/** What a lab's file would have this computer do: its start-up commands, the programs of its shells, and its private files, which a shell may read as settings. */
import type { Program } from '../contract';
import type { Topology } from './schema';

/** In the order of the drawing. */
export function programsOf({ nodes }: Pick<Topology, 'nodes'>): Program[] {
  return nodes.flatMap(({ name, startup = [], shell, files = [] }) => [
    ...startup.map((one): Program => ({ node: name, what: 'command', text: typeof one === 'string' ? one : one.command })),
    ...(shell ? [{ node: name, what: 'shell' as const, text: shell.join(' ') }] : []),
    ...files.map(({ path, content, source }): Program => ({
      node: name,
      what: 'file',
      text: content === undefined ? `${path} ← ${source}` : `${path}\n${content}`,
    })),
  ]);
}

/** What tells one program from another; whose device it is makes no difference. */
export const programKey = ({ what, text }: Program): string => JSON.stringify([what, text]);
