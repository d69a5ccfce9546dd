/** Which process wrote a file of this user's state: while it lives the file is its business alone. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Process and its start time (field 22 of proc_pid_stat(5)): a process id alone may be another process by now. */
export const ownerSchema = z.object({ pid: z.number().int(), start: z.string() });
export type Owner = z.infer<typeof ownerSchema>;

export const thisProcess = async (): Promise<Owner> => ({ pid: process.pid, start: (await startOf(process.pid)) ?? '' });

export const lives = async (owner: Owner): Promise<boolean> => (await startOf(owner.pid)) === owner.start;

async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field is the name in brackets and may hold blanks and brackets itself.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
