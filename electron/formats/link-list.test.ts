import { describe, expect, it } from 'vitest';
import { generate } from '../engine/generate';
import { addListed } from '../engine/add-listed';
import type { Topology } from '../shared/topology/schema';
import { looksLikeLinks, readLinkList, writeLinkList } from './link-list';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
function read(text: string) {
  const list = readLinkList(text);
  if (!list.ok) throw new Error(list.error.message);
  return list.value;
}
const cables = ({ nodes, links }: Topology): string[] =>
  links.map(({ ends }) => ends.map((end) => `${nodes.find((node) => node.id === end.node)!.name}:${end.interface}`).join(' '));

describe('a list of cables', () => {
  it('names devices and cables; the name says the kind, a range stands for many, a comment for nothing', () => {
    const { nodes, links } = read('r1 -- s1   # the core\n\ns1 -- h1..h20\nweb, h20 -- hub1;\n');
    expect(nodes.slice(0, 4).map(({ name, kind }) => `${name} ${kind}`)).toEqual(['r1 router', 's1 switch', 'h1 host', 'h2 host']);
    expect(nodes).toHaveLength(24);
    expect(nodes.slice(-2).map(({ name, kind }) => `${name} ${kind}`)).toEqual(['web host', 'hub1 hub']);
    expect(links).toHaveLength(23);
    expect(links[20]).toEqual([{ name: 's1' }, { name: 'h20' }]);
  });

  it('chains, declares kinds, and says interfaces', () => {
    const { nodes, links } = read('router core1, core2\nh1 -- core1 -- core2:eth7\ncore2 -- h02..03');
    expect(nodes.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['core1 router', 'core2 router', 'h1 host', 'h02 host', 'h03 host']);
    expect(links.map((ends) => ends.map((end) => end.name + (end.interface ?? '')).join(' '))).toEqual([
      'h1 core1',
      'core1 core2eth7',
      'core2 h02',
      'core2 h03',
    ]);
  });

  it('is refused whole, with the line, where a line is wrong', () => {
    const refused = (text: string) => {
      const list = readLinkList(text);
      return list.ok ? undefined : { line: list.error.line, sentence: list.error.sentence };
    };
    expect(refused('r1 -- s1\ns1 -- h_1')).toEqual({ line: 2, sentence: 'name' });
    expect(refused('r1 --')).toEqual({ line: 1, sentence: 'empty' });
    expect(refused('r1 -- h20..h1')).toEqual({ line: 1, sentence: 'range' });
    expect(refused('r1 -- h1..x9')).toEqual({ line: 1, sentence: 'range' });
    expect(refused('\nr1 -- r1')).toEqual({ line: 2, sentence: 'itself' });
    expect(refused('r1:a/b -- h1')).toEqual({ line: 1, sentence: 'interface' });
    expect(refused('r1:eth0 -- h1..h2')).toEqual({ line: undefined, sentence: 'twice' });
    expect(refused('host a\nrouter a')).toEqual({ line: 2, sentence: 'kinds' });
    expect(refused('s1 -- h1..h99999999')).toEqual({ line: 1, sentence: 'range' });
  });

  it('is told from other text', () => {
    expect(looksLikeLinks('# lab\n r1 -- s1')).toBe(true);
    expect(looksLikeLinks('s1--h1..h3')).toBe(true);
    expect(looksLikeLinks('just words, and more - of them')).toBe(false);
    expect(looksLikeLinks('{ "nestwork": 1 }')).toBe(false);
  });

  it.each(['star', 'chain', 'ring', 'tree', 'grid', 'fat-tree'] as const)('written from a %s is read as the same network', (shape) => {
    const before = generate(shape, 24);
    const { topology } = addListed(empty, read(writeLinkList(before)), { x: 0, y: 0 });
    expect(cables(topology)).toEqual(cables(before));
    const kinds = ({ nodes }: Topology) => nodes.map(({ name, kind }) => `${name} ${kind}`).sort();
    expect(kinds(topology)).toEqual(kinds(before));
  });

  it('keeps interfaces that are out of order', () => {
    const text = 'r1:eth3 -- r2\nr1 -- r2:lan\nr1, x9\n';
    const { topology } = addListed(empty, read(text), { x: 0, y: 0 });
    expect(cables(topology)).toEqual(['r1:eth3 r2:eth0', 'r1:eth0 r2:lan']);
    const again = addListed(empty, read(writeLinkList(topology)), { x: 0, y: 0 }).topology;
    expect(cables(again)).toEqual(cables(topology));
    expect(again.nodes.map(({ name }) => name).sort()).toEqual(['r1', 'r2', 'x9']);
  });
});

describe('devices of a list', () => {
  const distance = (topology: Topology): number => {
    let least = Infinity;
    for (const [at, a] of topology.nodes.entries())
      for (const b of topology.nodes.slice(0, at))
        least = Math.min(least, Math.max(Math.abs(a.position.x - b.position.x), Math.abs(a.position.y - b.position.y)));
    return least;
  };

  it.each([
    'r1 -- s1\ns1 -- h1..h20',
    'r1 -- r2 -- r3 -- r4',
    'r1 -- r2 -- r3 -- r1',
    'r1, r2 -- s1..s3\ns1 -- h1..h9\ns2, s3 -- h10',
    'a, b, c',
  ])('stand apart from each other and from what is there: %s', (text) => {
    const first = addListed(empty, read(text), { x: 0, y: 0 }).topology;
    expect(distance(first)).toBeGreaterThanOrEqual(84);
    const more = addListed(first, read(text.replaceAll(/([a-z]+)(\d)/g, '$1-x$2').replaceAll(/\b[abc]\b/g, '$&x')), {
      x: 0,
      y: 0,
    }).topology;
    expect(more.nodes.length).toBe(2 * first.nodes.length);
    expect(distance(more)).toBeGreaterThanOrEqual(60);
    expect(more.nodes.every(({ position }) => position.x % 12 === 0 && position.y % 12 === 0)).toBe(true);
  });

  it('hang below the device that is there, on its next interface', () => {
    const first = addListed(empty, read('r1 -- s1'), { x: 0, y: 0 }).topology;
    const { topology, nodes, there } = addListed(first, read('s1 -- h1..h3'), { x: 900, y: 900 });
    expect([nodes.length, there]).toEqual([3, ['s1']]);
    expect(cables(topology).slice(1)).toEqual(['s1:eth1 h1:eth0', 's1:eth2 h2:eth0', 's1:eth3 h3:eth0']);
    const s1 = topology.nodes.find(({ name }) => name === 's1')!;
    for (const id of nodes) expect(topology.nodes.find((node) => node.id === id)!.position.y).toBeGreaterThan(s1.position.y);
    expect(topology.nodes.filter((node) => first.nodes.includes(node))).toHaveLength(2);
  });

  it('are not added at all where an interface has a cable already', () => {
    const first = addListed(empty, read('r1 -- s1'), { x: 0, y: 0 }).topology;
    const { topology, taken } = addListed(first, read('h1 -- h2\nr1:eth0 -- h1'), { x: 0, y: 0 });
    expect(taken).toEqual(['r1:eth0']);
    expect(topology).toBe(first);
  });

  it('may be ten thousand', () => {
    const { topology } = addListed(empty, read('s1 -- h1..h9000\nr1 -- r2\nr3..r900\nr900 -- s1'), { x: 0, y: 0 });
    expect(topology.links).toHaveLength(9002);
  });
});
