import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteQueue } from './byte-queue';

it('gives all bytes in order, in pieces no longer than asked for, and copies none', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 600 }), fc.integer({ min: 1, max: 64 }), (pieces, limit) => {
      const queue = new ByteQueue();
      const got: number[] = [];
      const wanted: number[] = [];
      pieces.forEach((piece, at) => {
        queue.push(piece);
        wanted.push(...piece);
        // Taken in between as well, so that it is never only filled or only emptied.
        if (at % 3 === 0) got.push(...(queue.shift(limit) ?? []));
        expect(queue.size).toBe(wanted.length - got.length);
      });
      for (let piece = queue.shift(limit); piece; piece = queue.shift(limit)) {
        expect(piece.length).toBeLessThanOrEqual(limit);
        expect(pieces.some(({ buffer }) => buffer === piece.buffer)).toBe(true);
        got.push(...piece);
      }
      expect(got).toEqual(wanted);
      expect(queue.size).toBe(0);
    }),
  );
});

it('is empty when it has been cleared', () => {
  const queue = new ByteQueue();
  queue.push(Uint8Array.of(1, 2, 3));
  queue.clear();
  expect([queue.size, queue.shift(9)]).toEqual([0, undefined]);
});
