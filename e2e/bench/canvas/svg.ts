/** The yardstick: the same devices, words, cables and lights as plain SVG elements, made by hand, with no framework between. */
import type { Topology, TopologyLink, TopologyNode } from '../../../electron/shared/topology/schema';
import { cableLine } from '../../../renderer/canvas/cable';
import { silhouettes } from '../../../renderer/canvas/geometry';

const icons: Record<string, string> = {
  host: 'M-8.75 -9.6h17.5v14.9h-17.5zM0 5.25v4.4M-5.25 9.6h10.5',
  router: 'M-10.5 0h5.25c4.4 0 3.5 -7 7.9 -7h7M-5.25 0c4.4 0 3.5 7 7.9 7h7',
  switch: 'M-21 -4.5h7v9h-7zM-9.7 -4.5h7v9h-7zM2.7 -4.5h7v9h-7zM14 -4.5h7v9h-7z',
  hub: 'M-14 -5h28M-12 -5v9M-4 -5v9M4 -5v9M12 -5v9',
};
const style = `
  svg { position: absolute; inset: 0; width: 100%; height: 100%; background: var(--nw-paper); font: 12px var(--nw-font); }
  .tile { fill: var(--nw-node-fill) } .icon { fill: none; stroke: var(--nw-node-glyph); stroke-width: 2 }
  .name { font-size: 13px; font-weight: 600; fill: var(--nw-ink); text-anchor: middle; paint-order: stroke; stroke: var(--nw-paper); stroke-width: 4px }
  .flow { font-size: 11px; fill: var(--nw-ink); text-anchor: middle }
  .cable { stroke: var(--nw-cable); stroke-width: 2 } .light { fill: var(--nw-light-on); stroke: var(--nw-paper); stroke-width: 1.5 }`;

export class SvgPage {
  private readonly svg: SVGSVGElement;
  private readonly scene: SVGGElement;
  private view = { x: 0, y: 0, scale: 1 };
  private topology: Topology;
  private counter = 0;

  constructor(home: HTMLElement, lab: { current: Topology }) {
    home.innerHTML = `<div style="position:relative;height:100%"><style>${style}</style><svg><g></g></svg></div>`;
    this.svg = home.querySelector('svg')!;
    this.scene = this.svg.querySelector('g')!;
    this.topology = lab.current;
    this.open(lab);
    const target = home.firstElementChild as HTMLElement;
    target.addEventListener('wheel', (event) => {
      if (event.ctrlKey) {
        const scale = this.view.scale * Math.exp(-event.deltaY * 0.005);
        const [x, y] = [event.clientX, event.clientY];
        this.view = { x: x - ((x - this.view.x) / this.view.scale) * scale, y: y - ((y - this.view.y) / this.view.scale) * scale, scale };
      } else this.view = { ...this.view, x: this.view.x - event.deltaX, y: this.view.y - event.deltaY };
      this.show();
    });
    target.addEventListener('pointermove', (event) => this.drag(event));
  }

  open({ current: topology }: { current: Topology }): void {
    this.topology = topology;
    const nodes = new Map(topology.nodes.map((one) => [one.id, one]));
    this.scene.innerHTML = topology.links.map((one) => cableMarkup(one, nodes)).join('') + topology.nodes.map(nodeMarkup).join('');
    const width = Math.max(...topology.nodes.map(({ position }) => position.x)) + 180;
    const height = Math.max(...topology.nodes.map(({ position }) => position.y)) + 180;
    const scale = Math.min(1, this.svg.clientWidth / width, this.svg.clientHeight / height);
    this.view = { x: 90 * scale, y: 90 * scale, scale };
    this.show();
  }

  edit(): void {
    const id = `e${this.counter}`;
    const added = { id, name: id, kind: 'host' as const, position: { x: 60 + (this.counter % 30) * 120, y: 60 } };
    const other = this.topology.nodes[this.counter++ % Math.min(30, this.topology.nodes.length)]!;
    const cable = { id: `f${id}`, ends: [{ node: id, interface: 'eth0' }, { node: other.id, interface: 'eth9' }] } as TopologyLink; // prettier-ignore
    const nodes = new Map([added, other].map((one) => [one.id, one]));
    this.scene.firstElementChild!.insertAdjacentHTML('beforebegin', cableMarkup(cable, nodes));
    this.scene.insertAdjacentHTML('beforeend', nodeMarkup(added));
  }

  near(): void {
    this.view = { x: this.svg.clientWidth / 2 - 2340, y: this.svg.clientHeight / 2 - 1440, scale: 1 };
    this.show();
  }

  /** How many devices are dragged: the one under the mouse and those after it. */
  together = 1;

