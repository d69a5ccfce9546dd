import { describe, expect, it } from 'vitest';
import type { NodeKind, Topology } from '../shared/topology/schema';
import { derive } from './derive';
import {
  addLink,
  addNode,
  changeInterface,
  changeNodes,
  moveNodes,
  removeItems,
  setAddresses,
  setKind,
  setLinkUp,
  setNodeStopped,
} from './edit';
import { generate } from './generate';
import { plan } from './plan';
import type { WantedLab } from './wanted';

/** `h1-s1` are cables, in order; kinds by first letter (u: hub). */
function draw(...cables: string[]): Topology {
  const kinds: Record<string, NodeKind> = { h: 'host', r: 'router', s: 'switch', u: 'hub' };
  let topology: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
  for (const cable of cables) {
    const ends = cable.split('-') as [string, string];
    for (const id of ends)
      if (!topology.nodes.some((node) => node.id === id)) topology = addNode(topology, kinds[id[0]!]!, { x: 0, y: 0 }, id);
    topology = addLink(topology, ...ends);
    topology.links.push({ ...topology.links.pop()!, id: `l${topology.links.length + 1}` });
  }
  return topology;
}
const addresses = (lab: WantedLab, node: string): string[] =>
  [...lab.nodes.get(node)!.interfaces.values()].flatMap((one) => one.addresses.map(({ address }) => address));
const routes = (lab: WantedLab, node: string): string[] => lab.nodes.get(node)!.routes.map(({ to, via }) => `${to} via ${via}`);

