/** Which parts of the picture are out of date: a few boxes in CSS px, or all of it. */
import { grow, overlaps, union } from './geometry';
import type { Box } from './geometry';

/** More boxes than this are not worth telling apart. */
const most = 24;

export class Damage {
  private boxes: Box[] = [];
  private everything = false;

  /** `ask` is called when something becomes out of date, and should lead to one paint in the next frame. */
  constructor(private readonly ask: () => void) {}

  all(): void {
    this.everything = true;
    this.ask();
  }

  add(box: Box): void {
    if (!this.everything) this.merge(grow(box, 2));
    this.ask();
  }

  /** What to paint in a picture of the given size, in whole px; empties the damage. */
  take(width: number, height: number): Box[] {
    const whole = { x0: 0, y0: 0, x1: width, y1: height };
    const boxes = this.everything ? [whole] : this.boxes;
    this.boxes = [];
    this.everything = false;
    const taken: Box[] = [];
    for (const box of boxes) {
      const cut = {
        x0: Math.max(0, Math.floor(box.x0)),
        y0: Math.max(0, Math.floor(box.y0)),
        x1: Math.min(width, Math.ceil(box.x1)),
        y1: Math.min(height, Math.ceil(box.y1)),
      };
      if (cut.x0 < cut.x1 && cut.y0 < cut.y1) taken.push(cut);
    }
    const area = taken.reduce((sum, box) => sum + (box.x1 - box.x0) * (box.y1 - box.y0), 0);
    return area > width * height * 0.7 ? [whole] : taken;
  }

  private merge(box: Box): void {
    let grown = box;
    for (let index = 0; index < this.boxes.length;) {
      const other = this.boxes[index];
      if (other && overlaps(other, grown)) {
        grown = union(other, grown);
        this.boxes.splice(index, 1);
        index = 0;
      } else index++;
    }
    this.boxes.push(grown);
    if (this.boxes.length > most) this.everything = true;
  }
}
