/**
 * One change to a topology, as data: the diff that undo, autosave, the plan and the wire all consume.
 * Records are whole and immutable; an entry of `changed` is [before, after].
 */
import { z } from 'zod';
import { areaSchema, groupSchema, linkSchema, nodeSchema, noteSchema, topologySchema } from './schema';
import type { Topology, idSchema } from './schema';

const recordDiff = <T extends z.ZodType>(record: T) =>
  z.object({
    added: z.array(record),
    changed: z.array(z.tuple([record, record])),
    removed: z.array(record),
  });

/** The lab's own fields (everything but the lists), before and after. */
const labFieldsSchema = topologySchema.omit({ nodes: true, links: true, notes: true, areas: true, groups: true, id: true }).partial();

export const topologyDiffSchema = z.object({
  lab: z.tuple([labFieldsSchema, labFieldsSchema]).optional(),
  nodes: recordDiff(nodeSchema).optional(),
  links: recordDiff(linkSchema).optional(),
  notes: recordDiff(noteSchema).optional(),
  areas: recordDiff(areaSchema).optional(),
  groups: recordDiff(groupSchema).optional(),
});
export type TopologyDiff = z.infer<typeof topologyDiffSchema>;
type Listed = 'nodes' | 'links' | 'notes' | 'areas' | 'groups';
type RecordDiff = { added: Identified[]; changed: [Identified, Identified][]; removed: Identified[] };
type Identified = { id: z.infer<typeof idSchema> };

const lists: Listed[] = ['nodes', 'links', 'notes', 'areas', 'groups'];

/** True if the diff changes nothing. */
export function isEmptyDiff(diff: TopologyDiff): boolean {
  return !diff.lab && lists.every((list) => !diff[list]);
}

/** The diff that takes back what this one did. */
export function reverseDiff(diff: TopologyDiff): TopologyDiff {
  const reversed: Record<string, unknown> = {};
  if (diff.lab) reversed.lab = [diff.lab[1], diff.lab[0]];
  for (const list of lists) {
    const part = diff[list] as RecordDiff | undefined;
    if (part)
      reversed[list] = { added: part.removed, changed: part.changed.map(([before, after]) => [after, before]), removed: part.added };
  }
  return reversed;
}

/**
 * The topology after the diff. Untouched records keep their identity, so that whoever compares by reference pays for the
 * change alone. Records that the diff removes or changes but that are not there are passed over (another window was
 * faster); records that it adds but that exist are replaced.
 */
export function applyDiff(topology: Topology, diff: TopologyDiff): Topology {
  const next: Topology = { ...topology };
  if (diff.lab) Object.assign(next, diff.lab[1]);
  if (diff.lab) for (const key of Object.keys(diff.lab[0])) if (!(key in diff.lab[1])) delete next[key];
  for (const list of lists) {
    const part = diff[list] as RecordDiff | undefined;
    if (!part) continue;
    const replaced = new Map<string, Identified | null>();
    for (const record of part.removed) replaced.set(record.id, null);
    for (const [, after] of part.changed) replaced.set(after.id, after);
    const added = new Map(part.added.map((record) => [record.id, record]));
    const result: Identified[] = [];
    for (const record of (topology[list] ?? []) as Identified[]) {
      const substitute = added.get(record.id) ?? replaced.get(record.id);
      added.delete(record.id);
      if (substitute !== null) result.push(substitute ?? record);
    }
    result.push(...added.values());
    (next as Record<string, unknown>)[list] = result;
  }
  return next;
}

/** What leads from one topology to the other. Linear in the lists' length; records are compared by reference first. */
export function diffTopologies(before: Topology, after: Topology): TopologyDiff {
  const diff: Record<string, unknown> = {};
  const [labBefore, labAfter] = [labFields(before), labFields(after)];
  if (!same(labBefore, labAfter)) diff.lab = [labBefore, labAfter];
  for (const list of lists) {
    const part: RecordDiff = { added: [], changed: [], removed: [] };
    const [mine, theirs] = differing(before[list] ?? [], after[list] ?? []);
    const old = new Map(mine.map((record) => [record.id, record]));
    for (const record of theirs) {
      const previous = old.get(record.id);
      if (!previous) part.added.push(record);
      else if (previous !== record && !same(previous, record)) part.changed.push([previous, record]);
      old.delete(record.id);
    }
    part.removed.push(...old.values());
    if (part.added.length + part.changed.length + part.removed.length > 0) diff[list] = part;
  }
  return diff;
}

/** The lists without the records at both ends that are the very same: an edit touches few, and pays for those. */
function differing(a: Identified[], b: Identified[]): [Identified[], Identified[]] {
  if (a === b) return [[], []];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

function labFields(topology: Topology): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...topology };
  for (const key of [...lists, 'id']) delete fields[key];
  return fields;
}

/** Deep equality of JSON values, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  return (
    keysA.length === keysB.length &&
    keysA.every((key) => key in b && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
