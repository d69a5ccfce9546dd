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
      ...(source !== undefined && { source }),
    })),
  ]);
}

/** With what the files beside the lab hold now. @param texts by the name of the source; one that was not read leaves its program as it is */
export const withSources = (programs: readonly Program[], texts: ReadonlyMap<string, string>): Program[] =>
  programs.map((one) => {
    const content = one.source === undefined ? undefined : texts.get(one.source);
    return content === undefined ? one : { ...one, text: `${one.text}\n${content}` };
  });

/** What tells one program from another; whose device it is makes no difference. */
export const programKey = ({ what, text }: Program): string => JSON.stringify([what, text]);
