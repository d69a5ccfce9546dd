import { describe, expect, it } from 'vitest';
import { catalogues } from '../shared/text';
import { fixIn } from '../shared/text/problem';
import { cases, eth0, lab, node, pair } from '../shared/topology/problem-cases.fixture';
import { topologySchema } from '../shared/topology/schema';
import { derive } from './derive';
import { renameInterface } from './edit';
import { applyFix, fixAll } from './fix';
import { problemsOf } from './problems';

const problems = (topology: (typeof cases)[number][3]) => problemsOf(topology, derive(topology));
const fixable = cases.flatMap(([code, , place, topology]) => {
  const found = problems(topology).filter((problem) => problem.code === code && problem.fix);
  return found.map((problem) => ({ code, place, topology, problem }));
});

describe('a certain fix', () => {
  it('is there for what has one way to be mended, and every one that has words is of some use', () => {
    expect([...new Set(fixable.map(({ problem }) => problem.fix!.code))].sort()).toEqual(Object.keys(catalogues.en.fixes).sort());
  });
  it.each(fixable)('of $code at $place takes the problem away and makes no other', ({ topology, problem }) => {
    const after = applyFix(topology, problem);
    expect(topologySchema.safeParse(after).error).toBeUndefined();
    const left = problems(after);
    expect(left).not.toContainEqual(problem);
    const before = new Set(problems(topology).map(({ code }) => code));
    expect(left.filter(({ code, severity }) => severity === 'error' && !before.has(code))).toEqual([]);
    for (const language of ['en', 'de'] as const) expect(fixIn(problem, language)).toMatch(/^[^{}]+$/);
    // A second click on what is mended does nothing, or nothing that is seen.
    expect(problems(applyFix(after, problem))).toEqual(left);
  });
  it('changes nothing where there is none', () => {
    const topology = pair({});
    expect(applyFix(topology, {})).toBe(topology);
    expect(applyFix(topology, { fix: { code: 'of-tomorrow', args: {} } })).toBe(topology);
    expect(applyFix(topology, { fix: { code: 'remove-mac', args: { node: 'gone', interface: 'eth0' } } })).toBe(topology);
  });
});

describe('mending all', () => {
  it('ends without a fixable problem, and says what it did', () => {
    for (const [, , , topology] of cases) {
      const { topology: after, fixed } = fixAll(topology);
      expect(problems(after).filter(({ fix }) => fix)).toEqual([]);
      expect(fixed.length > 0).toBe(after !== topology);
    }
  });
  it('gives three of one name three names, and three cables of one interface three interfaces', () => {
    const three = lab(['h1', 'h2', 'h3'].map((id) => node(id, { name: 'web' })).concat(node('s1')), [
      'h1/eth0-s1/eth0',
      'h2/eth0-s1/eth0',
      'h3/eth0-s1/eth0',
    ]);
    const { topology } = fixAll(three);
    expect(topology.nodes.map(({ name }) => name)).toEqual(['web', 'web2', 'web3', 's1']);
    expect(topology.links.map(({ ends }) => ends[1].interface)).toEqual(['eth0', 'eth1', 'eth2']);
  });
});

it('renames an interface wherever it is named', () => {
  const before = pair({
    ...eth0({ mtu: 1400 }),
    routes: [{ to: 'default', dev: 'eth0' }],
    sysctls: { 'net.ipv4.conf.eth0.rp_filter': '1', 'net.ipv4.ip_forward': '1' },
  });
  const after = renameInterface(before, 'h1', 'eth0', 'wan.1');
  expect(after.nodes[0]).toMatchObject({
    interfaces: [{ name: 'wan.1', mtu: 1400 }],
    routes: [{ to: 'default', dev: 'wan.1' }],
    sysctls: { 'net/ipv4/conf/wan.1/rp_filter': '1', 'net.ipv4.ip_forward': '1' },
  });
  expect(after.links[0]!.ends.map((end) => end.interface)).toEqual(['wan.1', 'eth0']);
});
