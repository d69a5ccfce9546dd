import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activate,
  follow,
  layoutSchema,
  lineAt,
  moveLine,
  neighbour,
  oneTile,
  place,
  remove,
  reshape,
  shownTabs,
  tabsOf,
  tileOf,
} from './layout';
import type { TileLayout } from './layout';

/** `a b* | c*`: tabs of tiles, the one that is seen with a star. */
const draw = ({ tiles }: TileLayout): string =>
  tiles.map(({ tabs, active }) => tabs.map((tab) => (tab === active ? `${tab}*` : tab)).join(' ')).join(' | ');
const of = (...tabs: string[]): TileLayout => tabs.reduce((layout, tab) => place(layout, tab), oneTile);

describe('tabs', () => {
  it('come behind the others and are seen', () => expect(draw(of('a', 'b', 'c'))).toBe('a b c*'));
  it('that go show their right neighbour, else their left one', () => {
    expect(draw(remove(activate(of('a', 'b', 'c'), 'b'), 'b'))).toBe('a c*');
    expect(draw(remove(of('a', 'b', 'c'), 'c'))).toBe('a b*');
    expect(draw(remove(of('a'), 'a'))).toBe('');
    expect(draw(remove(of('a', 'b'), 'a'))).toBe('b*');
  });
  it('are moved within their tile by the place that was pointed at', () => {
    expect(draw(place(of('a', 'b', 'c'), 'a', 0, 3))).toBe('b c a*');
    expect(draw(place(of('a', 'b', 'c'), 'a', 0, 2))).toBe('b a* c');
    expect(draw(place(of('a', 'b', 'c'), 'c', 0, 0))).toBe('c* a b');
    expect(draw(place(of('a', 'b', 'c'), 'b', 0, 1))).toBe('a b* c');
  });
  it('are moved to another tile, which is live then', () => {
    const two = reshape(of('a', 'b', 'c'), 2, 1);
    expect(draw(two)).toBe('a c* | b*');
    const moved = place(two, 'c', 1, 0);
    expect([draw(moved), moved.live]).toEqual(['a* | c* b', 1]);
  });
  it('are walked round the end', () => {
    const layout = of('a', 'b', 'c');
    expect([neighbour(layout, 'c', 1), neighbour(layout, 'a', -1), neighbour(layout, 'a', 1)]).toEqual(['a', 'c', 'b']);
  });
  it('follow what is there: gone ones go, new ones come unseen', () => {
    expect(draw(follow(of('a', 'b'), ['b', 'c']))).toBe('b* c');
    expect(draw(follow(oneTile, ['x', 'y']))).toBe('x* y');
    const layout = of('a', 'b');
    expect(follow(layout, ['a', 'b'])).toBe(layout);
  });
});

describe('tiles', () => {
  it('that are new get the tabs that nobody saw; the rest stays empty', () => {
    expect(draw(reshape(of('a', 'b', 'c'), 2, 2))).toBe('c* | b* | a* | ');
    expect(draw(reshape(of('a'), 2, 1))).toBe('a* | ');
  });
  it('that go give their tabs to the last one, and what was live is seen', () => {
    const four = activate(reshape(of('a', 'b', 'c', 'd'), 2, 2), 'a');
    expect(draw(four)).toBe('d* | c* | b* | a*');
    const one = reshape(four, 1, 1);
    expect([draw(one), one.live]).toEqual(['d c b a*', 0]);
    expect(draw(reshape(activate(four, 'd'), 2, 1))).toBe('d* | c* b a');
  });
  it('keep their shares while their number stays, and none becomes nothing', () => {
    const two = moveLine(reshape(of('a', 'b'), 2, 1), 'columns', 0, 0.2);
    expect(lineAt(two, 'columns', 0)).toBeCloseTo(0.7);
    expect(reshape(two, 2, 2).columns).toEqual(two.columns);
    expect(lineAt(moveLine(two, 'columns', 0, 5), 'columns', 0)).toBeCloseTo(0.85);
    expect(lineAt(moveLine(two, 'columns', 0, -5), 'columns', 0)).toBeCloseTo(0.15);
  });
});

it('after any gestures no tab is lost or doubled, and what is seen is there', () => {
  const tab = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const gesture = fc.oneof(
    fc.tuple(fc.constant('place' as const), tab, fc.nat(8), fc.nat(6)),
    fc.tuple(fc.constant('remove' as const), tab, fc.nat(0), fc.nat(0)),
    fc.tuple(fc.constant('activate' as const), tab, fc.nat(0), fc.nat(0)),
    fc.tuple(fc.constant('reshape' as const), tab, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    fc.tuple(fc.constant('line' as const), tab, fc.nat(2), fc.integer({ min: -9, max: 9 })),
  );
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 40 }), (gestures) => {
      let layout = oneTile;
      const there = new Set<string>();
      for (const [what, name, x, y] of gestures) {
        if (what === 'place') {
          const tile = x % layout.tiles.length;
          layout = place(layout, name, tile, Math.min(y, layout.tiles[tile]!.tabs.length));
          there.add(name);
        } else if (what === 'remove') {
          layout = remove(layout, name);
          there.delete(name);
        } else if (what === 'activate') layout = activate(layout, name);
        else if (what === 'reshape') layout = reshape(layout, x, y);
        else if (layout.columns.length > x + 1) layout = moveLine(layout, 'columns', x, y / 10);
        expect(tabsOf(layout).sort()).toEqual([...there].sort());
        expect(layoutSchema.safeParse(layout).success).toBe(true);
        for (const shown of shownTabs(layout)) expect(tileOf(layout, shown)).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
