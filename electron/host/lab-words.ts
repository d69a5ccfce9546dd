/** What is said of a lab that does not run, or only in part. */
import type { NestworkError } from '../shared/lab/error';
import type { Topology } from '../shared/topology/schema';

export function notRunning({ name }: Topology): NestworkError {
  return { code: 'not-running', message: `The lab "${name}" is not running.`, args: { name }, hint: 'Run it first.' };
}

/** One entry per id, the first: that is what the rest may follow from. */
export function distinct(failures: readonly { id: string; error: NestworkError }[]): { id: string; error: NestworkError }[] {
  const seen = new Map<string, NestworkError>();
  for (const { id, error } of failures) if (!seen.has(id)) seen.set(id, error);
  return [...seen].map(([id, error]) => ({ id, error }));
}

export const anotherFile = (id: string, path: string): NestworkError => ({
  code: 'another-file',
  message: `A lab with the id of this one (${id}) runs already, from the file ${path}.`,
  args: { id, path },
  hint: 'Close this drawing and open its file again: it then gets an id of its own.',
});
