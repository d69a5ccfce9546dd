/**
 * What the supervisor keeps for us with a running lab, opaque to it: the topology, and each change since. Whoever attaches
 * later knows from it what the lab was made from, and what had to be left out.
 */
import { z } from 'zod';
import type { Control, ControlResult } from '../helper/control';
import type { WireReply } from '../helper/wire';
import type { NestworkError } from '../shared/lab/error';
import { labelSchema } from '../shared/lab/label';
import type { Label } from '../shared/lab/label';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { applyDiff, topologyDiffSchema } from '../shared/topology/diff';
import type { TopologyDiff } from '../shared/topology/diff';
import { topologySchema } from '../shared/topology/schema';
import type { Topology, TopologyNode } from '../shared/topology/schema';
import { failureSchema } from './exceptions';
import type { Failure } from './exceptions';
import { sourcesOf } from './lab-sources';

export interface Kept {
  readonly topology: Topology;
  readonly failures: readonly Failure[];
  /** Where the document was opened from or saved to. */
  readonly path?: string;
  /** Texts of private files beside the lab file, by their source. */
  readonly sources?: Readonly<Record<string, string>>;
}
export interface KeptChange {
  diff: TopologyDiff;
  /** All of them, as they are after the change. */
  failures: readonly Failure[];
  label: Label;
  path?: string;
  /** Texts that are new or others than before. */
  sources?: Readonly<Record<string, string>>;
  /** The document was saved in this state. */
  saved?: boolean;
}

const keptSchema = z.object({
  kept: z.literal(1),
  topology: topologySchema,
  failures: z.array(failureSchema),
  path: z.string().optional(),
  sources: z.record(z.string(), z.string()).optional(),
});
const changeSchema = z.object({
  diff: topologyDiffSchema,
  failures: z.array(failureSchema),
  label: labelSchema,
  path: z.string().optional(),
  sources: z.record(z.string(), z.string()).optional(),
  saved: z.boolean().optional(),
});

/** Text of the document in one call, bytes at most (native/WIRE.md allows a line of 4 MiB; JSON may double a text). */
const partLimit = 1024 * 1024;

export const encodeKept = (kept: Kept): string => JSON.stringify({ kept: 1, ...kept });
export const encodeChange = (change: KeptChange): string => JSON.stringify({ ...change, diff: leanDiff(change.diff) });

/** What `applyDiff` needs of it: a change is one message, and private files or a picture in it twice or thrice would be too much for one. */
function leanDiff({ lab, nodes, ...rest }: TopologyDiff): TopologyDiff {
  const lean: TopologyDiff = rest;
  if (lab) {
    const [before, after] = lab.map((fields) => Object.entries(fields)) as [[string, unknown][], [string, unknown][]];
    lean.lab = [
      Object.fromEntries(before.filter(([key]) => lab[1][key] === undefined)),
      Object.fromEntries(after.filter(([key, value]) => JSON.stringify(lab[0][key]) !== JSON.stringify(value))),
    ];
  }
  if (nodes)
    lean.nodes = {
      added: nodes.added,
      changed: nodes.changed.map(([before, after]) => [leanNode(before), after]),
      removed: nodes.removed.map(leanNode),
    };
  return lean;
}
const leanNode = ({ id, name, kind, position }: TopologyNode): TopologyNode => ({ id, name, kind, position });

/** Null if it was not written by a Nestwork that we understand. */
export function decodeChange(text: string): KeptChange | null {
  return parse(changeSchema, text);
}

export function applyChange(kept: Kept, change: KeptChange): Kept {
  const topology = applyDiff(kept.topology, change.diff);
  const sources = sourcesOf(topology, new Map(Object.entries({ ...kept.sources, ...change.sources })));
  return { topology, failures: change.failures, path: change.path ?? kept.path, ...(sources && { sources }) };
}

const unreadable: NestworkError = {
  code: 'not-a-document',
  message: 'The lab runs, but it was not started by this version of Nestwork, so its drawing cannot be read.',
  hint: 'End it with `nestwork down`, or use the version that started it.',
};

/** Reads the kept document. `done` is called while the last reply is being read, before any event behind it. */
export function readKept(control: Control, done: (result: Result<{ revision: number; kept: Kept }>) => void): void {
  let text = '';
  let revision = -1;
  let changes: string[] = [];
  const next = (reply: ControlResult<WireReply<'kept'>>): void => {
    if (!reply.ok) return done(fail(reply.error));
    const { value } = reply;
    if (revision >= 0 && value.revision !== revision) {
      // Somebody applied a change between two parts: what was read so far may not fit.
      text = '';
      revision = -1;
      changes = [];
      return control.request('kept', { offset: 0 }, next);
    }
    revision = value.revision;
    text += value.document;
    changes.push(...(value.changes ?? []));
    if (value.next !== null) return control.request('kept', { offset: value.next }, next);
    // Whoever started the lab has not written it yet.
    if (text === '') return done(fail({ ...unreadable, code: 'no-document' }));
    const first = parse(keptSchema, text);
    const decoded = changes.map(decodeChange);
    if (!first || decoded.includes(null)) return done(fail(unreadable));
    done(
      ok({
        revision,
        kept: (decoded as KeptChange[]).reduce<Kept>(applyChange, { topology: first.topology, failures: first.failures, path: first.path }),
      }),
    );
  };
  control.request('kept', { offset: 0 }, next);
}

/** Replaces the kept document (and forgets the changes). Code `stale-revision` if the lab went on meanwhile. */
export async function writeKept(control: Control, revision: number, text: string): Promise<ControlResult<object>> {
  const parts = cut(text, partLimit);
  for (const [index, part] of parts.entries()) {
    const reply = await control.call('document', { revision, part, last: index === parts.length - 1 });
    if (!reply.ok) return reply;
  }
  return { ok: true, value: {} };
}

/** Pieces of at most so many bytes, cut between characters. */
function cut(text: string, bytes: number): string[] {
  const parts: string[] = [];
  // A UTF-16 unit is at most three bytes of UTF-8.
  const step = Math.floor(bytes / 3);
  for (let at = 0; at < text.length || at === 0;) {
    let end = Math.min(text.length, at + step);
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
    parts.push(text.slice(at, end));
    if (end === text.length) break;
    at = end;
  }
  return parts;
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
