import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTopology } from './parse';
import { cases, eth0, lab, node, pair } from './problem-cases.fixture';
import { validate } from './validate';

describe('a drawing', () => {
  it.each(cases)('with %s (%s) is told where and what to do', (code, severity, place, topology) => {
    const [found, ...more] = validate(topology).filter((problem) => problem.code === code);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ severity, ...place });
    expect(found!.message).toMatch(/^\S.*\.$/);
    expect(found!.hint).toMatch(/^[A-Z].*\.$/);
  });
  it('is fine with a cut cable in the loop, two networks that meet, or the same network in two labs without a router', () => {
    const loop = cases.find(([code]) => code === 'switch-loop')![3];
    expect(validate({ ...loop, links: loop.links.map((link, at) => (at === 2 ? { ...link, up: false } : link)) })).toEqual([]);
    expect(validate(pair(eth0({ ipv4: ['10.0.0.1/24', '10.0.1.1/24'] }), eth0({ ipv4: ['10.0.1.2/24'] })))).toEqual([]);
    const two = [node('h1', eth0({ ipv4: ['10.0.0.2/24'] })), node('h2'), node('h3', eth0({ ipv4: ['10.0.0.2/24'] })), node('h4')];
    expect(validate(lab(two, ['h1/eth0-h2/eth0', 'h3/eth0-h4/eth0']))).toEqual([]);
  });
  it('may have a loop in which a switch has a spanning tree, but none beside it', () => {
    const cables = ['s1/eth0-s2/eth0', 's2/eth1-u3/eth0', 'u3/eth1-s1/eth1'];
    const loop = [node('s1', { stp: true }), node('s2'), node('u3')];
    expect(validate(lab(loop, cables))).toEqual([]);
    const beside = [...cables, 's2/eth2-u3/eth2'];
    expect(validate(lab(loop, beside)).map(({ code, link }) => [code, link])).toEqual([['switch-loop', 'l4']]);
    expect(validate(lab([node('h1'), node('s1')], ['h1/eth0-s1/eth0', 's1/eth1-s1/eth2'])).map(({ code }) => code)).toEqual([
      'switch-loop',
    ]);
  });
  it('is measured by the neighbours that this computer has room for', () => {
    const five = lab(
      [node('s1'), ...Array.from({ length: 5 }, (_, at) => node(`h${at}`))],
      Array.from({ length: 5 }, (_, at) => `s1/eth${at}-h${at}/eth0`),
    );
    expect(validate(five, { neighbours: { ipv4: 8, ipv6: 8 } })).toEqual([]);
    expect(validate(five, { neighbours: { ipv4: 7, ipv6: 7 } }).map(({ message }) => message)).toEqual([
      'If every device talks with its router, the lab needs 8 IPv4 neighbour entries; this computer has 7 for all networks together.',
      'If every device talks with its router, the lab needs 8 IPv6 neighbour entries; this computer has 7 for all networks together.',
    ]);
    expect(validate(five, { neighbours: { ipv4: 8, ipv6: 7 } })).toMatchObject([{ args: { family: 'IPv6' } }]);
  });
  it('that ships has no problem', () => {
    const labs = new URL('../../../labs/', import.meta.url);
    for (const file of readdirSync(labs)) {
      const parsed = parseTopology(readFileSync(new URL(file, labs), 'utf8'));
      expect(parsed.ok && validate(parsed.value)).toEqual([]);
    }
  });
});
