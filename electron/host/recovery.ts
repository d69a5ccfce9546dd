/**
 * Copies of unsaved documents, for the case that the application or the computer ends without asking. A copy belongs to the
 * process that wrote it; it is offered to others only when that process is gone.
 */
import { mkdir, readFile, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { topologySchema } from '../shared/topology/schema';
import type { Result } from '../shared/result';
import { recoveryFolder } from './places';
import { saveAtomically } from './save';

const copySchema = z.object({
  document: z.string().regex(/^[a-z0-9-]{1,64}$/),
  path: z.string().optional(),
  at: z.number(),
  /** Process and its start time (field 22 of proc_pid_stat(5)): a process id alone may be another process by now. */
  owner: z.object({ pid: z.number().int(), start: z.string() }),
  topology: topologySchema,
});
export type RecoveryCopy = z.infer<typeof copySchema>;

const fileOf = (document: string): string => join(recoveryFolder(), `${document}.json`);

export async function writeRecovery(copy: Omit<RecoveryCopy, 'owner' | 'at'>): Promise<Result<string>> {
  await mkdir(recoveryFolder(), { recursive: true, mode: 0o700 }).catch(() => undefined);
  const owner = { pid: process.pid, start: (await startOf(process.pid)) ?? '' };
  return saveAtomically(fileOf(copy.document), `${JSON.stringify({ ...copy, at: Date.now(), owner })}\n`, { mode: 0o600 });
}

export async function forgetRecovery(document: string): Promise<void> {
  if (copySchema.shape.document.safeParse(document).success) await unlink(fileOf(document)).catch(() => undefined);
}

/** Copies whose process is gone, newest first. */
export async function recoveryCopies(): Promise<RecoveryCopy[]> {
  const names = await readdir(recoveryFolder()).catch(() => []);
  const copies = await Promise.all(
    names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).map((name) => readCopy(name.slice(0, -5))),
  );
  return copies.filter((copy) => copy !== null).sort((a, b) => b.at - a.at);
}

/** Null if there is none, it cannot be read, or its process lives. */
export async function readCopy(document: string): Promise<RecoveryCopy | null> {
  try {
    const copy = copySchema.parse(JSON.parse(await readFile(fileOf(document), 'utf8')));
    const alive = copy.document === document && (await startOf(copy.owner.pid)) === copy.owner.start;
    return alive ? null : copy;
  } catch {
    return null;
  }
}

async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field is the name in brackets and may hold blanks and brackets itself.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
