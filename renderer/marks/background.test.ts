import { expect, it } from 'vitest';
import { resized } from './background';

const before = { image: 'data:image/png;base64,AA==', position: { x: 100, y: 50 }, size: { width: 400, height: 200 }, opacity: 0.3 };

it('a picture grows from a corner in its proportions, the corner across from it in its place', () => {
  expect(resized(before, 'bottom-right', 200, 0, false)).toEqual({ ...before, size: { width: 600, height: 300 } });
  expect(resized(before, 'top-left', 200, 10, false)).toEqual({
    ...before,
    position: { x: 300, y: 150 },
    size: { width: 200, height: 100 },
  });
});
it('is pressed out of shape only when somebody means it, and never smaller than it can be taken hold of', () => {
  expect(resized(before, 'top-right', 0, 100, true)).toEqual({
    ...before,
    position: { x: 100, y: 150 },
    size: { width: 400, height: 100 },
  });
  expect(resized(before, 'bottom-right', -1000, -1000, false).size).toEqual({ width: 48, height: 24 });
});
