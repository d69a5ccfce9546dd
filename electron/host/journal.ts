/**
 * The journal of a document: what can be taken back in it, on the disk, so that undo outlives a host that was killed. It lies beside the recovery copy and
 * belongs to one drawing: to a recovery copy by its document's id, or to a lab file by its path and what it holds.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { historySchema } from '../shared/contract';
import type { History } from '../shared/contract';
import type { TopologyDiff } from '../shared/topology/diff';
import type { TopologyNode } from '../shared/topology/schema';
import { lives, ownerSchema, thisProcess } from './owner';
import { historyFolder } from './places';
import { saveAtomically } from './save';

export type JournalOf =
  | { document: string }
  | {
      path: string;
      /** Fingerprint of what the file holds: once it holds something else, its journal tells of another drawing. */
      known: string;
    };

/** Bytes of one that is read at all: two lists as large as a document keeps them, in UTF-8. */
const sizeLimit = 32 * 1024 * 1024;
/** The oldest go. */
const most = 100;

const journalSchema = historySchema.extend({
  journal: z.literal(1),
  of: z.union([z.strictObject({ document: z.string() }), z.strictObject({ path: z.string(), known: z.string() })]),
  owner: ownerSchema,
});

function fileOf(of: JournalOf): string | null {
  if ('path' in of) return join(historyFolder(), `file-${createHash('sha256').update(of.path).digest('hex').slice(0, 32)}.json`);
  return /^[a-z0-9-]{1,64}$/.test(of.document) ? join(historyFolder(), `${of.document}.json`) : null;
}

/** @param lists JSON of the two lists of a history. Null: there is nothing to keep */
export async function writeJournal(of: JournalOf, lists: { done: string; undone: string } | null): Promise<void> {
  const file = fileOf(of);
  if (!file) return;
  if (!lists) return forgetJournal(of);
  await mkdir(historyFolder(), { recursive: true, mode: 0o700 }).catch(() => undefined);
  const head = JSON.stringify({ journal: 1, of, owner: await thisProcess() }).slice(0, -1);
  const fresh = !(await stat(file).catch(() => null));
  await saveAtomically(file, `${head},"done":${lists.done},"undone":${lists.undone}}\n`, { mode: 0o600 });
  if (fresh) await prune();
}

/** Null if there is none, or it is not whole, not of this drawing, or not this user's alone; or another process is at it. */
export async function readJournal(of: JournalOf): Promise<History | null> {
  const file = fileOf(of);
  if (!file) return null;
  try {
    // Neither a link nor a pipe is ours.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = await handle.stat();
      if (!status.isFile() || status.uid !== process.getuid!() || (status.mode & 0o022) !== 0 || status.size > sizeLimit) return null;
      const { owner, of: its, done, undone } = journalSchema.parse(JSON.parse(await handle.readFile('utf8')));
      if (JSON.stringify(its) !== JSON.stringify(of)) return null;
      return owner.pid !== process.pid && (await lives(owner)) ? null : { done, undone };
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

export async function forgetJournal(of: JournalOf): Promise<void> {
  const file = fileOf(of);
  if (file) await unlink(file).catch(() => undefined);
}

/** Every device that taking something back may bring into the drawing again. */
export const nodesIn = ({ done, undone }: History): TopologyNode[] => [...done, ...undone].flatMap(({ diff }) => nodesOf(diff));
const nodesOf = ({ nodes }: TopologyDiff): TopologyNode[] => (nodes ? [...nodes.added, ...nodes.removed, ...nodes.changed.flat()] : []);

async function prune(): Promise<void> {
  const names = (await readdir(historyFolder()).catch(() => [])).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  if (names.length <= most) return;
  const files = names.map((name) => join(historyFolder(), name));
  const aged = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file).catch(() => null))?.mtimeMs ?? 0 })));
  aged.sort((a, b) => b.at - a.at);
  await Promise.all(aged.slice(most).map(({ file }) => unlink(file).catch(() => undefined)));
}
