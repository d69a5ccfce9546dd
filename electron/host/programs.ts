/**
 * What a lab's file would have this computer do: its start-up commands, the programs of its shells, and its private files, which a shell may read as its own
 * settings. Whoever opens a file has not read it; so before the first run somebody must have seen these and agreed, once for each content.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Program } from '../shared/contract';
import type { Topology } from '../shared/topology/schema';
import { agreedFile } from './places';
import { saveAtomically } from './save';

/** In the order of the drawing. */
export function programsOf(topology: Topology): Program[] {
  return topology.nodes.flatMap(({ name, startup = [], shell, files = [] }) => [
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
const keyOf = ({ what, text }: Program): string => JSON.stringify([what, text]);

/** Of what the file brought, what is still in the drawing. */
export function remaining(brought: readonly Program[], topology: Topology): Program[] {
  if (brought.length === 0) return [];
  const keys = new Set(brought.map(keyOf));
  return programsOf(topology).filter((one) => keys.has(keyOf(one)));
}

/** The same for the same programs, however often and in whichever order they stand. */
export function contentOf(programs: readonly Program[]): string {
  return createHash('sha256')
    .update([...new Set(programs.map(keyOf))].sort().join('\n'))
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

  async has(programs: readonly Program[]): Promise<boolean> {
    if (programs.length === 0) return true;
    const content = contentOf(programs);
    return (await this.all()).has(content) || (await this.shipped()).includes(content);
  }

  /** @returns when it is on the disk; if it cannot be written, it holds until the application ends. */
  async add(programs: readonly Program[]): Promise<void> {
    if (await this.has(programs)) return;
    const known = await this.all();
    known.add(contentOf(programs));
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
