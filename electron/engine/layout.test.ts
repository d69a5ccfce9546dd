import { describe, expect, it } from 'vitest';
import type { NodeKind, Topology } from '../shared/topology/schema';
import { laidOut, layoutKinds, placesFor } from './layout';

/** `kinds` by id; cables "a b". */
function lab(kinds: Record<string, NodeKind>, cables: readonly string[]): Topology {
  return {
    nestwork: 1,
    id: 'lab',
    name: 'lab',
    nodes: Object.entries(kinds).map(([id, kind], at) => ({ id, name: id, kind, position: { x: (at * 37) % 400, y: (at * 91) % 300 } })),
    links: cables.map((cable, at) => {
      const [a = '', b = ''] = cable.split(' ');
      return { id: `l${at}`, ends: [{ node: a, interface: `a${at}` }, { node: b, interface: `b${at}` }] }; // prettier-ignore
    }),
  };
}
/** Three-tier: an Internet, two routers, switches behind them, so many hosts in all; with a cycle, and a part by itself. */
function campus(hosts: number): Topology {
  const kinds: Record<string, NodeKind> = { net: 'internet', r1: 'router', r2: 'router' };
  const cables = ['net r1', 'net r2', 'r1 r2'];
  for (let at = 0; at < hosts; at++) {
    const behind = `s${Math.floor(at / 12)}`;
    if (!(behind in kinds)) {
      kinds[behind] = 'switch';
      cables.push(`${behind} r${(Math.floor(at / 12) % 2) + 1}`);
    }
    kinds[`h${at}`] = 'host';
    cables.push(`h${at} ${behind}`);
  }
  Object.assign(kinds, { x1: 'host', x2: 'host', alone: 'host' });
  return lab(kinds, [...cables, 'x1 x2']);
}
const clash = (places: ReadonlyMap<string, { x: number; y: number }>): string[] => {
  const all = [...places];
  return all.flatMap(([a, p], at) =>
    all.slice(at + 1).flatMap(([b, q]) => (Math.abs(p.x - q.x) < 84 && Math.abs(p.y - q.y) < 84 ? [`${a} ${b}`] : [])),
  );
};

describe('a layout', () => {
  for (const kind of layoutKinds) {
    it(`${kind}: places everything, nothing on another, the same each time, on the grid, around where it was`, () => {
      for (const topology of [campus(40), campus(1), lab({ a: 'host' }, []), lab({ a: 'host', b: 'host' }, ['a b', 'a b', 'a a'])]) {
        const places = placesFor(topology, kind);
        expect([...places.keys()].sort()).toEqual(topology.nodes.map(({ id }) => id).sort());
        expect(clash(places)).toEqual([]);
        expect(placesFor(structuredClone(topology), kind)).toEqual(places);
        for (const { x, y } of places.values()) expect([Math.abs(x % 12), Math.abs(y % 12)]).toEqual([0, 0]);
      }
    });
    it(`${kind}: 1,000 devices are no more than 50 times the work of 250`, { timeout: 60_000 }, () => {
      const time = (topology: Topology): number => {
        const times = Array.from({ length: 5 }, () => {
          const start = performance.now();
          placesFor(topology, kind);
          return performance.now() - start;
        });
        return Math.min(...times);
      };
      const [few, many] = [campus(225), campus(920)];
      expect(many.nodes.length).toBeGreaterThanOrEqual(1000);
      time(few);
      expect(time(many) / Math.max(0.2, time(few))).toBeLessThan(50);
      expect(clash(placesFor(many, kind))).toEqual([]);
    });
  }
  it('tiers: what leads outside is on top, and each device below what it hangs on', () => {
    const places = placesFor(campus(24), 'tiers');
    const y = (id: string) => places.get(id)!.y;
    expect(y('net')).toBeLessThan(y('r1'));
    expect(y('r1')).toBe(y('r2'));
    expect(y('r1')).toBeLessThan(y('s0'));
    expect(y('s0')).toBeLessThan(y('h0'));
  });
  it('concerns what it is asked for, but never what is locked; bends of what moved are gone, others stay', () => {
    const plain = campus(24);
    const topology: Topology = {
      ...plain,
      nodes: plain.nodes.map((node) => (node.id === 'h1' ? { ...node, locked: true } : node)),
      links: plain.links.map((link) => ({ ...link, bends: [{ x: 1, y: 1 }] })),
    };
    const places = placesFor(topology, 'grid', new Set(['h0', 'h1', 'h2', 'h3']));
    expect([...places.keys()].sort()).toEqual(['h0', 'h2', 'h3']);
    const after = laidOut(topology, places);
    const straight = after.links.filter(({ bends }) => !bends).map(({ ends }) => ends[0].node);
    expect(straight.sort()).toEqual(['h0', 'h2', 'h3']);
    expect(after.nodes.find(({ id }) => id === 'h1')).toBe(topology.nodes.find(({ id }) => id === 'h1'));
    expect(laidOut(topology, new Map())).toBe(topology);
  });
});
