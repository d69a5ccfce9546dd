/** The page that is measured: the canvas, or a bare static SVG with the same elements as a yardstick; both answer the same events. */
import { createApp, h } from 'vue';
import { derive } from '../../../electron/engine/derive';
import type { Topology } from '../../../electron/shared/topology/schema';
import NetworkCanvas from '../../../renderer/canvas/NetworkCanvas.vue';
import type { CanvasHandle } from '../../../renderer/canvas/model';
import '../../../renderer/styles/tokens.css';
import { LabModel, link, node, observedOf, topologyOf } from './lab';
import { SvgPage } from './svg';

const columns = 40;

/** A lattice: 40 devices a row, each cabled to the right and down, and more cables until there are two for each device. */
export function lattice(count: number, shift = 0): Topology {
  const kinds = ['host', 'router', 'switch', 'host'] as const;
  const nodes = Array.from({ length: count }, (_, index) =>
    node(`n${index}`, kinds[(index + shift) % 4] ?? 'host', (index % columns) * 120, Math.floor(index / columns) * 120),
  );
  const links = [];
  for (let index = 0; index < count; index++) {
    if ((index + 1) % columns !== 0 && index + 1 < count) links.push(link(`r${index}`, `n${index}`, `n${index + 1}`));
    if (index + columns < count) links.push(link(`d${index}`, `n${index}`, `n${index + columns}`));
  }
  for (let index = 0; links.length < 2 * count && index + columns + 1 < count; index++)
    if ((index + 1) % columns !== 0) links.push(link(`x${index}`, `n${index}`, `n${index + columns + 1}`));
  return topologyOf(nodes, links);
}

/** One px that is another in each frame: a browser without a display draws frames one after another only while something changes. */
const pulse = Object.assign(document.body.appendChild(document.createElement('i')), { className: 'pulse' });
let beat = 0;
const frame = () =>
  new Promise<number>((done) => {
    pulse.style.backgroundColor = beat++ % 2 ? '#fff' : '#eee';
    requestAnimationFrame(done);
  });
/** ms from before the act until its frame is out and the next one begins. */
async function timed(act: () => void): Promise<number> {
  await frame();
  const before = performance.now();
  act();
  await frame();
  await frame();
  return performance.now() - before;
}

interface Subject {
  open(lab: LabModel): void;
  edit(): void;
  near(): void;
  /** Middle of the device that is dragged, client px. */
  grip(): { x: number; y: number };
  /** From now on so many devices are dragged together. */
  drag(count: number): void;
  /** These devices run now; null: none does yet. */
  run(ids: readonly string[] | null): void;
  /** All cables carry other traffic than before. */
  rates(round: number, jump: boolean): void;
}
/** Bit/s there and back, of one cable in one of the rounds. `jump`: of another order in each, so that its marks stand closer or less close. */
export const rateOf = (at: number, round: number, jump: boolean): readonly [number, number] => {
  const factor = jump && (at + round) % 2 ? 1e3 : 1;
  return [(1e5 * (1 + ((at * 7 + round * 13) % 90))) / factor, 1e3 * factor * (1 + ((at * 11 + round * 17) % 90))];
};

function mountCanvas(model: LabModel): Subject {
  const rates = new Map<string, readonly [number, number]>();
  Object.assign(model, { rates: () => rates });
  const app = createApp({ render: () => h(NetworkCanvas, { model, theme: '', ref: 'canvas' }) });
  const canvas = (app.mount('#app').$refs as { canvas: CanvasHandle }).canvas;
  let counter = 0;
  let all: LabModel['observedState'] = {};
  return {
    open: (lab) => model.replace(lab),
    edit() {
      // As the store does it: the parts that did not change stay the same objects.
      const [added, cable] = [
        node(`e${counter}`, 'host', 60 + (counter % 30) * 120, 60),
        link(`f${counter}`, `e${counter}`, `n${counter % Math.min(30, labs[1]!.current.nodes.length)}`),
      ];
      counter++;
      const wanted = derive(topologyOf([added, model.current.nodes.find(({ id }) => id === cable.ends[1].node)!], [cable]));
      Object.assign(model.observedState, observedOf(topologyOf([added], []), wanted, {}));
      model.current = { ...model.current, nodes: [...model.current.nodes, added], links: [...model.current.links, cable] };
      model.wantedLab = { ...model.wantedLab, nodes: new Map([...model.wantedLab.nodes, [added.id, wanted.nodes.get(added.id)!]]) };
      model.tell({
        kind: 'document',
        diff: { nodes: { added: [added], changed: [], removed: [] }, links: { added: [cable], changed: [], removed: [] } },
      });
    },
    near() {
      canvas.zoomTo(1);
    },
    grip() {
      const { x, y, scale } = canvas.view();
      const at = model.current.nodes[columns * 12 + 20] ?? model.current.nodes[0]!;
      return { x: at.position.x * scale + x, y: at.position.y * scale + y };
    },
    drag(count) {
      const first = model.current.nodes[columns * 12 + 20] ? columns * 12 + 20 : 0;
      model.select(model.current.nodes.slice(first, first + count).map(({ id }) => id));
    },
    run(ids) {
      // As events of the supervisor tell it: the records of some nodes at a time.
      if (ids === null) {
        all = model.observedState;
        model.observedState = {};
        model.labState = { ...model.labState, phase: 'starting', changing: model.current.nodes.map(({ id }) => id) };
        model.tell({ kind: 'whole' });
        return;
      }
      for (const id of ids) model.observedState[id] = all[id]!;
      model.tell({ kind: 'observed', nodes: ids });
    },
    rates(round, jump) {
      if (!model.shownLayers.rates) {
        model.shownLayers = { ...model.shownLayers, rates: true };
        model.tell({ kind: 'layers' });
      }
      const links = model.current.links.map(({ id }) => id);
      links.forEach((id, at) => rates.set(id, rateOf(at, round, jump)));
      model.tell({ kind: 'rates', links });
    },
  };
}

