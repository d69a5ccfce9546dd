/** Reads a topology file: whole and sound, or not at all, with the place and a sentence. */
import type { z } from 'zod';
import { fail, ok } from '../result';
import type { Result } from '../result';
import { findFault, placeOf } from './json-places';
import type { JsonPath, Place } from './json-places';
import { migrate } from './migrate';
import { topologySchema } from './schema';
import type { Topology } from './schema';

/** Files above this are refused before they are read, bytes. The largest lab that the schema allows is well below. */
export const fileLimit = 32 * 1024 * 1024;

export function parseTopology(text: string): Result<Topology> {
  if (text.length > fileLimit) return malformed({ line: 1, column: 1 }, `it is larger than ${fileLimit / 1024 / 1024} MiB`);
  const fault = findFault(text);
  if (fault) return foreign.test(text) ? notOurs(fault) : malformed(fault, fault.message);
  const migrated = migrate(JSON.parse(text));
  if (!migrated.ok) return migrated;
  const parsed = topologySchema.safeParse(migrated.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue ? pathOf(issue) : [];
    return malformed(
      placeOf(text, path),
      `${path.length ? `${written(path)}: ` : ''}${issue ? sentence(issue) : 'it does not fit the schema'}`,
    );
  }
  const twice = findTwice(parsed.data);
  if (twice) return malformed(placeOf(text, twice.path), twice.message);
  return ok(parsed.data);
}

/** It begins as no JSON document of ours does: another program's file, or a text. */
const foreign = /^\s*[^\s{[]/;

function notOurs({ line, column }: Place): Result<never> {
  return fail({
    code: 'malformed-file',
    message: 'This is not a lab: a lab file is JSON and begins with a brace.',
    hint: 'Choose a file that Nestwork saved (it ends in .nestwork.json). Files of other programs are not read.',
    sentence: 'foreign',
    line,
    column,
  });
}

/** Characters of a fault that are told: a sentence, even where the file's own words in it are a book. */
const longest = 300;

function malformed({ line, column }: Place, fault: string): Result<never> {
  const what = fault.length > longest ? `${fault.slice(0, longest)}…` : fault;
  return fail({
    code: 'malformed-file',
    message: `The file cannot be read: line ${line}, column ${column}: ${what.replace(/\.$/, '')}.`,
    hint: 'Nothing was loaded and the file was not touched. Correct that place, or go back to an older copy (the name with "~" behind it).',
    sentence: 'place',
    args: { line, column, what: what.replace(/\.$/, '') },
    line,
    column,
  });
}

const pathOf = (issue: z.core.$ZodIssue): (string | number)[] => issue.path.filter((part) => typeof part !== 'symbol');
/** `nodes[3].interfaces[0].name` */
const written = (path: JsonPath): string =>
  path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at ? '.' : ''}${part}`)).join('');

/** zod's own words, but for the one that a missing key gets. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined'))
    return `${issue.expected} expected, but it is missing`;
  return issue.message.replace(/^Invalid input: /, '');
}

/** Ids name records in every diff; two records of one id would be one to everybody. */
function findTwice(topology: Topology): { path: JsonPath; message: string } | undefined {
  for (const list of ['nodes', 'links', 'notes', 'areas', 'groups'] as const) {
    const first = new Map<string, number>();
    for (const [index, { id }] of (topology[list] ?? []).entries()) {
      const other = first.get(id);
      if (other !== undefined)
        return { path: [list, index, 'id'], message: `${list}[${index}] has the id "${id}", which ${list}[${other}] has already` };
      first.set(id, index);
    }
  }
  return undefined;
}
