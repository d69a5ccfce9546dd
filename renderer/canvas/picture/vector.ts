/** What the painter copies as pixels, drawn as shapes and words instead: for pictures that are lines in any size. */
import type { DrawnKind, Point } from '../geometry';
import type { DrawnState } from '../mapping';
import { Sprites } from '../sprites';
import type { Context } from '../sprites';
import { Texts } from '../text';
import type { Text } from '../text';
import type { Recorder } from './recorder';

export class VectorSprites extends Sprites {
  override draw(context: Context, kind: DrawnKind, state: DrawnState, x: number, y: number): void {
    context.save();
    context.translate(x, y);
    context.scale(this.scale, this.scale);
    this.whole(context, kind, state);
    context.restore();
  }
}

export class VectorTexts extends Texts {
  override draw(context: Context, texts: readonly Text[], by: Point): void {
    const recorder = context as unknown as Recorder;
    for (const { text, style, x, y, align } of texts) {
      const width = this.width(text, style.font);
      const back = align === 'start' ? 0 : align === 'middle' ? width / 2 : width;
      recorder.text(text, style, x + by.x - back, y + by.y, width);
    }
  }
}
