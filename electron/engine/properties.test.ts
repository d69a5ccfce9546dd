/** The promises of the engine, over random drawings and random edits of them. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { operationSchema } from '../shared/lab/operation';
import { formatPrefixed, parsePrefixed } from '../shared/topology/address';
import { parseTopology } from '../shared/topology/parse';
import { serializeTopology } from '../shared/topology/serialize';
import { derive } from './derive';
import { describe as describeOperation, explain } from './explain';
import { applyAll, emptyState } from './model';
import type { ModelState } from './model';
import { plan } from './plan';
import { at, drawings, edit, edits, empty, number } from './random-edits.fixture';
import { emptyLab } from './wanted';
import type { WantedLab } from './wanted';

/** More in a long search by hand. */
const runs = 60;
vi.setConfig({ testTimeout: 60_000 });

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
  servers: state.servers,
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
          expect(made).toMatchObject({ kind: node.kind, stp: node.stp, readOnly: node.readOnly, files: node.files, limits: node.limits });
          for (const [name, value] of node.sysctls) expect([name, made.settings.get(name)]).toEqual([name, value]);
        }
        expect(state.servers).toEqual(lab.resolver?.servers ?? []);
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

describe('what has no operation', () => {
  it('changes nothing in a running lab: start-up commands, who shells run as, what is only drawn', () => {
    fc.assert(
      fc.property(drawings, (topology) => {
        const lab = derive(topology);
        const nodes = topology.nodes.map((node) => ({
          ...node,
          position: { x: 7, y: 7 },
          startup: ['sleep 1', { command: 'true', restart: 'always' as const }],
          runAs: 'nobody',
          shell: ['/bin/dash'],
          icon: 'server',
          tags: ['one'],
          locked: true,
        }));
        const links = topology.links.map((link) => ({ ...link, label: 'up', bends: [{ x: 1, y: 1 }] }));
        expect(plan(derive({ ...topology, nodes, links }, lab), lab).steps).toEqual([]);
      }),
      { numRuns: runs },
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
          const sources = new Map(holds.map((n) => ['frr/r1.conf', `hostname r${n % 3}`]));
          const hold = new Set(
            holds.flatMap((n) => [at(topology.nodes, n)?.id ?? 'none', at(topology.links, n)?.id ?? 'none']).slice(n(holds)),
          );
          lab = derive(topology, lab, { hold, sources });
          expect(lab).toEqual(derive(structuredClone(topology), undefined, { hold, sources }));
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
  it('writes every address as the kernel does', () => {
    const lengths = { ipv4: [8, 12, 16, 20], ipv6: [8, 16, 32, 48, 56, 63] };
    const pools = fc.record({
      ipv4: fc.tuple(fc.ipV4(), fc.constantFrom(...lengths.ipv4)).map(([address, length]) => [`${address}/${length}`]),
      ipv6: fc.tuple(fc.ipV6(), fc.constantFrom(...lengths.ipv6)).map(([address, length]) => [`${address}/${length}`]),
      pointToPoint: fc.boolean(),
    });
    fc.assert(
      fc.property(drawings, pools, (topology, own) => {
        for (const { interfaces } of derive({ ...topology, pools: own }).nodes.values())
          for (const { addresses } of interfaces.values())
            for (const { address } of addresses) expect(formatPrefixed(parsePrefixed(address)!)).toBe(address);
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
