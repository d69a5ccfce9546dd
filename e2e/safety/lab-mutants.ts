/** Lab files as careless hands, broken disks and enemies make them: mutants of real ones, and bombs. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { generate, shapes } from '../../electron/engine/generate';
import { drawings } from '../../electron/engine/random-edits.fixture';
import { cases } from '../../electron/shared/topology/problem-cases.fixture';
import { serializeTopology } from '../../electron/shared/topology/serialize';
import type { Topology } from '../../electron/shared/topology/schema';
import type { Random } from '../support/random';
import { mutant } from './mutants';

type Json = Record<string, unknown>;

/** Those that ship, each regular shape, each that has one problem, and drawings made at random. @param folder of the labs that ship */
export function realLabs(folder: string, seed: number, count = 40): Topology[] {
  const shipped = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Topology);
  const regular = shapes.map((shape) => generate(shape, 5));
  return [...shipped, ...regular, ...cases.map(([, , , topology]) => topology), ...fc.sample(drawings, { numRuns: count, seed })];
}

/** Objects anywhere inside: where other values of the same key come from. */
const objectsIn = (value: unknown): Json[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...(Array.isArray(value) ? [] : [value as Json]), ...Object.values(value).flatMap(objectsIn)];

/** Documents with up to three small changes anywhere inside; about a third has none. */
export function documentMutants(labs: readonly Topology[], random: Random): () => unknown {
  const pool = objectsIn(labs);
  return () => mutant(random.pick(labs), pool, random);
}

/** Texts: half of them documents that were changed, the others bytes that were. */
export function textMutants(labs: readonly Topology[], random: Random): () => string {
  const next = documentMutants(labs, random);
  const texts = labs.map((lab) => serializeTopology(lab));
  const bytes = [...'{}[]":,\\\n\0 0-.eE', '\u00fc', '\ud800', '\ufeff', '"__proto__":', '1e999', 'null', '//', "'"];
  return () => {
    if (random.below(2) === 0) return JSON.stringify(next());
    let text = random.pick(texts);
    for (let times = 1 + random.below(3); times > 0; times--) {
      const [at, other] = [random.below(text.length + 1), random.below(text.length + 1)];
      const how = random.below(5);
      if (how === 0) text = text.slice(0, at);
      else if (how === 1) text = text.slice(0, at) + random.pick(bytes) + text.slice(at);
      else if (how === 2) text = text.slice(0, at) + text.slice(at + 1);
      else if (how === 3) text = text.slice(0, Math.max(at, other)) + text.slice(Math.min(at, other));
      else text = text.slice(0, at) + random.pick(bytes) + text.slice(at + 1);
    }
    return text;
  };
}

/** Files that are small to write and large to read, by name. */
export function* bombs(): Generator<[name: string, text: string]> {
  const lab = (fields: object): string => JSON.stringify({ ...generate('star', 1), ...fields });
  const host = { id: 'h1', name: 'h1', kind: 'host', position: { x: 0, y: 0 } };
  const long = 1_000_000;
  yield ['a tower of arrays', '['.repeat(long)];
  yield ['a tower of objects', '{"a":'.repeat(200_000)];
  yield [
    'a tower below a key that nobody knows',
    lab({ extra: JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown }).replace('[[', '['.repeat(long) + '[['),
  ];
  yield ['a million keys', `{"nestwork":1,${Array.from({ length: long }, (_, at) => `"k${at}":0`).join(',')}}`];
  yield ['a million times one key', `{${'"a":0,'.repeat(long)}"b":0}`];
  yield ['a name of 16 MB', lab({ name: 'x'.repeat(16 * long) })];
  yield ['30 MB of line ends', `${'\n'.repeat(30 * long)}x`];
  yield ['a key of 1 MB, twice', `{"${'k'.repeat(long)}":0,"${'k'.repeat(long)}":0}`];
  yield ['30 MB of space', ' '.repeat(30 * long)];
  yield ['30 MB of escapes', `{"nestwork":1,"name":"${'\\u0041'.repeat(5 * long)}"}`];
  yield ['a number of a million digits', lab({}).replace(/"x":-?[\d.]+/, `"x":${'9'.repeat(long)}`)];
  yield [
    '300,000 nodes of one id',
    `{"nestwork":1,"id":"l","name":"l","nodes":[${`${JSON.stringify(host)},`.repeat(300_000)}${JSON.stringify(host)}],"links":[]}`,
  ];
  yield ['a list of 200,000 nodes that are none', `{"nestwork":1,"id":"l","name":"l","nodes":[${'7,'.repeat(200_000)}7],"links":[]}`];
  for (const text of [
    '1:'.repeat(long),
    ':'.repeat(long),
    '1.'.repeat(long),
    '0'.repeat(long),
    `::${'0'.repeat(long)}`,
    `${'a'.repeat(long)}%`,
  ])
    yield [
      `an address ${text.slice(0, 6)}… of ${text.length / long} MB`,
      lab({ nodes: [{ ...host, interfaces: [{ name: 'eth0', ipv4: [text], ipv6: [text] }] }] }),
    ];
  yield ['an interface name of 1 MB', lab({ nodes: [{ ...host, interfaces: [{ name: 'e'.repeat(long) }] }] })];
  yield ['a setting of 1 MB of dots', lab({ nodes: [{ ...host, sysctls: { [`net${'.a'.repeat(long / 2)}`]: '1' } }] })];
  yield ['a private file of 8 MB', lab({ nodes: [{ ...host, files: [{ path: '/etc/motd', content: 'x'.repeat(8 * long) }] }] })];
  yield ['a path of 1 MB', lab({ nodes: [{ ...host, files: [{ path: '/a'.repeat(long / 2), content: '' }] }] })];
  yield [
    '100,000 cables between two hosts',
    lab({
      nodes: [host, { ...host, id: 'h2', name: 'h2' }],
      links: Array.from({ length: 100_000 }, (_, at) => ({
        id: `l${at}`,
        ends: [
          { node: 'h1', interface: `e${at}` },
          { node: 'h2', interface: `e${at}` },
        ],
      })),
    }),
  ];
}
