import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTopology } from './parse';
import { serializeTopology } from './serialize';

const labs = new URL('../../../labs/', import.meta.url);
const shipped = readdirSync(labs).map((file) => ({ file, text: readFileSync(new URL(file, labs), 'utf8') }));
const small = `{
  "nestwork": 1, "id": "lab", "name": "Lab",
  "nodes": [
    { "id": "h1", "name": "h1", "kind": "host", "position": { "x": 0, "y": 0 } },
    { "id": "h2", "name": "h2", "kind": "host", "position": { "x": 0, "y": 0 }, "interfaces": [
      { "name": "eth0" } ] }
  ],
  "links": []
}
`;
const failure = (text: string) => {
  const result = parseTopology(text);
  if (result.ok) throw new Error('It was read.');
  return result.error;
};

describe('a file that cannot be read', () => {
  const cases: [what: string, text: string, place: string, words: string][] = [
    ['a missing comma', small.replace('"id": "h2",', '"id": "h2"'), '"name": "h2"', '"," or "}" was expected, "\\"" was found'],
    ['a cut file', small.slice(0, 60), '', 'the end of the file'],
    ['an empty file', '', '', 'a value was expected, the end of the file was found'],
    ['text behind the end', `${small}x`, 'x', 'stands behind the end of the document'],
    [
      'one key twice',
      small.replace('"name": "Lab"', '"name": "Lab", "id": "other"'),
      '"id": "other"',
      'the key "id" stands twice in one object',
    ],
    ['a bad kind', small.replace('"kind": "host"', '"kind": "hots"'), '"hots"', 'nodes[0].kind'],
    ['a bad name deep inside', small.replace('"eth0"', '"eth 0"'), '"eth 0"', 'nodes[1].interfaces[0].name: An interface name'],
    ['a missing key', small.replace('"kind": "host", ', ''), '{ "id": "h1"', 'nodes[0].kind'],
    ['one id twice', small.replace('"id": "h2"', '"id": "h1" '), '"h1" ,', 'nodes[1] has the id "h1", which nodes[0] has already'],
  ];
  it.each(cases)('names the line and column of %s', (_, text, place, words) => {
    const error = failure(text);
    const before = text.slice(0, place === '' ? text.length : text.lastIndexOf(place)).split('\n');
    expect(error.code).toBe('malformed-file');
    expect(error.message).toContain(words);
    expect([error.line, error.column]).toEqual([before.length, before.at(-1)!.length + 1]);
    expect(error.hint).toBeTruthy();
  });
  it('says so when a newer Nestwork made it, and when it is no lab at all', () => {
    expect(failure(small.replace('"nestwork": 1', '"nestwork": 2')).code).toBe('newer-file');
    expect(failure('[]').message).toContain('not a lab');
    expect(failure('# a comment\nname: srl02\n').message).toContain('not a lab');
    expect(failure('<?xml version="1.0"?>').message).toContain('not a lab');
    expect(failure('{"nodes": []}').message).toContain('not a lab');
    expect(failure(small.replace('"nestwork": 1', '"nestwork": "1"')).message).toContain('not a lab');
  });
  it('finds the place of every fault that JSON.parse finds, and no other', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shipped),
        fc.nat(),
        fc.constantFrom('', '{', '}', '"', ',', ':', '\\', '\n', '[', 'x', '1', '-', '\u0000'),
        ({ text }, at, insert) => {
          const broken = `${text.slice(0, at % text.length)}${insert}${text.slice((at % text.length) + 1)}`;
          const result = parseTopology(broken);
          let isJson = true;
          try {
            JSON.parse(broken);
          } catch {
            isJson = false;
          }
          if (!isJson) expect(result.ok).toBe(false);
          if (!result.ok) expect(result.error.message).toMatch(/\.$/);
          if (!result.ok && result.error.code === 'malformed-file' && result.error.line !== undefined)
            expect(result.error.line).toBeLessThanOrEqual(broken.split('\n').length);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('does not follow a tower of brackets, nor read what is larger than any lab', () => {
    expect(failure('['.repeat(100_000)).message).toContain('nested deeper');
    expect(failure(' '.repeat(33 * 1024 * 1024)).message).toContain('larger than');
  });
});

describe('the labs that ship', () => {
  it.each(shipped)('$file is as Nestwork would write it', ({ text }) => {
    const result = parseTopology(text);
    expect(result.ok && serializeTopology(result.value)).toBe(text);
  });
  it('are the five', () => {
    expect(shipped.map(({ file }) => file).sort()).toEqual(
      ['campus', 'first-steps', 'point-to-point', 'star', 'three-routers', 'two-hosts'].map((name) => `${name}.nestwork.json`),
    );
  });
});

describe('writing', () => {
  it('puts one node and one link on a line, in the same order of keys whatever theirs was', () => {
    const [one] = shipped;
    const result = parseTopology(one!.text);
    if (!result.ok) throw new Error(result.error.message);
    const turned = JSON.parse(JSON.stringify(result.value), (_, value: unknown) =>
      value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
    ) as typeof result.value;
    expect(serializeTopology(turned)).toBe(one!.text);
    expect(one!.text.split('\n').filter((line) => line.includes('"kind"'))).toHaveLength(result.value.nodes.length);
  });
});
