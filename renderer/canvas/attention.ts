/** What stands out for a moment: where the pointer is, what the keyboard is on, what a gesture shows. Each change of it marks what is out of date. */
import { draftBoxes, hoverBoxes } from './draft';
import type { Draft, Hover } from './draft';
import type { Box, Point } from './geometry';

/** What the scene does with what is marked. */
export interface Marking {
  scale(): number;
  nodeAt(id: string): Point | undefined;
  /** Something and its cables' words read otherwise. */
  named(id: string): void;
  repaint(id: string): void;
  /** A box of the canvas is out of date. */
  box(box: Box): void;
}

export class Attention {
  readonly draft: Draft = { cable: undefined, placing: undefined, guides: [] };
  hover: Hover | undefined;
  /** The node, link or ghost with visible keyboard focus. */
  focus: string | undefined;

  constructor(private readonly marking: Marking) {}

  setHover(hover: Hover | undefined): void {
    if (hover?.id === this.hover?.id && !hover?.edge && !this.hover?.edge) {
      if (this.hover) this.hover = hover;
      return;
    }
    const before = this.hover;
    this.hover = hover;
    for (const one of [before, hover]) for (const box of hoverBoxes(one, this.marking.scale())) this.marking.box(box);
    if (before?.id === hover?.id) return;
    if (before) this.marking.named(before.id);
    if (hover) this.marking.named(hover.id);
  }

  setFocus(id: string | undefined): void {
    if (id === this.focus) return;
    const before = this.focus;
    this.focus = id;
    for (const one of [before, id]) if (one) this.marking.repaint(one);
  }

  setDraft(draft: Partial<Draft>): void {
    this.markDraft();
    Object.assign(this.draft, draft);
    this.markDraft();
  }

  /** Something is gone. */
  forget(id: string): void {
    if (this.hover?.id === id) this.hover = undefined;
    if (this.focus === id) this.focus = undefined;
  }

  private markDraft(): void {
    const { cable } = this.draft;
    for (const id of [...(cable?.from ?? []), cable?.target, cable?.instead]) if (id) this.marking.repaint(id);
    const from = cable?.from.flatMap((id) => this.marking.nodeAt(id) ?? []) ?? [];
    for (const box of draftBoxes(this.draft, from, this.marking.scale())) this.marking.box(box);
  }
}
