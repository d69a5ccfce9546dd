/** The promises of the engine, over random drawings and random edits of them. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { operationSchema } from '../shared/lab/operation';
import { parseTopology } from '../shared/topology/parse';
import { namespaceKinds, nodeKinds } from '../shared/topology/schema';
import type { NodeKind, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { serializeTopology } from '../shared/topology/serialize';
import { derive } from './derive';
import { changeInterface, changeNodes, removeItems, setAddresses, setKind, setLinkUp, setNodeStopped } from './edit';
import { describe as describeOperation, explain } from './explain';
import { applyAll, emptyState } from './model';
import type { ModelState } from './model';
import { plan } from './plan';
import { emptyLab } from './wanted';
import type { WantedLab } from './wanted';

/** More in a long search by hand. */
const runs = 60;
vi.setConfig({ testTimeout: 60_000 });

type Edit = (topology: Topology) => Topology;

const at = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)];
const onNode = (number: number, change: (node: TopologyNode) => TopologyNode): Edit => {
  return (topology) => changeNodes(topology, [at(topology.nodes, number)?.id ?? ''], change);
};
const onEnd = (number: number, change: (topology: Topology, node: string, name: string) => Topology): Edit => {
  return (topology) => {
    const end = at(topology.links, number)?.ends[number % 2];
    return end ? change(topology, end.node, end.interface) : topology;
  };
};
const prefixes: Record<NodeKind, string> = {
  host: 'h',
  router: 'r',
  switch: 's',
  hub: 'u',
  internet: 'i',
  'this-computer': 'c',
  nic: 'n',
};

function nextId(list: readonly { id: string }[], stem: string): string {
  for (let number = 1; ; number++) if (!list.some((one) => one.id === `${stem}${number}`)) return `${stem}${number}`;
}
const addNode = (kind: NodeKind, named: boolean): Edit => {
  return (topology) => {
    const id = nextId(topology.nodes, named ? `${prefixes[kind]}-x` : prefixes[kind]);
    return { ...topology, nodes: [...topology.nodes, { id, name: id, kind, position: { x: topology.nodes.length * 12, y: 0 } }] };
  };
};
/** Sometimes at an interface that has a cable already, as a file written by hand may have it. */
const addLink = (a: number, b: number, interfaces: number): Edit => {
  return (topology) => {
    const [one, other] = [at(topology.nodes, a), at(topology.nodes, b)];
    if (!one || !other) return topology;
    const free = (id: string, besides: string): string => {
      const taken = new Set([
        besides,
        ...topology.links.flatMap((link) => link.ends.filter((end) => end.node === id).map((end) => end.interface)),
      ]);
      for (let number = 0; ; number++) if (!taken.has(`eth${number}`)) return `eth${number}`;
    };
    const first = interfaces === 0 ? 'eth0' : free(one.id, '');
    const second = free(other.id, one === other ? first : '');
    const link: TopologyLink = {
      id: nextId(topology.links, 'l'),
      ends: [
        { node: one.id, interface: first },
        { node: other.id, interface: second },
      ],
    };
    return { ...topology, links: [...topology.links, link] };
  };
};

