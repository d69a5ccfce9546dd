/** A drag under way: it shows itself in the scene, and becomes one edit when it is let go. */
import type { Point } from './geometry';
import type { PointerInput } from './pointer';

export interface Drag {
  /** The CSS cursor meanwhile. */
  readonly cursor: string;
  /** @param at the pointer's place, canvas px */
  move(at: Point, input: PointerInput): void;
  drop(at: Point, input: PointerInput): void;
  /** Takes back what was shown. */
  cancel(): void;
}
