/** What a person sees on a terminal, in parts that need no lab: the bar, lines, words that were meant, patterns, units. */
import { describe, expect, test } from 'vitest';
import { generate } from '../host/shapes';
import { createBar } from './bar';
import { limitsIn } from './limits-column';
import { matches } from './find';
import { folded } from './help';
import { Lines } from './lines';
import { distance, nearest } from './nearest';
import { printable } from './terminal';
import { ordered, usageCells, usageOf } from './usage-table';

test('the bar comes after a second, goes on ten times a second at most, and goes away', () => {
  let [time, written] = [0, ''];
  const stream = { columns: 60, write: (text: string) => ((written += text), true) } as unknown as NodeJS.WriteStream;
  const bar = createBar(stream, 'Starting', () => time);
  const at = (now: number, done: number): string => {
    [time, written] = [now, ''];
    bar.set(done, 40);
    return written;
  };
  expect(at(900, 10)).toBe('');
  expect(at(1000, 20)).toBe(`\rStarting ${'█'.repeat(15)}${'░'.repeat(15)} 20/40\u001b[K`);
  expect(at(1050, 21)).toBe('');
  expect(at(1100, 40)).toContain(`${'█'.repeat(30)} 40/40`);
  written = '';
  bar.end();
  bar.end();
  expect(written).toBe('\r\u001b[K');
});

test('bytes in pieces become whole lines, a last one without its end too', () => {
  const lines: string[] = [];
  const reader = new Lines((line) => lines.push(line.toString()));
  for (const piece of ['a', 'b\nc', '', '\n\nlast']) reader.push(Buffer.from(piece));
  reader.end();
  reader.end();
  expect(lines).toEqual(['ab', 'c', '', 'last']);
  reader.push(Buffer.alloc(70_000, 'x'));
  expect(lines.at(-1)).toHaveLength(70_000);
});

test('the word that was meant is near; nothing is suggested where nothing is', () => {
  expect([distance('stauts', 'status'), distance('', 'ab'), distance('exec', 'ecex')]).toEqual([1, 2, 2]);
  const names = ['up', 'down', 'exec', 'export', 'status', 'snapshot'];
  expect(['snap', 'ecex', 'stauts', 'Down', 'x', 'zzzz'].map((word) => nearest(word, names))).toEqual([
    'snapshot',
    'exec',
    'status',
    'down',
    undefined,
    undefined,
  ]);
});

test('patterns of names as in glob(7)', () => {
  const names = ['h1', 'h2', 'h10', 'r-1'];
  const found = (pattern: string): string[] => names.filter((name) => matches(pattern, name));
  expect(['*', 'h?', 'h[2-9]', 'h[!1]', '[hr]*1', 'h', 'r-?', '[', '[z-a]'].map(found)).toEqual([
    names,
    ['h1', 'h2'],
    ['h2'],
    ['h2'],
    ['h1', 'r-1'],
    [],
    ['r-1'],
    [],
    [],
  ]);
});

test('text is broken between words, and steers no terminal', () => {
  expect(folded('one two three', 8)).toEqual(['one two', 'three']);
  expect(printable('a\u001b[2Jb\n')).toBe('a\ufffd[2Jb\n');
});

describe('top', () => {
  test('traffic of a cable is sent by one of its devices and received by the other; idle devices are there too', () => {
    const drawn = generate('star', 2);
    const [link] = drawn.links;
    const [from, to] = link!.ends.map((end) => end.node);
    const rows = usageOf(drawn, { nodes: [[from!, 0.5, 2048 * 1024, 3]], links: [[link!.id, 1_500_000, 800]] });
    expect(rows).toHaveLength(3);
    expect(rows.find(({ node }) => node === from)).toMatchObject({ cpu: 0.5, processes: 2, sent: 1_500_000, received: 800 });
    expect(rows.find(({ node }) => node === to)).toMatchObject({ cpu: 0, processes: 0, sent: 800, received: 1_500_000 });
    expect(ordered(rows, 'cpu')[0]!.node).toBe(from);
    expect(ordered(rows, 'name').map(({ name }) => name)).toEqual(['h1', 'h2', 's1']);
    expect(usageCells(ordered(rows, 'cpu'))[1]).toEqual([from, 'host', '50.0 %', '2.0 MiB', '2', '800 bit/s', '1.5 Mbit/s']);
  });
});

test('limits are told as the lab file calls them', () => {
  expect(limitsIn({ limits: { cpu: 0.5, memory: 64 * 1024 * 1024, pids: 32 } })).toBe('cpu 0.5, memory 64.0 MiB, pids 32');
  expect(limitsIn({ limits: { memory: 2 ** 24, pids: 8 }, limitsMet: { memory: 1, pids: 7 } })).toBe(
    'memory 16.0 MiB (1 killed), pids 8 (7 refused)',
  );
  expect(limitsIn({})).toBe('');
  const drawn = generate('star', 2);
  const held = new Map([['h1', { limits: { pids: 8 } }]]);
  const [head, ...rows] = usageCells(usageOf(drawn, { nodes: [], links: [] }, held));
  expect(head!.at(-1)).toBe('LIMITS');
  expect(rows.map((row) => row.at(-1))).toEqual(rows.map(([name]) => (name === 'h1' ? 'pids 8' : '-')));
});
