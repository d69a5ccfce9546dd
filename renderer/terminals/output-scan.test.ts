import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputScan } from './output-scan';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('tells a bell from the end of a title', () => {
  const scan = new OutputScan();
  expect(scan.push(bytes('plain'))).toEqual({ bell: false });
  expect(scan.push(bytes('done\u0007'))).toEqual({ bell: true });
  expect(scan.push(bytes('\u001b]0;größe\u0007text'))).toEqual({ bell: false, title: 'größe' });
  expect(scan.push(bytes('\u001b]2;a\u001b\\\u0007'))).toEqual({ bell: true, title: 'a' });
  expect(scan.push(bytes('\u001b]8;;https://x\u0007\u001bPq\u0007\u001b\\'))).toEqual({ bell: false });
  expect(scan.push(bytes('\u001b\u0007'))).toEqual({ bell: true });
});

it('finds the same wherever the bytes are cut', () => {
  const stream = bytes('a\u001b]0;one\u0007b\u001b]2;two\u001b\\\u0007c\u001bP$q\u0007\u001b\\d\u001b]0;three\u0018e');
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), (cuts) => {
      const scan = new OutputScan();
      const found = { bells: 0, titles: [] as string[] };
      let from = 0;
      for (const cut of [...cuts, stream.length].sort((a, b) => a - b)) {
        // A piece may hold both titles: then the last one counts.
        const { bell, title } = scan.push(stream.subarray(from, cut));
        if (bell) found.bells += 1;
        if (title !== undefined) found.titles.push(title);
        from = cut;
      }
      expect(found.bells).toBe(1);
      expect(found.titles.at(-1)).toBe('two');
    }),
  );
});

it('keeps nothing of a title of ten million bytes but its beginning', () => {
  const scan = new OutputScan();
  scan.push(bytes('\u001b]0;'));
  for (let at = 0; at < 100; at++) scan.push(new Uint8Array(100_000).fill(65));
  expect(scan.push(bytes('\u0007')).title!.length).toBeLessThan(600);
});
