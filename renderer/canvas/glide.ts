/** Devices glide from where they were to where an edit has put them: only what is shown, and never for long. */
import type { Point } from './geometry';
import type { Scene } from './scene';

/** ms, as `--nw-time-layout`. */
const time = 320;
/** More devices jump: moving them would cost more than a frame. */
const most = 600;

export class Glide {
  private frame = 0;

  constructor(private readonly scene: Scene) {}

  /** @param from where devices were, canvas px */
  start(from: ReadonlyMap<string, Point>): void {
    this.end();
    const moves = [...from].flatMap(([id, was]) => {
      const node = this.scene.nodes.get(id);
      return node && (node.x !== was.x || node.y !== was.y) ? [{ id, was, is: { x: node.x, y: node.y } }] : [];
    });
    if (moves.length === 0 || moves.length > most) return;
    const began = performance.now();
    const show = (now: number): void => {
      const done = Math.min(1, Math.max(0, (now - began) / time));
      if (done === 1) return this.end();
      const eased = 1 - (1 - done) ** 3;
      const at = (was: number, is: number) => was + (is - was) * eased;
      this.scene.moveTo(new Map(moves.map(({ id, was, is }) => [id, { x: at(was.x, is.x), y: at(was.y, is.y) }])));
      this.frame = requestAnimationFrame(show);
    };
    show(began);
  }

  /** All are where the document has them. */
  end(): void {
    if (this.frame === 0) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.scene.dropMoves();
  }
}
