/** Gestures by keys that take more than one of them: an end of a cable looks for its device, bends are moved. Each key goes to the gesture until it ends. */
import { mostBends } from '../../electron/engine/cables';
import { t } from '../text';
import { stepMeant } from './acts';
import type { Meaning } from './acts';
import { gridStep, snapped } from './geometry';
import type { Point } from './geometry';
import type { LinkItem, NodeItem } from './items';
import type { CanvasModel } from './model';
import { neighbour } from './neighbour';
import type { Scene } from './scene';

export interface KeyMode {
  /** `ends`: the gesture is over with this key. `passes`: it is over, and the key is somebody else's. */
  key(key: string, is: Meaning): 'goes on' | 'ends' | 'passes';
  /** Takes what it has shown back. */
  cancel(): void;
}

/** Where an end that is being plugged comes from. */
export interface Plug {
  /** The device that the cable leaves, which the end cannot go to. */
  readonly fixed: NodeItem;
  /** The device from which the first arrow leads away. */
  readonly start: NodeItem;
  /** A cable whose end it is. Absent: it is a new one. */
  readonly instead?: string;
  /** Devices that cables are pulled from, to this one. */
  readonly from: (target: string | undefined) => readonly string[];
  readonly plug: (target: string) => void;
}

/** Arrows lead the end of a cable from device to device, Enter plugs it in. */
export class PlugMode implements KeyMode {
  private target: NodeItem | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly what: Plug,
  ) {
    this.show(what.start);
  }

  key(key: string, is: Meaning): ReturnType<KeyMode['key']> {
    const step = stepMeant(is, 'walk');
    if (step) {
      const next = neighbour(this.scene, this.target ?? this.what.start, step.direction, this.what.fixed);
      if (!next) return 'goes on';
      this.target = next;
      this.scene.viewport.reveal(next.box());
      this.show(next);
      this.model.announce(next.view.spoken);
    } else if (key === 'Enter' && this.target) {
      this.cancel();
      this.what.plug(this.target.id);
      return 'ends';
    } else if (key === 'Tab') {
      this.cancel();
      return 'passes';
    }
    return 'goes on';
  }

  cancel(): void {
    this.scene.setDraft({ cable: undefined });
  }

  private show({ x, y }: NodeItem): void {
    const target = this.target?.id;
    const { instead, from } = this.what;
    this.scene.setDraft({ cable: { from: from(target), to: { x, y }, target, ...(instead !== undefined && { instead }) } });
  }
}

/** Whether it has a line of its own that can be bent. */
export const bendable = (link: LinkItem): boolean => link.stands === 1 && !link.line.loop;

/** Arrows move one bend of a cable, the bend key makes another, Tab goes to the next, Enter keeps what is shown. */
export class BendMode implements KeyMode {
  private bends: readonly Point[];
  private at = 0;

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly link: LinkItem,
  ) {
    this.bends = link.bends;
    if (this.bends.length === 0) this.insert();
    else this.say();
  }

  key(key: string, is: Meaning): ReturnType<KeyMode['key']> {
    const step = stepMeant(is, 'walk', 'nudge', 'nudgeFar');
    if (step) this.move(step.direction, step.step === 'nudgeFar' ? 10 : 1);
    else if (is('bend')) this.insert();
    else if (is('remove')) return this.remove();
    else if (key === 'Enter') return this.keep();
    else if (key === 'Tab' || key === 'Shift+Tab') {
      const { length } = this.bends;
      this.at = (this.at + (key === 'Tab' ? 1 : length - 1)) % length;
      this.say();
    }
    return 'goes on';
  }

  cancel(): void {
    this.scene.dropMoves();
  }

  private move({ x, y }: Point, steps: number): void {
    const old = this.bends[this.at]!;
    const to = { x: old.x + x * gridStep * steps, y: old.y + y * gridStep * steps };
    this.show(this.bends.with(this.at, to));
    this.model.announce(t('canvas.bendMoved', { x: Math.round(to.x), y: Math.round(to.y) }));
  }

  /** In the middle of the longest piece: there is most room for one. */
  private insert(): void {
    if (this.bends.length >= mostBends) return this.model.announce(t('canvas.mostBends', { n: mostBends }));
    const points = [this.link.a, ...this.bends, this.link.b];
    const long = (at: number): number => Math.hypot(points[at + 1]!.x - points[at]!.x, points[at + 1]!.y - points[at]!.y);
    let piece = 0;
    for (let at = 1; at < points.length - 1; at++) if (long(at) > long(piece)) piece = at;
    const [from, to] = [points[piece]!, points[piece + 1]!];
    this.at = piece;
    this.show(this.bends.toSpliced(piece, 0, snapped({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 })));
    this.say();
  }

  private remove(): ReturnType<KeyMode['key']> {
    this.show(this.bends.toSpliced(this.at, 1));
    if (this.bends.length === 0) return this.keep();
    this.at = Math.min(this.at, this.bends.length - 1);
    this.say();
    return 'goes on';
  }

  private keep(): 'ends' {
    this.model.bend(this.link.id, this.bends);
    this.scene.dropMoves();
    this.model.announce(t('canvas.bent', this.bends.length));
    return 'ends';
  }

  private show(bends: readonly Point[]): void {
    this.bends = bends;
    this.scene.bendTo(this.link.id, bends);
  }
  private say(): void {
    this.model.announce(t('canvas.bending', { n: this.at + 1, of: this.bends.length }));
  }
}