const number = fc.nat({ max: 1000 });
const ipv4 = fc.constantFrom(
  '10.0.1.1/24',
  '10.0.1.7/24',
  '10.0.2.9/24',
  '10.1.1.1/30',
  '192.168.5.5/24',
  '192.168.5.10/24',
  '192.168.5.10/16',
  '10.0.3.4/31',
  '172.16.0.1/32',
  'nonsense',
  '10.0.0.300/24',
);
const ipv6 = fc.constantFrom('fd00:1::1/64', 'fd00:1::7/64', 'fd00:1:1::3/64', 'FD00:9::1/64', 'fd12::1/127', '::/200');
const route = fc.constantFrom(
  { to: 'default', via: '10.0.1.1' },
  { to: 'default', via: '192.168.5.5' },
  { to: '10.9.0.0/16', via: '10.0.1.7' },
  { to: 'default', via: 'fd00:1::1' },
  { to: '10.8.0.0/16', dev: 'eth0' },
  { to: 'nowhere', via: '10.0.1.1' },
  { to: '10.0.1.0/24', dev: 'eth1' },
  { to: 'fd99::/48', via: 'fd00:1::7', dev: 'eth0' },
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...nodeKinds), fc.boolean()).map(([kind, named]) => addNode(kind, named)) },
  { weight: 10, arbitrary: fc.tuple(number, number, fc.nat({ max: 15 })).map(([a, b, interfaces]) => addLink(a, b, interfaces)) },
  {
    weight: 2,
    arbitrary: number.map(
      (n): Edit =>
        (topology) =>
          removeItems(topology, [at(topology.nodes, n)?.id ?? '']),
    ),
  },
  {
    weight: 2,
    arbitrary: number.map(
      (n): Edit =>
        (topology) =>
          removeItems(topology, [at(topology.links, n)?.id ?? '']),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(number, fc.boolean()).map(
      ([n, up]): Edit =>
        (topology) =>
          setLinkUp(topology, [at(topology.links, n)?.id ?? ''], up),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(number, fc.boolean()).map(
      ([n, stopped]): Edit =>
        (topology) =>
          setNodeStopped(topology, [at(topology.nodes, n)?.id ?? ''], stopped),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(number, fc.constantFrom(...nodeKinds)).map(
      ([n, kind]): Edit =>
        (topology) =>
          setKind(topology, [at(topology.nodes, n)?.id ?? ''], kind),
    ),
  },
  { weight: 1, arbitrary: number.map((n) => onNode(n, (node) => ({ ...node, name: `${node.name.slice(0, 20)}x` }))) },
  {
    weight: 1,
    arbitrary: fc.tuple(number, fc.subarray([...namespaceKinds])).map(([n, isolation]) => onNode(n, (node) => ({ ...node, isolation }))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(number, fc.array(route, { maxLength: 3 })).map(([n, routes]) => onNode(n, (node) => ({ ...node, routes }))),
  },
  { weight: 1, arbitrary: number.map((n) => onNode(n, (node) => ({ ...node, startup: ['true'] }))) },
  { weight: 1, arbitrary: number.map((n) => onNode(n, (node) => ({ ...node, position: { x: n, y: n } }))) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(number, fc.option(fc.array(ipv4, { maxLength: 3 })))
      .map(([n, list]) => onEnd(n, (topology, node, name) => setAddresses(topology, node, name, 'ipv4', list ?? undefined))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, fc.option(fc.array(ipv6, { maxLength: 2 })))
      .map(([n, list]) => onEnd(n, (topology, node, name) => setAddresses(topology, node, name, 'ipv6', list ?? undefined))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(number, fc.constantFrom(600, 1280, 1500, 9000), fc.boolean())
      .map(([n, mtu, up]) =>
        onEnd(n, (topology, node, name) =>
          changeNodes(topology, [node], (record) => changeInterface(record, name, (one) => ({ ...one, mtu, up }))),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Topology['pools']>(
        undefined,
        { ipv4: ['192.168.0.0/20'], ipv6: ['fd12:3456::/48'] },
        { ipv4: ['10.0.1.0/24', '10.7.0.0/22'], ipv6: [] },
      )
      .map((pools): Edit => (topology) => ({ ...topology, pools })),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Edit>((topology) => ({
      ...topology,
      nodes: [...topology.nodes].reverse(),
      links: [...topology.links].reverse(),
    })),
  },
);
const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const edits = fc.array(edit, { minLength: 1, maxLength: 40, size: 'max' });
const drawings = edits.map((list) => list.reduce((topology, one) => one(topology), empty));

const operations = (to: WantedLab, from: WantedLab) => plan(to, from).steps.map((step) => step.operation);
const built = (lab: WantedLab): ModelState => applyAll(emptyState, operations(lab, emptyLab));
/** Without the order in which things came, which nobody can see; the order of addresses stays, since it shows. */
const seen = (state: ModelState): unknown => ({
  nodes: new Map(
    [...state.nodes].map(([id, node]) => [
      id,
      { ...node, interfaces: new Map([...node.interfaces].map(([name, one]) => [name, { ...one, addresses: inOrder(one.addresses) }])) },
    ]),
  ),
  links: state.links,
});
/** IPv4 as it is, per network; IPv6 addresses do not hang on each other. */
const inOrder = (addresses: readonly string[]): unknown => {
  const networks = new Map<string, string[]>();
  for (const address of addresses.filter((one) => !one.includes(':')))
    networks.set(address.replace(/\d+\//, '/'), [...(networks.get(address.replace(/\d+\//, '/')) ?? []), address]);
  return { ipv4: networks, ipv6: addresses.filter((one) => one.includes(':')).sort() };
};

describe('what is drawn can be made', () => {
  it('makes every drawing from nothing without a refusal, and as drawn', () => {
    fc.assert(
      fc.property(drawings, (topology) => {
        const lab = derive(topology);
        const state = built(lab);
        expect([...state.nodes.keys()].sort()).toEqual([...lab.nodes.keys()].sort());
        for (const [id, node] of lab.nodes) {
          const made = state.nodes.get(id)!;
          expect([...made.interfaces.keys()].sort()).toEqual([...node.interfaces.keys()].sort());
          for (const [name, one] of node.interfaces)
            expect([...made.interfaces.get(name)!.addresses]).toEqual(one.addresses.map(({ address }) => address));
          expect([...made.routes.keys()].sort()).toEqual(node.routes.map(({ to }) => to).sort());
        }
      }),
      { numRuns: runs * 2 },
    );
  });
  it('plans only operations that the supervisor accepts, and can say each of them in words and as a command', () => {
    fc.assert(
      fc.property(drawings, (topology) => {
        for (const operation of [...operations(derive(topology), emptyLab), ...operations(emptyLab, derive(topology))]) {
          expect(operationSchema.safeParse(operation).error).toBeUndefined();
          expect(explain(operation, (id) => id).length).toBeGreaterThan(0);
          expect(describeOperation(operation, (id) => id).what).not.toBe('');
        }
      }),
      { numRuns: runs },
    );
  });
});

describe('planning', () => {
  it('has nothing to do from the result, also when it was made another time', () => {
    fc.assert(
      fc.property(drawings, (topology) => {
        expect(plan(derive(topology), derive(topology)).steps).toEqual([]);
        expect(plan(derive(structuredClone(topology)), derive(topology)).steps).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
  it('goes from any drawing to any edit of it without a refusal, and back to the start', () => {
    fc.assert(
      fc.property(edits, edits, (first, then) => {
        const before = first.reduce((topology, one) => one(topology), empty);
        const after = then.reduce((topology, one) => one(topology), before);
        const [from, to] = [derive(before), derive(after)];
        const start = built(from);
        const there = applyAll(start, operations(to, from));
        expect(seen(there)).toEqual(seen(built(to)));
        expect(seen(applyAll(there, operations(from, to)))).toEqual(seen(start));
      }),
      { numRuns: runs * 2 },
    );
  });
  it('ends where one big step ends, by however many small ones', () => {
    fc.assert(
      fc.property(edits, (list) => {
        let topology = empty;
        let lab = derive(topology);
        let state = built(lab);
        for (const one of list) {
          topology = one(topology);
          const next = derive(topology, lab);
          state = applyAll(state, operations(next, lab));
          lab = next;
        }
        expect(seen(state)).toEqual(seen(built(derive(structuredClone(topology)))));
      }),
      { numRuns: runs * 2 },
    );
  });
});

describe('deriving', () => {
  it('gives the same from scratch as step by step, whoever is held out', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(edit, fc.array(number, { maxLength: 2 })), { minLength: 1, maxLength: 40, size: 'max' }), (list) => {
        let topology = empty;
        let lab = derive(topology);
        for (const [one, holds] of list) {
          topology = one(topology);
          const hold = new Set(
            holds.flatMap((n) => [at(topology.nodes, n)?.id ?? 'none', at(topology.links, n)?.id ?? 'none']).slice(n(holds)),
          );
          lab = derive(topology, lab, { hold });
          expect(lab).toEqual(derive(structuredClone(topology), undefined, { hold }));
        }
      }),
      { numRuns: runs },
    );
  });
  it('does not depend on the order of the file', () => {
    fc.assert(
      fc.property(drawings, fc.nat(), (topology, seed) => {
        const shuffled = { ...topology, nodes: shuffle(topology.nodes, seed), links: shuffle(topology.links, seed + 1) };
        expect(derive(structuredClone(shuffled))).toEqual(derive(topology));
      }),
      { numRuns: runs },
    );
  });
  it('never changes what a person typed, and never gives one address twice on a segment', () => {
    fc.assert(
      fc.property(drawings, (topology) => {
        const lab = derive(topology);
        for (const segment of lab.segments) {
          const automatic = segment.members
            .flatMap((end) => lab.nodes.get(end.node)?.interfaces.get(end.interface)?.addresses ?? [])
            .filter((one) => one.automatic);
          expect(new Set(automatic.map((one) => one.address)).size).toBe(automatic.length);
        }
        for (const node of topology.nodes) {
          for (const one of node.interfaces ?? []) {
            const wanted = lab.nodes.get(node.id)?.interfaces.get(one.name);
            if (!wanted || wanted.port) continue;
            if (one.ipv4) expect(wanted.addresses.filter(({ address, automatic }) => automatic && !address.includes(':'))).toEqual([]);
            if (one.ipv4?.includes('192.168.5.5/24')) expect(wanted.addresses.map(({ address }) => address)).toContain('192.168.5.5/24');
          }
        }
      }),
      { numRuns: runs },
    );
  });
});

describe('files', () => {
  it('reads back what it wrote, byte for byte, with keys that it does not know', () => {
    fc.assert(
      fc.property(
        drawings,
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
          fc.jsonValue(),
        ),
        (topology, extra) => {
          const strange = { ...topology, nodes: topology.nodes.map((node) => ({ zz: extra, ...node })), 'x-lab': extra };
          const text = serializeTopology(strange);
          const back = parseTopology(text);
          expect(back).toEqual({ ok: true, value: JSON.parse(JSON.stringify(strange)) as unknown });
          if (back.ok) expect(serializeTopology(back.value)).toBe(text);
        },
      ),
      { numRuns: runs },
    );
  });
});

const n = (list: readonly unknown[]): number => list.length % 2;
/** Fisher and Yates, with a small generator of its own so that a failure can be repeated. */
function shuffle<T>(list: readonly T[], seed: number): T[] {
  const result = [...list];
  let state = seed >>> 0;
  for (let last = result.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
