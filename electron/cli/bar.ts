/** A bar on the person's terminal for what takes longer than a moment. */

/** Nobody is told of what is done so soon, ms. */
const delay = 1000;
/** Between two drawings, ms. */
const rest = 100;
const width = 30;

export interface Bar {
  set(done: number, total: number): void;
  /** Takes it off the screen. */
  end(): void;
}
export const noBar: Bar = { set: () => undefined, end: () => undefined };

/** @param stream a terminal. @param label what is done. */
export function createBar(stream: NodeJS.WriteStream, label: string, now = () => performance.now()): Bar {
  const start = now();
  let drawn = -Infinity;
  return {
    set(done, total) {
      const time = now();
      if (time - start < delay || time - drawn < rest || total <= 0) return;
      drawn = time;
      const part = Math.min(1, done / total);
      const full = Math.round(part * width);
      const text = `${label} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${done}/${total}`;
      // Back to the first column, and the rest of the line erased (ECMA-48: EL).
      stream.write(`\r${text.slice(0, (stream.columns || 80) - 1)}\u001b[K`);
    },
    end() {
      if (drawn > -Infinity) stream.write('\r\u001b[K');
      drawn = -Infinity;
    },
  };
}