describe('automatic addresses', () => {
  it('come from the numbers in the ids: switch s2 has 10.0.2.0/24, router r1 .1, hosts h1 and h2 .10 and .11', () => {
    const lab = derive(draw('r1-s2', 'h1-s2', 'h2-s2'));
    expect(addresses(lab, 'r1')).toEqual(['10.0.2.1/24', 'fd00:2::1/64']);
    expect(addresses(lab, 'h1')).toEqual(['10.0.2.10/24', 'fd00:2::10/64']);
    expect(addresses(lab, 'h2')).toEqual(['10.0.2.11/24', 'fd00:2::11/64']);
  });
  it('of a cable between two devices come from the cable, and of a hub from the hub', () => {
    const lab = derive(draw('r1-r2', 'h1-u1'));
    expect(addresses(lab, 'r2')).toEqual(['10.1.1.2/24', 'fd00:1:1::2/64']);
    expect(addresses(lab, 'h1')).toEqual(['10.2.1.10/24', 'fd00:2:1::10/64']);
  });
  it('stay when a switch becomes a hub and a hub a switch: nothing but the kind changes', () => {
    const topology = draw('r1-s1', 'h1-s1', 'h2-s1', 'h3-u1', 'r1-u1');
    const before = derive(topology);
    for (const [id, kind] of [
      ['s1', 'hub'],
      ['u1', 'switch'],
    ] as const) {
      const steps = plan(derive(setKind(topology, [id], kind), before), before).steps;
      expect(steps.map(({ operation }) => operation)).toEqual([{ op: 'node.kind', node: id, kind, forwarding: false }]);
    }
  });
  it('stay when others come, go, are cut or are stopped', () => {
    const topology = draw('h1-s1', 'h2-s1', 'r1-s1', 'r1-r2', 'r2-s2', 'h3-s2');
    const before = addresses(derive(topology), 'h3');
    for (const changed of [
      removeItems(topology, ['h1', 's1']),
      setLinkUp(topology, ['l5'], false),
      setNodeStopped(topology, ['r2', 's1'], true),
      addLink(addNode(topology, 'host', { x: 0, y: 0 }), 'h2', 'h3'),
    ]) {
      expect(addresses(derive(changed), 'h3').slice(0, 2)).toEqual(before);
    }
  });
  it('join the prefix that somebody typed on their segment; the other family stays as it was', () => {
    const lab = derive(setAddresses(draw('h1-h2'), 'h1', 'eth0', 'ipv4', ['192.168.5.5/24']));
    expect(addresses(lab, 'h1')).toEqual(['192.168.5.5/24', 'fd00:1:1::10/64']);
    expect(addresses(lab, 'h2')).toEqual(['192.168.5.11/24', 'fd00:1:1::11/64']);
  });
  it('leave typed networks alone wherever they lie, and push nobody but who stood there', () => {
    const topology = draw('h1-s1', 'h2-s2', 'h3-s3', 'h4-s4');
    const before = derive(topology);
    const after = derive(setAddresses(topology, 'h1', 'eth0', 'ipv4', ['10.0.3.77/24']));
    expect(addresses(after, 'h3')[0]).not.toMatch(/^10\.0\.3\./);
    for (const node of ['h2', 'h4']) expect(addresses(after, node)).toEqual(addresses(before, node));
  });
  it('take a larger prefix on a segment of more than 245 ends', () => {
    const lab = derive(generate('star', 1000));
    const all = [...lab.nodes.values()].filter((node) => node.kind === 'host').map((node) => addresses(lab, node.id)[0]!);
    expect(new Set(all).size).toBe(1000);
    expect(all.every((address) => address.endsWith('/22'))).toBe(true);
    expect(lab.segments[0]!.ipv6).toBe('fd00:1::/64');
  });
  it('come from the pools of the lab, one after the other', () => {
    const pools = { ipv4: ['192.168.7.0/24', '172.16.0.0/23'], ipv6: [] };
    const lab = derive({ ...draw('h1-s1', 'h2-s2', 'h3-s3', 'h4-s4'), pools });
    const prefixes = lab.segments.map((segment) => segment.ipv4);
    expect(new Set(prefixes)).toEqual(new Set(['192.168.7.0/24', '172.16.0.0/24', '172.16.1.0/24', undefined]));
    expect(lab.segments.every((segment) => segment.ipv6 === undefined)).toBe(true);
  });
  it('fill a /31 with its two ends and give a third none', () => {
    const lab = derive(setAddresses(draw('h1-s1', 'h2-s1', 'h3-s1'), 'h1', 'eth0', 'ipv4', ['10.9.0.0/31']));
    expect([...addresses(lab, 'h2'), ...addresses(lab, 'h3')].filter((address) => address.endsWith('/31'))).toEqual(['10.9.0.1/31']);
  });
  it('are none where a person typed none, and IPv6 ones none where the MTU is too small for IPv6', () => {
    const topology = setAddresses(draw('h1-h2'), 'h1', 'eth0', 'ipv4', []);
    expect(addresses(derive(topology), 'h1')).toEqual(['fd00:1:1::10/64']);
    const small = changeNodes(topology, ['h1'], (node) => changeInterface(node, 'eth0', (one) => ({ ...one, mtu: 1279 })));
    expect(addresses(derive(small), 'h1')).toEqual([]);
  });
});

describe('automatic routes', () => {
  const triangle = draw('r1-r2', 'r2-r3', 'r1-r3', 'r1-s1', 'h1-s1', 'r3-s3', 'h3-s3');
  it('lead hosts to the router of their segment', () => {
    expect(routes(derive(triangle), 'h3')).toEqual(['0.0.0.0/0 via 10.0.3.3', '::/0 via fd00:3::3']);
  });
  it('lead routers to every segment the shortest way, and do not notice a cut', () => {
    expect(routes(derive(triangle), 'r1')).toContain('10.0.3.0/24 via 10.1.3.3');
    expect(routes(derive(setLinkUp(triangle, ['l3'], false)), 'r1')).toContain('10.0.3.0/24 via 10.1.3.3');
    expect(routes(derive(removeItems(triangle, ['l3'])), 'r1')).toContain('10.0.3.0/24 via 10.1.1.2');
  });
  it('give way to a default that a person typed, in its family alone', () => {
    const typed = changeNodes(triangle, ['h3'], (node) => ({ ...node, routes: [{ to: 'default', via: '10.0.3.99' }] }));
    expect(routes(derive(typed), 'h3')).toEqual(['0.0.0.0/0 via 10.0.3.99', '::/0 via fd00:3::3']);
  });
  it('are not made through an interface that is down or not there', () => {
    const down = changeNodes(triangle, ['h3'], (node) => changeInterface(node, 'eth0', (one) => ({ ...one, up: false })));
    expect(routes(derive(down), 'h3')).toEqual([]);
    expect(routes(derive(triangle, undefined, { hold: new Set(['l3']) }), 'r1')).toContain('10.0.3.0/24 via 10.1.1.2');
  });
  it('are none where tables would be too long to read', () => {
    expect(derive(generate('chain', 40)).nodes.get('r1')!.routes.length).toBeGreaterThan(70);
    expect(derive(generate('chain', 1000)).nodes.get('r500')!.routes).toEqual([]);
  });
});

