import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeKind } from '../../electron/shared/topology/schema';
import { aroundGap, bentLine, cableDistance, cableLine, pieceAt } from './cable';
import { Damage } from './damage';
import { overlaps, silhouetteDistance, silhouettes } from './geometry';
import type { Box } from './geometry';
import { Grid } from './grid';
import { levelFor, Viewport } from './viewport';

const kinds = Object.keys(silhouettes) as NodeKind[];
const coordinate = fc.double({ min: -3000, max: 3000, noNaN: true });
const placed = fc.record({ x: coordinate, y: coordinate, kind: fc.constantFrom(...kinds) });
const box = fc
  .tuple(coordinate, coordinate, fc.double({ min: 0, max: 900, noNaN: true }), fc.double({ min: 0, max: 900, noNaN: true }))
  .map(([x0, y0, w, h]): Box => ({ x0, y0, x1: x0 + w, y1: y0 + h }));

describe('a cable', () => {
  it('ends on the silhouettes of its devices, whatever they are and wherever they stand', () => {
    fc.assert(
      fc.property(placed, placed, (a, b) => {
        fc.pre(Math.hypot(a.x - b.x, a.y - b.y) > 120);
        const line = cableLine(a, b, 0, 1);
        expect(silhouetteDistance(a.kind, { x: line.a.x - a.x, y: line.a.y - a.y })).toBeCloseTo(0, 5);
        expect(silhouetteDistance(b.kind, { x: line.b.x - b.x, y: line.b.y - b.y })).toBeCloseTo(0, 5);
        expect(line.length).toBeCloseTo(Math.hypot(line.b.x - line.a.x, line.b.y - line.a.y), 5);
      }),
    );
  });

  it('is hit at its middle, a loop too', () => {
    const host = { x: 0, y: 0, kind: 'host' as const };
    for (const line of [cableLine(host, { ...host, x: 300 }, 0, 2), cableLine(host, host, 0, 1)])
      expect(cableDistance(line, line.middle)).toBeCloseTo(0, 5);
  });

  it('goes through its bends, its middle in the middle of the way, and a cut takes out just that', () => {
    const host = { x: 0, y: 0, kind: 'host' as const };
    const line = bentLine(host, { ...host, x: 300 }, [{ x: 0, y: 200 }, { x: 300, y: 200 }]); // prettier-ignore
    expect([line.a, line.b]).toEqual([
      { x: 0, y: 22 },
      { x: 300, y: 22 },
    ]);
    expect(line.length).toBeCloseTo(178 + 300 + 178, 5);
    expect(line.middle).toEqual({ x: 150, y: 200 });
    expect(line.box).toEqual({ x0: 0, y0: 22, x1: 300, y1: 200 });
    expect(line.leaves).toEqual([
      { x: 0, y: 1 },
      { x: 0, y: 1 },
    ]);
    expect(cableDistance(line, { x: 0, y: 100 })).toBe(0);
    expect(pieceAt(line, { x: 290, y: 100 }).piece).toBe(2);
    expect(aroundGap(line, 20).flat()).toEqual([
      line.a,
      { x: 0, y: 200 },
      { x: 140, y: 200 },
      { x: 160, y: 200 },
      { x: 300, y: 200 },
      line.b,
    ]);
  });
});