function svgPage(model: LabModel): Subject {
  const page = new SvgPage(home, model);
  return {
    open: (lab) => page.open(lab),
    edit: () => page.edit(),
    near: () => page.near(),
    grip: () => page.grip(),
    drag: (count) => void (page.together = count),
    run: (ids) => page.run(ids),
    rates: (round, jump) => page.rates((at) => rateOf(at, round, jump)),
  };
}

const home = document.querySelector<HTMLElement>('#app')!;
let subject: Subject;
let labs: LabModel[] = [];
const wheel = (init: WheelEventInit) =>
  home.firstElementChild!.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: 640, clientY: 400, ...init }));

Object.assign(window, {
  /** Makes the labs, which is no drawing: one to begin with, two to change between. */
  prepare(count: number) {
    labs = [0, 1, 2].map((shift) => new LabModel(lattice(count, shift)));
  },
  /** ms until the lab is painted the first time in this page. */
  start(kind: 'canvas' | 'svg') {
    return timed(() => (subject = kind === 'canvas' ? mountCanvas(labs[0]!) : svgPage(labs[0]!)));
  },
  /** From now on so many devices are dragged together. */
  together: (count: number) => subject.drag(count),
  /** A lab goes up: so many devices with each event. */
  async goUp(each: number) {
    const ids = labs[0]!.current.nodes.map(({ id }) => id);
    subject.run(null);
    const times = [];
    for (let at = 0; at < ids.length; at += each) times.push(await timed(() => subject.run(ids.slice(at, at + each))));
    return times;
  },
  /** All cables change twice a second in life; here as fast as they can. */
  async rates(times: number, jump: boolean) {
    const all = [];
    for (let index = 0; index < times; index++) all.push(await timed(() => subject.rates(index, jump)));
    return all;
  },
  near: () => subject.near(),
  /** Frames in which nothing changes. */
  async idle(times: number) {
    const all = [];
    for (let index = 0; index < times; index++) all.push(await timed(() => undefined));
    return all;
  },
  grip: () => subject.grip(),
  async openAnother(times: number) {
    const all = [];
    for (let index = 0; index < times; index++) all.push(await timed(() => subject.open(labs[1 + (index % 2)]!)));
    return all;
  },
  async edit(times: number) {
    const all = [];
    for (let index = 0; index < times; index++) all.push(await timed(() => subject.edit()));
    return all;
  },
  /** The mouse is down on the grip already. */
  async drag(from: { x: number; y: number }, times: number) {
    const all = [];
    for (let index = 1; index <= times; index++) {
      const init = { bubbles: true, pointerId: 1, clientX: from.x + index * 3, clientY: from.y + index * 2 };
      all.push(await timed(() => home.firstElementChild!.dispatchEvent(new PointerEvent('pointermove', init))));
    }
    return all;
  },
  async pan(times: number) {
    const all = [];
    for (let index = 0; index < times; index++)
      all.push(await timed(() => wheel({ deltaX: index % 20 < 10 ? 24 : -24, deltaY: index % 20 < 10 ? 16 : -16 })));
    return all;
  },
  async zoom(times: number) {
    const all = [];
    for (let index = 0; index < times; index++) all.push(await timed(() => wheel({ deltaY: index % 20 < 10 ? -20 : 20, ctrlKey: true })));
    return all;
  },
});