describe('what an edit costs', () => {
  const star = generate('star', 1000);
  const lab = derive(star);
  const changed = (after: WantedLab, before: WantedLab): string[] =>
    [...after.nodes.values()].filter((node) => before.nodes.get(node.id) !== node).map((node) => node.id);

  it('is nothing at all for a move: the very same result', () => {
    expect(derive(moveNodes(star, new Map([['h7', { x: 1, y: 2 }]])), lab)).toBe(lab);
  });
  it('is one cable for a cut in a star of 1,000', () => {
    const after = derive(setLinkUp(star, ['l7'], false), lab);
    expect(changed(after, lab)).toEqual([]);
    expect([...after.links.values()].filter((link) => lab.links.get(link.id) !== link).map((link) => link.id)).toEqual(['l7']);
    expect(after.segments[0]).toBe(lab.segments[0]);
  });
  it('is the switch and the new host for a cable in a star of 1,000', () => {
    const after = derive(addLink(addNode(star, 'host', { x: 0, y: 0 }, 'h1001'), 's1', 'h1001'), lab);
    expect(changed(after, lab)).toEqual(['s1', 'h1001']);
  });
  it('is the two neighbours for a cable in a chain of 1,000', () => {
    const chain = generate('chain', 1000);
    const before = derive(chain);
    expect(changed(derive(removeItems(chain, ['l500']), before), before).sort()).toEqual(['r500', 'r501']);
  });
});

describe('MAC addresses', () => {
  it('are local, unicast, all different, and the same for the same lab for ever', () => {
    const macs = [...derive(generate('star', 1000)).nodes.values()].flatMap((node) => [
      ...(node.mac ? [node.mac] : []),
      ...[...node.interfaces.values()].map((one) => one.mac),
    ]);
    expect(new Set(macs).size).toBe(macs.length);
    expect(macs.every((mac) => /^02(:[0-9a-f]{2}){5}$/.test(mac))).toBe(true);
    expect(derive(draw('h1-h2')).nodes.get('h1')!.interfaces.get('eth0')!.mac).toBe(
      derive(draw('h1-h2')).nodes.get('h1')!.interfaces.get('eth0')!.mac,
    );
    expect(
      derive({ ...draw('h1-h2'), id: 'other' })
        .nodes.get('h1')!
        .interfaces.get('eth0')!.mac,
    ).not.toBe(derive(draw('h1-h2')).nodes.get('h1')!.interfaces.get('eth0')!.mac);
  });
});

describe('cables that cannot be', () => {
  it('are left out: to nowhere, and the younger of two at one interface', () => {
    const topology = draw('h1-s1', 'h2-s1');
    const ends = [
      { node: 'h1', interface: 'eth0' },
      { node: 's1', interface: 'eth9' },
    ] as [{ node: string; interface: string }, { node: string; interface: string }];
    const twice = {
      ...topology,
      links: [{ id: 'l3', ends }, { id: 'l4', ends: [{ node: 'h9', interface: 'eth0' }, ends[1]] as typeof ends }, ...topology.links],
    };
    const lab = derive(twice);
    expect([...lab.links.keys()].sort()).toEqual(['l1', 'l2']);
    expect(derive({ ...twice, links: topology.links }, lab).links.size).toBe(2);
  });
});
