/** Every gesture of the pointer, by keys: walk, choose, move, connect, cut, delete, open. */
import { t } from '../text';
import { gridStep } from './geometry';
import type { Point } from './geometry';
import type { LinkItem, NodeItem } from './items';
import type { CanvasModel } from './model';
import { sourcesOf } from './pointer';
import type { Scene } from './scene';

export interface KeyInput {
  readonly key: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
}

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Where the keyboard is and can go; given by the layer of names. */
export interface KeyboardFocus {
  current(): string | undefined;
  go(id: string): void;
}

/**
 * The nearest node in a direction: in its quarter of the plane, so that each node lies in one direction; only if there is none, up to 63° aside.
 * Nearness along the direction counts once, aside of it twice.
 */
export function neighbour(scene: Scene, from: NodeItem, direction: Point): NodeItem | undefined {
  let best: { node: NodeItem; quarter: boolean; cost: number } | undefined;
  for (const node of scene.nodes.values()) {
    const [dx, dy] = [node.x - from.x, node.y - from.y];
    const along = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y - dy * direction.x);
    if (node === from || along <= 0 || aside > along * 2) continue;
    const [quarter, cost] = [aside <= along, along + 2 * aside];
    if (!best || (quarter === best.quarter ? cost < best.cost : quarter)) best = { node, quarter, cost };
  }
  return best?.node;
}

