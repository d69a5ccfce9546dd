/**
 * Copies of unsaved documents, for the case that the application or the computer ends without asking. A copy belongs to the
 * process that wrote it; it is offered to others only when that process is gone.
 */
import { mkdir, readFile, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { topologySchema } from '../shared/topology/schema';
import type { Result } from '../shared/result';
import { forgetJournal } from './journal';
import { lives, ownerSchema, thisProcess } from './owner';
import { recoveryFolder } from './places';
import { saveAtomically } from './save';

const copySchema = z.object({
  document: z.string().regex(/^[a-z0-9-]{1,64}$/),
  path: z.string().optional(),
  at: z.number(),
  owner: ownerSchema,
  topology: topologySchema,
});
export type RecoveryCopy = z.infer<typeof copySchema>;

const fileOf = (document: string): string => join(recoveryFolder(), `${document}.json`);

export async function writeRecovery(copy: Omit<RecoveryCopy, 'owner' | 'at'>): Promise<Result<string>> {
  await mkdir(recoveryFolder(), { recursive: true, mode: 0o700 }).catch(() => undefined);
  return saveAtomically(fileOf(copy.document), `${JSON.stringify({ ...copy, at: Date.now(), owner: await thisProcess() })}\n`, {
    mode: 0o600,
  });
}

/** With what could be taken back in it. */
export async function forgetCopy(document: string): Promise<void> {
  if (!copySchema.shape.document.safeParse(document).success) return;
  await unlink(fileOf(document)).catch(() => undefined);
  await forgetJournal({ document });
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
    return copy.document === document && (await lives(copy.owner)) ? null : copy;
  } catch {
    return null;
  }
}
