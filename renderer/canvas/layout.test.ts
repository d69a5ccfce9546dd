import { expect, it } from 'vitest';
import { setBends } from '../../electron/engine/cables';
import { setLinkField } from '../../electron/engine/edit-fields';
import { addLink, addNode, moveNodes, removeItems, setLinkUp } from '../../electron/engine/edit';
import type { Topology } from '../../electron/shared/topology/schema';
import { DrawnLab, emptyTopology } from './drawn-lab.fixture';
import { grow, overlaps } from './geometry';
import type { Box } from './geometry';
import { Layout } from './layout';
import type { Item } from './marks';
import { Scene } from './scene';
import type { Theme } from './theme';

const [width, height] = [1000, 600];
const theme = { colour: {}, font: 'sans-serif', mono: 'monospace', nameSize: 13, smallSize: 12 } as Theme;
/** Every letter half as wide as it is high. */
const measure = (text: string, font: string) => (text.length * Number(/(\d+(\.\d+)?)px/.exec(font)?.[1])) / 2;

function laidOut(model: DrawnLab, scale = 1) {
  const scene = new Scene(
    model,
    () => undefined,
    () => 0,
  );
  scene.viewport.resize(width, height, 1);
  scene.viewport.set(0, 0, scale);
  const layout = new Layout(scene, theme, measure);
  layout.update();
  scene.damage.take(width, height);
  return { scene, layout };
}
const items = (scene: Scene): Item[] => [...scene.nodes.values(), ...scene.links.values()];
/** What is drawn of everything in view, by id; and each word of it by what it is. */
const drawn = (layout: Layout) => {
  const { nodes, links } = layout.within([{ x0: 0, y0: 0, x1: width, y1: height }]);
  return new Map([...nodes, ...links].map(({ id, drawn }) => [id, { box: drawn?.box, words: drawn?.words, blocks: drawn?.blocks }]));
};
const wordsOf = (all: ReturnType<typeof drawn>) =>
  new Map([...all].flatMap(([id, { words }]) => (words ?? []).map((word) => [`${id} ${JSON.stringify(word)}`, word.box])));
const covered = (box: Box, by: readonly Box[]) => {
  const cut = { x0: Math.max(0, box.x0), y0: Math.max(0, box.y0), x1: Math.min(width, box.x1), y1: Math.min(height, box.y1) };
  return (
    cut.x0 >= cut.x1 || cut.y0 >= cut.y1 || by.some((one) => one.x0 <= cut.x0 && one.y0 <= cut.y0 && one.x1 >= cut.x1 && one.y1 >= cut.y1)
  );
};

/** Numbers below `end`, the same in each run. */
function random(seed: number) {
  let state = seed;
  return (end: number) => (state = (state * 48271) % 2147483647) % end;
}

function edited(topology: Topology, below: (end: number) => number): Topology {
  const { nodes, links } = topology;
  const [a, b] = [nodes[below(nodes.length || 1)], nodes[below(nodes.length || 1)]];
  const [place, act] = [{ x: below(width), y: below(height) }, below(13)];
  if (!a || !b || nodes.length < 6 || act < 2)
    return addNode(topology, (['host', 'router', 'switch', 'hub', 'internet', 'nic'] as const)[below(6)] ?? 'host', place);
  if (act < 5) return addLink(topology, a.id, b.id);
  if (act < 8) return moveNodes(topology, new Map([[a.id, act < 7 ? place : { x: a.position.x + 12, y: a.position.y }]]));
  const link = links[below(links.length || 1)];
  if (act === 8 && link) return setLinkUp(topology, [link.id], link.up === false);
  const bend = () => ({ x: below(width), y: below(height) });
  if (act === 10 && link) return setBends(topology, link.id, Array.from({ length: below(3) }, bend));
  if (act === 11 && link) return setLinkField(topology, [link.id], 'label', link.label ? undefined : 'uplink');
  if (act === 12 && link) return setLinkField(topology, [link.id], 'mtu', link.mtu ? undefined : 9000);
  return nodes.length > 14 ? removeItems(topology, [a.id]) : topology;
}

for (const scale of [1, 0.6, 0.3])
  it(`is, after any edit at ${scale}, what a layout made anew is, and every difference is damage`, { timeout: 60_000 }, () => {
    const below = random(11);
    const model = new DrawnLab(emptyTopology());
    const { scene, layout } = laidOut(model, scale);
    model.onChange((change) => scene.apply(change));
    for (let step = 0; step < 120; step++) {
      const before = drawn(layout);
      if (below(3) > 0) model.edit(edited(model.topology(), below));
      else model.select(items(scene).filter(() => below(5) === 0).map(({ id }) => id)); // prettier-ignore
      layout.update();
      const boxes = scene.damage.take(width, height);
      const after = drawn(layout);
      const other = laidOut(model, scale);
      expect(after, `step ${step}`).toEqual(drawn(other.layout));
      const [old, now] = [wordsOf(before), wordsOf(after)];
      for (const [words, others] of [
        [old, now],
        [now, old],
      ] as const)
        // prettier-ignore
        for (const [word, box] of words) if (!others.has(word)) expect(covered(grow(box, 4), boxes), `step ${step}: ${word}`).toBe(true);
    }
  });

it('asks for the neighbourhood of an edit only', () => {
  let topology = addNode(addNode(emptyTopology(), 'host', { x: 60, y: 60 }, 'h1'), 'host', { x: 900, y: 500 }, 'h2');
  const model = new DrawnLab(topology);
  const { scene, layout } = laidOut(model);
  model.onChange((change) => scene.apply(change));
  topology = moveNodes(model.topology(), new Map([['h1', { x: 72, y: 72 }]]));
  model.edit(topology);
  layout.update();
  const boxes = scene.damage.take(width, height);
  expect(boxes.length).toBeGreaterThan(0);
  expect(boxes.some((box) => overlaps(box, { x0: 400, y0: 300, x1: 1000, y1: 600 }))).toBe(false);
});
