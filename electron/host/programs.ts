/**
 * Whoever opens a lab's file has not read it: before the programs that came with it run for the first time somebody must have seen them and agreed, once for
 * each content.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Program } from '../shared/contract';
import { programKey, programsOf } from '../shared/topology/programs';
import type { Topology } from '../shared/topology/schema';
import { agreedFile } from './places';
import { saveAtomically } from './save';

/** Of what the file brought, what is still in the drawing. */
export function remaining(brought: readonly Program[], topology: Topology): Program[] {
  if (brought.length === 0) return [];
  const keys = new Set(brought.map(programKey));
  return programsOf(topology).filter((one) => keys.has(programKey(one)));
}

/** The same for the same programs, however often and in whichever order they stand. */
export function contentOf(programs: readonly Program[]): string {
  return createHash('sha256')
    .update([...new Set(programs.map(programKey))].sort().join('\n'))
    .digest('hex');
}

const fileSchema = z.array(z.string().regex(/^[0-9a-f]{64}$/));
/** The oldest are forgotten, and asked for again. */
const limit = 2000;

/** Contents that somebody has agreed to, kept in this user's state. */
export class Agreements {
  private known: Set<string> | null = null;

  /** @param shipped contents of the labs that come with the application */
  constructor(private readonly shipped: () => Promise<readonly string[]>) {}

  async has(content: string): Promise<boolean> {
    return (await this.all()).has(content) || (await this.shipped()).includes(content);
  }

  /** @returns when it is on the disk; if it cannot be written, it holds until the application ends. */
  async add(content: string): Promise<void> {
    if (await this.has(content)) return;
    const known = await this.all();
    known.add(content);
    await mkdir(dirname(agreedFile()), { recursive: true, mode: 0o700 }).catch(() => undefined);
    await saveAtomically(agreedFile(), `${JSON.stringify([...known].slice(-limit))}\n`, { mode: 0o600 });
  }

  private async all(): Promise<Set<string>> {
    this.known ??= await readFile(agreedFile(), 'utf8')
      .then((text) => new Set(fileSchema.parse(JSON.parse(text))))
      .catch(() => new Set<string>());
    return this.known;
  }
}