export class KeyGestures {
  /** Node from which a cable is being pulled by keys. */
  private pulling: string | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly focus: KeyboardFocus,
    private readonly cancelPointer: () => boolean,
  ) {}

  /** True if the key was the canvas's. */
  down(input: KeyInput): boolean {
    const id = this.focus.current();
    const [node, link] = [this.scene.nodes.get(id ?? ''), this.scene.links.get(id ?? '')];
    if (input.key === 'Escape') return this.escape(link);
    if (this.pulling) return this.pullingKey(input);
    const direction = directions[input.key];
    if (direction) return this.arrow(input, direction, node, link);
    if (input.control || input.alt) return false;
    if (input.key === 'Delete' || input.key === 'Backspace') return this.remove(id);
    if (input.key === 'Enter' && this.model.tool().startsWith('add:')) return this.placeByKey(node);
    if (node) return this.nodeKey(input, node);
    if (link) return this.linkKey(input, link);
    return false;
  }

  private escape(link: LinkItem | undefined): boolean {
    if (this.pulling) {
      this.endPulling();
      this.model.announce(t('canvas.notPulled'));
    } else if (this.cancelPointer()) this.model.announce(t('canvas.cancelled'));
    else if (this.model.tool() !== 'select') this.model.setTool('select');
    else if (link) this.focus.go(link.a.id);
    else if (this.model.selection().size > 0) this.model.select([]);
    else return false;
    return true;
  }

  private arrow(input: KeyInput, direction: Point, node: NodeItem | undefined, link: LinkItem | undefined): boolean {
    if (input.control || input.alt) return this.nudge(direction, input.shift ? 10 : 1, node);
    if (link) {
      const [a, b] = [link.a, link.b];
      const towardsB = (b.x - a.x) * direction.x + (b.y - a.y) * direction.y;
      if (towardsB !== 0) this.focus.go(towardsB > 0 ? b.id : a.id);
      return true;
    }
    const next = node ? neighbour(this.scene, node, direction) : this.scene.nodes.values().next().value;
    if (next) this.focus.go(next.id);
    return true;
  }

  private nudge(direction: Point, steps: number, node: NodeItem | undefined): boolean {
    const selected = [...this.model.selection()].filter((id) => this.scene.nodes.has(id));
    const ids = node && !selected.includes(node.id) ? [node.id] : selected;
    if (ids.length === 0) return false;
    const free = ids.filter((id) => !this.scene.nodes.get(id)?.view.locked);
    if (free.length === 0) {
      this.model.announce(t('canvas.isLocked', { what: this.scene.nodes.get(ids[0]!)?.view.name ?? '' }));
      return true;
    }
    const positions = new Map<string, Point>();
    for (const id of free) {
      const item = this.scene.nodes.get(id);
      if (item) positions.set(id, { x: item.x + direction.x * gridStep * steps, y: item.y + direction.y * gridStep * steps });
    }
    this.model.move(positions);
    const moved = node && positions.get(node.id);
    this.model.announce(
      moved
        ? t('canvas.moved', { what: node.view.name, x: Math.round(moved.x), y: Math.round(moved.y) })
        : t('canvas.manyMoved', { n: free.length }),
    );
    if (node) this.focus.go(node.id);
    return true;
  }

  private remove(id: string | undefined): boolean {
    const selection = [...this.model.selection()];
    const ids = id && !selection.includes(id) ? [id] : selection;
    if (ids.length === 0) return false;
    const item = this.scene.nodes.get(id ?? '');
    const next = item && [...item.links].map((link) => link.other(item)).find((node) => node !== item && !ids.includes(node.id));
    this.model.remove(ids);
    if (next) this.focus.go(next.id);
    return true;
  }

  /** Beside the focused device, else in the middle of what is seen; on the grid, and never on top of another. */
  private placeByKey(node: NodeItem | undefined): boolean {
    const { viewport } = this.scene;
    const middle = viewport.toCanvas(viewport.width / 2, viewport.height / 2);
    const grid = (value: number) => Math.round(value / gridStep) * gridStep;
    let at = node ? { x: grid(node.x + 120), y: grid(node.y) } : { x: grid(middle.x), y: grid(middle.y) };
    while (this.scene.touching({ x0: at.x - 40, y0: at.y - 40, x1: at.x + 40, y1: at.y + 40 }).nodes.length > 0)
      at = { x: at.x + 120, y: at.y };
    const id = this.model.addNode(this.model.tool().slice(4) as never, at);
    this.model.setTool('select');
    if (id) this.focus.go(id);
    return true;
  }

  private nodeKey({ key, shift }: KeyInput, node: NodeItem): boolean {
    if (key === 'Enter') this.model.open(node.id);
    else if (key === ' ') this.toggle(node.id, node.view.spoken);
    else if ((key === 'c' || key === 'C') && !shift) this.startPulling(node);
    else if (key === 'ContextMenu' || (key === 'F10' && shift)) return false;
    else return false;
    return true;
  }

  private linkKey({ key }: KeyInput, link: LinkItem): boolean {
    if (key === 'Enter' || key === 'x' || key === 'X') {
      const cut = link.view.cut;
      this.model.setLinkUp(link.id, cut);
      this.model.announce(t(cut ? 'canvas.mended' : 'canvas.cut'));
    } else if (key === ' ') this.toggle(link.id, link.view.spoken);
    else return false;
    return true;
  }

  private toggle(id: string, spoken: string): void {
    const selection = this.model.selection();
    const had = selection.has(id);
    this.model.select(had ? [...selection].filter((one) => one !== id) : [...selection, id]);
    this.model.announce(t(had ? 'canvas.notSelected' : 'canvas.selected', { what: spoken }));
  }

  private startPulling(node: NodeItem): void {
    this.pulling = node.id;
    this.scene.setDraft({
      cable: { from: sourcesOf(this.model, this.scene, node.id, undefined), to: { x: node.x, y: node.y }, target: undefined },
    });
    this.model.announce(t('canvas.pulling', { name: node.view.name }));
  }

  private endPulling(): void {
    this.pulling = undefined;
    this.scene.setDraft({ cable: undefined });
  }

  private pullingKey({ key }: KeyInput): boolean {
    const from = this.scene.nodes.get(this.pulling ?? '');
    const { cable } = this.scene.draft;
    if (!from || !cable) {
      this.endPulling();
      return false;
    }
    const direction = directions[key];
    if (direction) {
      const at = this.scene.nodes.get(cable.target ?? '') ?? from;
      const next = neighbour(this.scene, at, direction);
      if (!next || next === from) return true;
      this.scene.viewport.reveal(next.box());
      const sources = sourcesOf(this.model, this.scene, from.id, next.id);
      this.scene.setDraft({ cable: { from: sources, to: { x: next.x, y: next.y }, target: next.id } });
      this.model.announce(next.view.spoken);
    } else if (key === 'Enter' && cable.target) {
      const sources = sourcesOf(this.model, this.scene, from.id, cable.target);
      this.endPulling();
      if (sources.length > 1) this.model.connectMany(sources, cable.target);
      else this.model.connect(from.id, cable.target);
    } else if (key === 'Tab') {
      this.endPulling();
      return false;
    }
    return true;
  }
}
