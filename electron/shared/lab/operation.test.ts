import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operationSchema } from './operation';

interface Example {
  why: string;
  operation: unknown;
}
const file = new URL('../../../native/tests/fixtures/operations.json', import.meta.url);
const { accepted, refused } = JSON.parse(readFileSync(file, 'utf8')) as { accepted: Example[]; refused: Example[] };

describe('operations, by the examples that the supervisor is tested by too', () => {
  it('has examples of both kinds, and every operation among the accepted', () => {
    expect(accepted.length + refused.length).toBeGreaterThanOrEqual(60);
    const names = operationSchema.options.map((option) => option.shape.op.value);
    expect([...new Set(accepted.map(({ operation }) => (operation as { op: string }).op))].sort()).toEqual([...names].sort());
  });
  it.each(accepted)('accepts: $why', ({ operation }) => {
    expect(operationSchema.safeParse(operation).error).toBeUndefined();
  });
  it.each(refused)('refuses: $why', ({ operation }) => {
    expect(operationSchema.safeParse(operation).success).toBe(false);
  });
});
