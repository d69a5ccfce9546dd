/** Drags of a cable: its middle makes a bend, a bend moves, an end goes to another device. */
import { mostBends } from '../../electron/engine/cables';
import type { Drag } from './drag';
import { segmentDistance, snapped } from './geometry';
import type { Point } from './geometry';
import { nodeAt } from './hit';
import type { CablePart } from './hit';
import type { LinkItem } from './items';
import type { CanvasModel } from './model';
import type { PointerInput } from './pointer';
import type { Scene } from './scene';

/** A bend that is dropped so near to the straight line is none, CSS px. */
const straightWithin = 5;

/** The drag that begins at a part of a cable; undefined where there is none, as of a bundle or a loop. */
export function cableDrag(scene: Scene, model: CanvasModel, link: LinkItem, part: CablePart): Drag | undefined {
  if (link.stands !== 1 || link.line.loop) return undefined;
  if (part.kind === 'end') return new EndDrag(scene, model, link, part.at === 0 ? 0 : 1);
  const full = part.kind === 'piece' && link.bends.length >= mostBends;
  return full ? undefined : new BendDrag(scene, model, link, part);
}

class BendDrag implements Drag {
  readonly cursor = 'move';
  private readonly others: readonly Point[];
  private bends: readonly Point[];

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly link: LinkItem,
    private readonly part: CablePart,
  ) {
    this.bends = link.bends;
    this.others = part.kind === 'bend' ? link.bends.filter((_, at) => at !== part.at) : link.bends;
  }

  move(at: Point, { alt }: PointerInput): void {
    const { at: place } = this.part;
    const to = this.model.snap() && !alt ? snapped(at) : at;
    const before = this.others[place - 1] ?? this.link.a;
    const after = this.others[place] ?? this.link.b;
    const straight = segmentDistance(to, before, after) * this.scene.viewport.view.scale < straightWithin;
    this.bends = straight ? this.others : [...this.others.slice(0, place), to, ...this.others.slice(place)];
    this.scene.bendTo(this.link.id, this.bends);
  }

  drop(): void {
    this.model.bend(this.link.id, this.bends);
    this.scene.dropMoves();
  }

  cancel(): void {
    this.scene.dropMoves();
  }
}

class EndDrag implements Drag {
  readonly cursor = 'grabbing';

  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly link: LinkItem,
    private readonly at: 0 | 1,
  ) {}

  move(at: Point): void {
    const target = this.targetAt(at);
    this.scene.setHover(undefined);
    this.scene.setDraft({ cable: { from: [this.fixed], to: at, target, instead: this.link.id } });
  }

  drop(at: Point, { control, client }: PointerInput): void {
    const target = this.targetAt(at);
    this.cancel();
    if (target === undefined) return;
    if (control && client) this.model.choosePlug(this.link.id, this.at, target, client);
    else if (target !== (this.at === 0 ? this.link.a : this.link.b).id) this.model.replug(this.link.id, this.at, target);
  }

  cancel(): void {
    this.scene.setDraft({ cable: undefined });
  }

  private get fixed(): string {
    return (this.at === 0 ? this.link.b : this.link.a).id;
  }
  private targetAt(at: Point): string | undefined {
    const over = nodeAt(this.scene, at);
    return over === this.fixed ? undefined : over;
  }
}
