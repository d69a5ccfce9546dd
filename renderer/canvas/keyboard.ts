/** Every gesture of the pointer, by keys: walk, choose, move, connect, cut, bend, delete, open. Which keys they are is the person's to say. */
import { t } from '../text';
import { stepMeant } from './acts';
import type { CanvasAct, Meaning } from './acts';
import { gridStep } from './geometry';
import type { Point } from './geometry';
import type { GhostItem } from './ghosts';
import type { LinkItem, NodeItem } from './items';
import { BendMode, PlugMode, bendable } from './key-modes';
import type { KeyMode } from './key-modes';
import type { CanvasModel } from './model';
import { neighbour } from './neighbour';
import { sourcesOf } from './pointer';
import type { Scene } from './scene';

/** Where the keyboard is and can go; given by the layer of names. */
export interface KeyboardFocus {
  current(): string | undefined;
  go(id: string): void;
}

export class KeyGestures {
  private mode: KeyMode | undefined;
  /** Of a cable whose end is being plugged elsewhere: the end, for whoever means the other one. */
  private plugged: { link: string; at: 0 | 1 } | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly focus: KeyboardFocus,
    private readonly cancelPointer: () => boolean,
  ) {}

  /** True if the key was the canvas's. @param key as `commands/keys.ts` writes it */
  down(key: string): boolean {
    const is: Meaning = (act) => this.model.means(act, key);
    const { node, link } = this.focused();
    const ghost = this.scene.ghosts.get(this.focus.current() ?? '');
    if (key === 'Escape') return this.escape(link ?? ghost);
    if (this.mode) return this.modeKey(key, is);
    const step = stepMeant(is, 'nudge', 'nudgeFar', 'walk');
    if (step?.step === 'walk' && ghost) return (this.focus.go(ghost.a.id), true);
    if (step?.step === 'walk') return this.walk(step.direction, node, link);
    if (step) return this.nudge(step.direction, step.step === 'nudgeFar' ? 10 : 1, node);
    const acts: readonly CanvasAct[] = ['remove', 'open', 'toggle', 'pull', 'cut', 'replug', 'bend'];
    return acts.some((act) => is(act) && this.act(act));
  }

  /** Does it to what has the keyboard. False: there it means nothing. */
  act(act: CanvasAct): boolean {
    const { id, node, link } = this.focused();
    if (act === 'remove') return this.remove(id);
    if (act === 'open' && this.model.tool().startsWith('add:')) return this.placeByKey(node);
    if (node) return this.nodeAct(act, node);
    return link ? this.linkAct(act, link) : false;
  }

  private focused(): { id: string | undefined; node: NodeItem | undefined; link: LinkItem | undefined } {
    const id = this.focus.current();
    return { id, node: this.scene.nodes.get(id ?? ''), link: this.scene.links.get(id ?? '') };
  }

  private modeKey(key: string, is: Meaning): boolean {
    const { plugged } = this;
    const link = plugged && this.scene.links.get(plugged.link);
    if (plugged && link && is('replug')) {
      this.mode!.cancel();
      this.startReplug(link, plugged.at === 0 ? 1 : 0);
      return true;
    }
    const then = this.mode!.key(key, is);
    if (then !== 'goes on') this.leaveMode();
    return then !== 'passes';
  }
  private leaveMode(): void {
    this.mode = undefined;
    this.plugged = undefined;
  }

  private escape(link: LinkItem | GhostItem | undefined): boolean {
    if (this.mode) {
      this.mode.cancel();
      this.model.announce(t(this.mode instanceof BendMode ? 'canvas.cancelled' : 'canvas.notPulled'));
      this.leaveMode();
    } else if (this.cancelPointer()) this.model.announce(t('canvas.cancelled'));
    else if (this.model.tool() !== 'select') this.model.setTool('select');
    else if (link) this.focus.go(link.a.id);
    else if (this.model.selection().size > 0) this.model.select([]);
    else return false;
    return true;
  }

  private walk(direction: Point, node: NodeItem | undefined, link: LinkItem | undefined): boolean {
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
    this.model.move(positions, true);
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

  private nodeAct(act: CanvasAct, node: NodeItem): boolean {
    if (act === 'open') this.model.open(node.id);
    else if (act === 'toggle') this.toggle(node.id, node.view.spoken);
    else if (act === 'pull') this.startPulling(node);
    else return false;
    return true;
  }

  private linkAct(act: CanvasAct, link: LinkItem): boolean {
    if (act === 'open' || act === 'cut') {
      const cut = link.view.cut;
      this.model.setLinkUp(link.id, cut);
      this.model.announce(t(cut ? 'canvas.mended' : 'canvas.cut'));
    } else if (act === 'toggle') this.toggle(link.id, link.view.spoken);
    else if (act === 'replug') this.startReplug(link, 1);
    else if (act === 'bend') this.startBending(link);
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
    const from = (target: string | undefined): string[] => sourcesOf(this.model, this.scene, node.id, target);
    this.mode = new PlugMode(this.scene, this.model, {
      fixed: node,
      start: node,
      from,
      plug: (target) => {
        const sources = from(target);
        if (sources.length > 1) this.model.connectMany(sources, target);
        else this.model.connect(node.id, target);
      },
    });
    this.model.announce(t('canvas.pulling', { name: node.view.name }));
  }

  private startReplug(link: LinkItem, at: 0 | 1): void {
    if (!bendable(link)) return this.model.announce(t('canvas.notByKey'));
    const [fixed, start] = at === 0 ? [link.b, link.a] : [link.a, link.b];
    this.mode = new PlugMode(this.scene, this.model, {
      fixed,
      start,
      instead: link.id,
      from: () => [fixed.id],
      plug: (target) => {
        if (target !== start.id) this.model.replug(link.id, at, target);
      },
    });
    this.plugged = { link: link.id, at };
    this.model.announce(t('canvas.replugging', { name: start.view.name }));
  }

  private startBending(link: LinkItem): void {
    if (!bendable(link)) return this.model.announce(t('canvas.notByKey'));
    if (!this.model.selection().has(link.id)) this.model.select([link.id]);
    this.mode = new BendMode(this.scene, this.model, link);
  }
}
