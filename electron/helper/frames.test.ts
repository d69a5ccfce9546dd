import { expect, test } from 'vitest';
import { FrameReader, encodeFrame, payloadLimit } from './frames';
import { LineReader, lineLimit } from './lines';

test('frames are the same whatever pieces they arrive in', () => {
  const stream = Buffer.concat([encodeFrame(0, Buffer.from('hello')), encodeFrame(5), encodeFrame(3, Uint8Array.of(7, 0))]);
  for (let size = 1; size <= stream.length; size++) {
    const reader = new FrameReader();
    const seen: [number, string][] = [];
    for (let at = 0; at < stream.length; at += size)
      reader.push(stream.subarray(at, at + size), (type, payload) => void seen.push([type, payload.toString('latin1')]));
    expect(seen).toEqual([
      [0, 'hello'],
      [5, ''],
      [3, '\u0007\u0000'],
    ]);
  }
});

test('a frame that claims to be longer than allowed is refused before it is waited for', () => {
  const head = Buffer.from([0, 0, 1, 0, 1]);
  expect(payloadLimit).toBe(0x10000);
  expect(() => new FrameReader().push(head, () => undefined)).toThrow(RangeError);
});

test('lines are the same whatever pieces they arrive in, characters of several bytes too', () => {
  const text = 'eins\n\nzwei — ü\n';
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new LineReader();
    const seen: string[] = [];
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size), (line) => void seen.push(line));
    expect(seen).toEqual(['eins', '', 'zwei — ü']);
  }
});

test('a line without end is given up at the limit', () => {
  const reader = new LineReader();
  const piece = Buffer.alloc(1024 * 1024, 'x');
  expect(() => {
    for (let sent = 0; sent <= lineLimit; sent += piece.length) reader.push(piece, () => undefined);
  }).toThrow(RangeError);
});