describe('the grid', () => {
  it('finds all that a box touches, lines and boxes, after any moves and removals', () => {
    const line = fc.record({ a: fc.record({ x: coordinate, y: coordinate }), b: fc.record({ x: coordinate, y: coordinate }) });
    fc.assert(
      fc.property(fc.array(box, { maxLength: 20 }), fc.array(line, { maxLength: 10 }), box, (boxes, lines, asked) => {
        const grid = new Grid<string>();
        boxes.forEach((one, index) => grid.put(`b${index}`, { x0: 0, y0: 0, x1: 1, y1: one.y1 - one.y0 }));
        boxes.forEach((one, index) => grid.put(`b${index}`, one));
        lines.forEach(({ a, b }, index) => grid.putLine(`l${index}`, a, b, 4));
        grid.put('gone', asked);
        grid.remove('gone');
        const found = grid.query(asked, new Set());
        boxes.forEach((one, index) => expect(!overlaps(one, asked) || found.has(`b${index}`)).toBe(true));
        lines.forEach(({ a, b }, index) => {
          for (let step = 0; step <= 50; step++) {
            const p = { x: a.x + ((b.x - a.x) * step) / 50, y: a.y + ((b.y - a.y) * step) / 50 };
            if (p.x >= asked.x0 && p.x <= asked.x1 && p.y >= asked.y0 && p.y <= asked.y1) expect(found.has(`l${index}`)).toBe(true);
          }
        });
        expect(found.has('gone')).toBe(false);
      }),
    );
  });
  it('finds a line that is all but level', () => {
    const grid = new Grid<string>();
    grid.putLine('line', { x: -1000, y: 0 }, { x: 1000, y: Number.MIN_VALUE }, 4);
    for (let x = -1000; x <= 1000; x += 100) expect(grid.query({ x0: x, y0: -1, x1: x + 1, y1: 1 }, new Set()).has('line')).toBe(true);
  });
});

it('a pan in many small steps goes as far as one large step', () => {
  const viewport = new Viewport();
  viewport.resize(800, 600, 1);
  for (let step = 0; step < 30; step++) viewport.pan(1 / 3, -1 / 6);
  expect(viewport.view).toEqual({ x: 10, y: -5, scale: 1 });
});

describe('damage', () => {
  it('covers every box that was marked, in boxes that do not overlap or in one that is all', () => {
    const screen = fc.integer({ min: 0, max: 900 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(screen, screen, fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 120 })), {
          minLength: 1,
          maxLength: 40,
        }),
        (marks) => {
          const damage = new Damage(() => undefined);
          for (const [x, y, w, h] of marks) damage.add({ x0: x, y0: y, x1: x + w, y1: y + h });
          const boxes = damage.take(1000, 1000);
          for (const [x, y, w, h] of marks) {
            const [x1, y1] = [Math.min(1000, x + w), Math.min(1000, y + h)];
            expect(boxes.some((one) => one.x0 <= x && one.y0 <= y && one.x1 >= x1 && one.y1 >= y1)).toBe(true);
          }
          expect(damage.take(1000, 1000)).toEqual([]);
        },
      ),
    );
  });
});

describe('the view', () => {
  it('keeps what is under the pointer there while zooming, to a device pixel', () => {
    const viewport = new Viewport();
    viewport.resize(800, 600, 2);
    for (const scale of [0.3, 2.7, 0.05, 4]) {
      const before = viewport.toCanvas(123, 456);
      viewport.zoomAt({ x: 123, y: 456 }, scale);
      const after = viewport.toScreen(before);
      expect(Math.hypot(after.x - 123, after.y - 456)).toBeLessThan(0.5);
    }
  });

  it('changes level a little beyond the border, so that it does not flicker there', () => {
    expect([levelFor(0.46, 'far'), levelFor(0.44, 'middle'), levelFor(0.41, 'middle')]).toEqual(['middle', 'middle', 'far']);
    expect([levelFor(0.9, 'middle'), levelFor(0.88, 'near'), levelFor(0.86, 'near')]).toEqual(['near', 'near', 'middle']);
  });

  it('is near sooner where the theme says so, as for a projector', () => {
    const viewport = new Viewport();
    viewport.resize(800, 600, 1);
    viewport.set(0, 0, 0.72);
    const levels = [0.9, 0.7, 0.9].map((from) => {
      viewport.showNearFrom(from);
      return viewport.level;
    });
    expect(levels).toEqual(['middle', 'near', 'middle']);
  });

  it('shows a lab whole when it fits one', () => {
    const viewport = new Viewport();
    viewport.resize(800, 600, 1);
    viewport.fit({ x0: -5000, y0: 0, x1: 5000, y1: 400 });
    const [a, b] = [viewport.toScreen({ x: -5000, y: 0 }), viewport.toScreen({ x: 5000, y: 400 })];
    expect(a.x).toBeGreaterThan(0);
    expect(b.x).toBeLessThan(800);
  });
});
