/** The examples of docs/files.md are what they say: each is read, and together they show every kind of device and every key of the file. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { topologyJsonSchema } from './json-schema';
import { parseTopology } from './parse';
import { nodeKinds } from './schema';

const text = readFileSync(new URL('../../../docs/files.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/^```json (lab|node)\n(.*?)^```$/gms)].map(([, what = '', json = '']) => ({ what, json: json.trim() }));
const labs = examples.map(({ what, json }) =>
  what === 'lab' ? json : `{ "nestwork": 1, "id": "example", "name": "Example", "nodes": [${json}], "links": [] }`,
);

/** Names of all properties in a JSON Schema. */
function properties(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
    properties(value, found);
  }
  return found;
}

describe('docs/files.md', () => {
  it('has no example that is not checked', () => {
    expect(text.match(/^```json/gm)).toHaveLength(examples.length);
    expect(examples.length).toBeGreaterThanOrEqual(11);
  });
  it.each(labs.map((lab, at) => [examples[at]!.json.split('\n')[0], lab]))('%s is read as it stands', (_, lab) => {
    const read = parseTopology(lab);
    expect(read.ok ? undefined : read.error).toBeUndefined();
  });
  it('shows every kind of device that is more than its name, and every key', () => {
    const keys = new Set<string>();
    const kinds = new Set<unknown>();
    for (const lab of labs)
      JSON.parse(lab, (key: string, value: unknown) => {
        if (key !== '' && !/^\d+$/.test(key)) keys.add(key);
        if (key === 'kind') kinds.add(value);
        return value;
      });
    const known = properties(topologyJsonSchema());
    // Settings of sysctl(8) are named by whoever writes them.
    expect([...keys].filter((key) => !known.has(key) && !key.startsWith('net.'))).toEqual([]);
    const said = (key: string): boolean => keys.has(key) || text.includes(`\`${key}\``) || text.includes(`"${key}"`);
    expect([...known].filter((key) => !said(key))).toEqual([]);
    expect(nodeKinds.filter((kind) => !kinds.has(kind) && !text.includes(`\`${kind}\``))).toEqual([]);
  });
});
