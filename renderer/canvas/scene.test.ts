import { describe, expect, it } from 'vitest';
import { addArea, addGroup } from '../../electron/engine/drawn';
import { setDrawnField } from '../../electron/engine/edit-fields';
import { addLink, addNode, moveNodes, removeItems, setLinkUp } from '../../electron/engine/edit';
import type { Topology } from '../../electron/shared/topology/schema';
import { DrawnLab, emptyTopology } from './drawn-lab.fixture';
import { Scene } from './scene';

function threeNodes(): Topology {
  let topology = emptyTopology();
  topology = addNode(topology, 'host', { x: 0, y: 0 }, 'h1');
  topology = addNode(topology, 'switch', { x: 240, y: 0 }, 's1');
  topology = addNode(topology, 'host', { x: 480, y: 0 }, 'h2');
  return addLink(addLink(topology, 'h1', 's1'), 'h2', 's1');
}

function sceneOf(topology: Topology) {
  const model = new DrawnLab(topology);
  let now = 0;
  const scene = new Scene(
    model,
    () => undefined,
    () => now,
  );
  model.onChange((change) => scene.apply(change));
  scene.viewport.resize(1000, 600, 1);
  scene.damage.take(1000, 600);
  return { model, scene, tick: (ms: number) => (now += ms) };
}

describe('the scene', () => {
  it('is, after any edit, what a scene made from the edited document is', () => {
    const { model, scene } = sceneOf(threeNodes());
    const edits = [
      (topology: Topology) => addNode(topology, 'router', { x: 240, y: 240 }, 'r1'),
      (topology: Topology) => addLink(topology, 'r1', 's1'),
      (topology: Topology) => addLink(topology, 'r1', 's1'),
      (topology: Topology) => moveNodes(topology, new Map([['s1', { x: 120, y: 360 }]])),
      (topology: Topology) => setLinkUp(topology, [topology.links[0]?.id ?? ''], false),
      (topology: Topology) => addGroup(topology, 'Site', ['h1', 'h2']).topology,
      (topology: Topology) => setDrawnField(topology, 'groups', topology.groups?.[0]?.id ?? '', 'collapsed', true),
      (topology: Topology) => addLink(addLink(topology, 'h1', 'r1'), 'h1', 'h2'),
      (topology: Topology) => addArea(topology, { x: 0, y: 0, width: 100, height: 100 }).topology,
      (topology: Topology) => moveNodes(topology, new Map([['h2', { x: 500, y: 240 }]])),
      (topology: Topology) => setDrawnField(topology, 'groups', topology.groups?.[0]?.id ?? '', 'collapsed', undefined),
      (topology: Topology) => removeItems(topology, ['s1']),
    ];
    for (const edit of edits) {
      model.edit(edit(model.topology()));
      const fresh = sceneOf(model.topology()).scene;
      const drawn = (one: Scene) => ({
        nodes: [...one.nodes.values()].map(({ id, x, y, kind, view }) => ({ id, x, y, kind, view })).sort((a, b) => (a.id < b.id ? -1 : 1)),
        links: [...one.links.values()]
          .map(({ id, line, stands, view }) => ({ id, line, stands, view }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      });
      expect(drawn(scene)).toEqual(drawn(fresh));
    }
  });

  it('shows a drag without an edit, and takes it back', () => {
    const { scene } = sceneOf(threeNodes());
    const before = scene.links.get([...scene.links.keys()][0] ?? '')?.line;
    scene.moveTo(new Map([['h1', { x: 100, y: 100 }]]));
    expect(scene.nodes.get('h1')).toMatchObject({ x: 100, y: 100 });
    scene.dropMoves();
    expect(scene.nodes.get('h1')).toMatchObject({ x: 0, y: 0 });
    expect(scene.links.get([...scene.links.keys()][0] ?? '')?.line).toEqual(before);
  });

  it('shows "changing" only when it lasts, and then long enough to be seen', () => {
    const { model, scene, tick } = sceneOf(threeNodes());
    const node = scene.nodes.get('h1');
    model.setLab({ changing: ['h1'] });
    expect(node?.shown).toBe('planned');
    tick(121);
    scene.settle();
    expect(node?.shown).toBe('changing');
    model.observe('h1');
    model.setLab({ changing: [] });
    expect(node?.shown).toBe('changing');
    tick(200);
    scene.settle();
    expect(node?.shown).toBe('up');
  });

  it('puts parallel cables side by side, and one line with their number in place of more than six', () => {
    const { model, scene } = sceneOf(threeNodes());
    model.edit(addLink(model.topology(), 'h1', 's1'));
    const between = () => [...scene.links.values()].filter(({ a, b }) => a.id === 'h1' || b.id === 'h1');
    expect(new Set(between().map(({ line }) => line.a.y)).size).toBe(2);
    for (let index = 0; index < 5; index++) model.edit(addLink(model.topology(), 'h1', 's1'));
    expect(
      between()
        .map(({ stands }) => stands)
        .filter((stands) => stands > 0),
    ).toEqual([7]);
  });
});

describe('what an edit changes elsewhere', () => {
  it('is drawn too: an address that the engine moved', () => {
    const { model, scene } = sceneOf(threeNodes());
    const planned = scene.nodes.get('h2')?.view.second?.text;
    expect(planned).toMatch(/^10\./);
    model.edit(removeItems(model.topology(), ['s1']));
    expect(scene.nodes.get('h2')?.view.second).toBeUndefined();
    expect(scene.nodes.get('h2')?.view.spoken).toBe('h2, host, planned, 0 cables');
  });
});

it('an empty lab has no bounds and answers no hit', () => {
  const { scene } = sceneOf(emptyTopology());
  expect(scene.bounds()).toBeUndefined();
  expect(scene.touching({ x0: -1e6, y0: -1e6, x1: 1e6, y1: 1e6 })).toEqual({ nodes: [], links: [] });
});

it('draws a group as one device, with the cables of its devices to others and none among themselves', () => {
  const { model, scene } = sceneOf(addLink(threeNodes(), 'h1', 'h2'));
  const grouped = addGroup(model.topology(), 'Site', ['h1', 'h2']);
  model.edit(setDrawnField(grouped.topology, 'groups', grouped.id, 'collapsed', true));
  expect([...scene.nodes.values()].map(({ id, kind, x, y }) => [id, kind, x, y])).toEqual([
    ['s1', 'switch', 240, 0],
    [grouped.id, 'group', 240, 0],
  ]);
  expect([...scene.links.values()].map(({ a, b }) => [a.id, b.id])).toEqual([
    [grouped.id, 's1'],
    [grouped.id, 's1'],
  ]);
  expect(scene.nodes.get(grouped.id)?.view.spoken).toBe('Site, group of 2 devices, planned, 2 cables');
  scene.moveTo(new Map([[grouped.id, { x: 600, y: 0 }]]));
  scene.dropMoves();
  expect(scene.nodes.get(grouped.id)).toMatchObject({ x: 240, y: 0 });
});