  private get dragged(): TopologyNode {
    return this.topology.nodes[12 * 40 + 20] ?? this.topology.nodes[0]!;
  }

  /** Shows that the devices run, or that all do not yet. */
  run(ids: readonly string[] | null): void {
    if (ids === null) for (const { id } of this.topology.nodes) this.scene.querySelector(`#${id}`)!.setAttribute('opacity', '0.4');
    else for (const id of ids) this.scene.querySelector(`#${id}`)!.removeAttribute('opacity');
  }
  /** Words at the middle of each cable: how much goes there and back. */
  rates(of: (at: number) => readonly [number, number]): void {
    const nodes = new Map(this.topology.nodes.map((one) => [one.id, one]));
    const short = (rate: number): string => (rate >= 1e6 ? `${(rate / 1e6).toPrecision(3)}M` : `${(rate / 1e3).toPrecision(3)}k`);
    this.topology.links.forEach((link, at) => {
      const group = this.scene.querySelector(`#${link.id}`)!;
      const [there, back] = of(at);
      const words = `${short(there)}  ${short(back)}`;
      const known = group.querySelector('text');
      if (known) return void (known.textContent = words);
      const { a, b } = lineOf(link, nodes);
      group.insertAdjacentHTML('beforeend', `<text class="flow" x="${(a.x + b.x) / 2}" y="${(a.y + b.y) / 2}">${words}</text>`);
    });
  }
  grip(): { x: number; y: number } {
    const { position } = this.dragged;
    return { x: position.x * this.view.scale + this.view.x, y: position.y * this.view.scale + this.view.y };
  }

  private drag(event: PointerEvent): void {
    const at = { x: (event.clientX - this.view.x) / this.view.scale, y: (event.clientY - this.view.y) / this.view.scale };
    const from = this.dragged;
    const first = this.topology.nodes.indexOf(from);
    const by = { x: at.x - from.position.x, y: at.y - from.position.y };
    const nodes = new Map(this.topology.nodes.map((one) => [one.id, one]));
    const moved = this.topology.nodes
      .slice(first, first + this.together)
      .map((one) => ({ ...one, position: { x: one.position.x + by.x, y: one.position.y + by.y } }));
    for (const one of moved) {
      nodes.set(one.id, one);
      this.scene.querySelector(`#${one.id}`)!.setAttribute('transform', `translate(${one.position.x} ${one.position.y})`);
    }
    const ids = new Set(moved.map(({ id }) => id));
    for (const one of this.topology.links) {
      if (!one.ends.some((end) => ids.has(end.node))) continue;
      const line = lineOf(one, nodes);
      const group = this.scene.querySelector(`#${one.id}`)!;
      const [cable, a, b] = group.children as unknown as [Element, Element, Element];
      for (const [key, value] of Object.entries({ x1: line.a.x, y1: line.a.y, x2: line.b.x, y2: line.b.y }))
        cable.setAttribute(key, String(value));
      [a, b].forEach((light, index) => {
        light.setAttribute('x', String(line.lights[index]!.x - 3.5));
        light.setAttribute('y', String(line.lights[index]!.y - 3.5));
      });
    }
  }

  private show(): void {
    this.scene.setAttribute('transform', `translate(${this.view.x} ${this.view.y}) scale(${this.view.scale})`);
  }
}

function lineOf(link: TopologyLink, nodes: ReadonlyMap<string, TopologyNode>) {
  const [a, b] = link.ends.map((end) => nodes.get(end.node)!) as [TopologyNode, TopologyNode];
  return cableLine({ ...a.position, kind: a.kind }, { ...b.position, kind: b.kind }, 0, 1);
}
function cableMarkup(link: TopologyLink, nodes: ReadonlyMap<string, TopologyNode>): string {
  const { a, b, lights } = lineOf(link, nodes);
  const light = ({ x, y }: { x: number; y: number }) => `<rect class="light" x="${x - 3.5}" y="${y - 3.5}" width="7" height="7"/>`;
  return `<g id="${link.id}"><line class="cable" x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}"/>${lights.map(light).join('')}</g>`;
}
function nodeMarkup({ id, name, kind, position }: TopologyNode): string {
  const { shape, width, height } = silhouettes[kind];
  const tile =
    shape === 'circle'
      ? `<circle class="tile" r="${width / 2}"/>`
      : `<rect class="tile" x="${-width / 2}" y="${-height / 2}" width="${width}" height="${height}" rx="6"/>`;
  return `<g id="${id}" transform="translate(${position.x} ${position.y})">${tile}<path class="icon" d="${icons[kind]}"/><text class="name" y="${height / 2 + 22}">${name}</text></g>`;
}
