/**
 * Devices on their way: all that is selected moves by what takes the grabbed one to the grid, or in line with another that is seen, so that their
 * distances stay. What is locked stays.
 */
import type { Drag } from './drag';
import { snapped } from './geometry';
import type { Point } from './geometry';
import { guidesAt, inLine } from './guides';
import type { CanvasModel } from './model';
import type { PointerInput } from './pointer';
import type { Scene } from './scene';

export class NodeDrag implements Drag {
  readonly cursor = 'move';
  private readonly starts = new Map<string, Point>();
  /** Middles of what is in view and stays. */
  private readonly others: readonly Point[];

  /** @param from where the grabbed device was taken hold of, canvas px */
  constructor(
    private readonly scene: Scene,
    private readonly model: CanvasModel,
    private readonly grabbed: string,
    private readonly from: Point,
  ) {
    for (const id of model.selection()) {
      const node = scene.nodes.get(id);
      if (node && !node.view.locked) this.starts.set(id, { x: node.x, y: node.y });
    }
    const seen = scene.touching(scene.viewport.visible()).nodes;
    this.others = seen.filter(({ id }) => !this.starts.has(id)).map(({ x, y }) => ({ x, y }));
  }

  move(at: Point, { alt }: PointerInput): void {
    const start = this.starts.get(this.grabbed);
    if (!start) return;
    const wished = { x: start.x + at.x - this.from.x, y: start.y + at.y - this.from.y };
    const to = alt ? wished : this.onto(wished);
    const positions = new Map<string, Point>();
    for (const [id, { x, y }] of this.starts) positions.set(id, { x: x + to.x - start.x, y: y + to.y - start.y });
    this.scene.moveTo(positions);
    this.scene.setDraft({ guides: alt ? [] : guidesAt(to, this.others) });
  }

  private onto(wished: Point): Point {
    const line = inLine(wished, this.others);
    const grid = this.model.snap() ? snapped(wished) : wished;
    return { x: line.x === wished.x ? grid.x : line.x, y: line.y === wished.y ? grid.y : line.y };
  }

  drop(): void {
    const positions = new Map<string, Point>();
    for (const [id, start] of this.starts) {
      const node = this.scene.nodes.get(id);
      if (node && (node.x !== start.x || node.y !== start.y)) positions.set(id, { x: node.x, y: node.y });
    }
    if (positions.size > 0) this.model.move(positions);
    this.cancel();
  }

  cancel(): void {
    this.scene.setDraft({ guides: [] });
    this.scene.dropMoves();
  }
}
