import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDiff, diffTopologies, isEmptyDiff } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { compare } from './compare';
import { addLink, addNode, moveNodes, removeItems, renameInterface, setAddresses, setLinkUp } from './edit';
import { setLimit, setNodeField, setOwnNamespace, setSetting } from './edit-fields';
import { drawings, edits as anyEdits } from './random-edits.fixture';

const empty: Topology = { nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] };
const at = { x: 12, y: 24 };
const id = (topology: Topology, name: string): string => topology.nodes.find((node) => node.name === name)!.id;
/** h1 - s1 - h2 */
function small(): Topology {
  const nodes = (['host', 'host', 'switch'] as const).reduce((topology, kind) => addNode(topology, kind, at), empty);
  const cable = (topology: Topology, name: string): Topology => addLink(topology, id(topology, name), id(topology, 's1'));
  return cable(cable(nodes, 'h1'), 'h2');
}

describe('comparing two drawings', () => {
  it('finds nothing between a drawing and a copy of it', () => {
    const topology = small();
    expect(compare(topology, structuredClone(topology))).toEqual([]);
  });
  it('has a new device and its cables as one change, and a removed one too', () => {
    const before = small();
    const grown = addNode(before, 'host', at);
    const after = addLink(grown, id(grown, 'h3'), id(grown, 's1'));
    const [change, ...others] = compare(before, after);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ sign: '+', thing: 'node', name: 'h3', ends: ['s1'], drawing: false });
    expect(change!.ids).toEqual([id(after, 'h3'), after.links.at(-1)!.id]);
    expect(compare(after, before)).toMatchObject([{ sign: '-', thing: 'node', name: 'h3', ends: ['s1'] }]);
  });
  it('gives a cable between two new devices to the one that comes last', () => {
    const two = addNode(addNode(empty, 'host', at), 'host', at);
    const changes = compare(empty, addLink(two, id(two, 'h1'), id(two, 'h2')));
    expect(changes.map(({ name, ends }) => [name, ends])).toEqual([
      ['h1', []],
      ['h2', ['h1']],
    ]);
  });
  it('says which field was what and is what now', () => {
    const before = small();
    const h1 = id(before, 'h1');
    const steps: ((topology: Topology) => Topology)[] = [
      (topology) => setAddresses(topology, h1, 'eth0', 'ipv4', ['10.0.1.9/24']),
      (topology) => setLimit(topology, [h1], 'pids', 64),
      (topology) => setOwnNamespace(topology, [h1], 'ipc', false),
      (topology) => setSetting(topology, [h1], 'net.ipv4.tcp_ecn', '1'),
      (topology) => setNodeField(topology, [h1], 'routes', [{ to: 'default', via: '10.0.1.1' }]),
      (topology) => setNodeField(topology, [h1], 'startup', ['echo up']),
      (topology) => setNodeField(topology, [h1], 'files', [{ path: '/etc/motd', content: 'hello' }]),
    ];
    const [change, ...others] = compare(
      before,
      steps.reduce((topology, step) => step(topology), before),
    );
    expect(others).toEqual([]);
    expect(change!.drawing).toBe(false);
    expect(change!.fields).toEqual([
      { code: 'pids', after: '64', drawing: false },
      { code: 'ipv4', what: 'eth0', after: '10.0.1.9/24', drawing: false },
      { code: 'route', what: 'default', after: '10.0.1.1', drawing: false },
      { code: 'setting', what: 'net.ipv4.tcp_ecn', after: '1', drawing: false },
      { code: 'file', what: '/etc/motd', after: '644 hello', drawing: false },
      { code: 'startup', what: '1', after: 'echo up', drawing: false },
      { code: 'namespace', what: 'ipc', before: 'true', after: 'false', drawing: false },
    ]);
  });
  it('tells a cut cable, a renamed interface and a moved device apart', () => {
    const before = small();
    const [link] = before.links;
    expect(compare(before, setLinkUp(before, [link!.id], false))).toMatchObject([
      { thing: 'link', ends: ['h1', 's1'], fields: [{ code: 'cut', before: 'false', after: 'true' }], drawing: false },
    ]);
    expect(compare(before, renameInterface(before, id(before, 'h1'), 'eth0', 'lan0'))).toMatchObject([
      { thing: 'link', fields: [{ code: 'end', what: '1', before: 'h1 eth0', after: 'h1 lan0' }] },
    ]);
    expect(compare(before, moveNodes(before, new Map([[id(before, 'h2'), { x: 0, y: 0 }]])))).toMatchObject([
      { thing: 'node', name: 'h2', fields: [{ code: 'position', before: '12, 24', after: '0, 0' }], drawing: true },
    ]);
  });
  it('names a field that it does not know', () => {
    const before = small();
    const after = { ...before, nodes: before.nodes.map((node, place) => (place === 0 ? { ...node, rack: 7 } : node)) };
    expect(compare(before, after)).toMatchObject([{ fields: [{ code: 'other', what: 'rack', after: '7' }] }]);
  });
  it('misses nothing: all changes together make the other drawing, whatever was edited', () => {
    fc.assert(
      fc.property(drawings, anyEdits, (drawn, edits) => {
        // As a file holds it: a key that says nothing is none.
        const [before, after] = [drawn, edits.reduce((topology, edit) => edit(topology), drawn)].map(
          (topology) => JSON.parse(JSON.stringify(topology)) as Topology,
        ) as [Topology, Topology];
        const changes = compare(before, after);
        const made = changes.reduce((topology, change) => applyDiff(topology, change.diff), before);
        expect(isEmptyDiff(diffTopologies(made, after))).toBe(true);
        for (const change of changes) if (change.sign === '~') expect(change.fields.length).toBeGreaterThan(0);
        const ids = changes.flatMap((change) => change.ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
  it('lists what goes with a device that is removed once', () => {
    const before = small();
    const changes = compare(before, removeItems(before, [id(before, 's1')]));
    expect(changes).toMatchObject([{ sign: '-', name: 's1', ends: ['h1', 'h2'] }]);
  });
});
