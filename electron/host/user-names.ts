/** Names of this computer's users by number, as its own /etc/passwd has them: what a node's programs see, too. */
import { readFile, stat } from 'node:fs/promises';

const file = '/etc/passwd';
let known: { changed: number; names: ReadonlyMap<number, string> } | undefined;

/** The first name of each number. Empty where the file cannot be read. */
export async function userNames(): Promise<ReadonlyMap<number, string>> {
  const changed = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (known?.changed !== changed) known = { changed, names: namesIn(await readFile(file, 'utf8').catch(() => '')) };
  return known.names;
}

/** passwd(5): name, password, number, … */
export function namesIn(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , number] = line.split(':');
    if (name && number && /^\d+$/.test(number) && !names.has(Number(number))) names.set(Number(number), name);
  }
  return names;
}
