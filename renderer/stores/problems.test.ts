import { nextTick, shallowRef } from 'vue';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { generate } from '../../electron/engine/generate';
import { problemsOf } from '../../electron/engine/problems';
import type { Problem } from '../../electron/shared/contract';
import { problem } from '../../electron/shared/text/problem';
import type { Topology } from '../../electron/shared/topology/schema';
import { settledProblems } from './problems';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lonely = (topology: Topology): Topology => ({
  ...topology,
  nodes: [...topology.nodes, { id: 'alone', name: 'alone', kind: 'host', position: { x: 0, y: 0 } }],
});
const missing = problem('source-missing', 'error', { node: 'h1' }, { device: 'h1', path: '/etc/x', source: 'x' });
const codes = (list: readonly Problem[]): string[] => list.map(({ code }) => code);

test('what only the host sees is added when the drawing rests, stays over the next edit, and goes with its next answer', async () => {
  const topology = shallowRef(generate('star', 2));
  const wanted = shallowRef(derive(topology.value));
  const become = (next: Topology): void => void ([wanted.value, topology.value] = [derive(next), next]);
  let theirs: readonly Problem[] = [missing];
  const ask = vi.fn(() => Promise.resolve([...problemsOf(topology.value, wanted.value), ...theirs]));
  const problems = settledProblems(topology, wanted, ask);
  expect(codes(problems.value)).toEqual([]);
  await vi.advanceTimersByTimeAsync(250);
  expect(codes(problems.value)).toEqual(['source-missing']);

  // An edit: at once what the window sees, with what the host said last; no flicker.
  become(lonely(topology.value));
  await nextTick();
  expect(codes(problems.value)).toEqual(['no-cable', 'source-missing']);
  theirs = [];
  await vi.advanceTimersByTimeAsync(250);
  expect(codes(problems.value)).toEqual(['no-cable']);

  // Many edits in a row are one question.
  ask.mockClear();
  for (let at = 0; at < 20; at++) {
    become({ ...topology.value });
    await nextTick();
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(ask).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(250);
  expect(ask).toHaveBeenCalledOnce();
});

test('what this computer has room for is the host\u2019s to say, and an answer about an older drawing is none', async () => {
  const topology = shallowRef(generate('star', 600));
  const wanted = shallowRef(derive(topology.value));
  let answer: (list: readonly Problem[]) => void = () => undefined;
  const problems = settledProblems(topology, wanted, () => new Promise((resolve) => (answer = resolve)));
  await vi.advanceTimersByTimeAsync(250);
  expect(codes(problems.value)).toContain('too-many-neighbours');
  answer([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(codes(problems.value)).toEqual([]);

  topology.value = { ...topology.value };
  await vi.advanceTimersByTimeAsync(250);
  topology.value = { ...topology.value };
  await nextTick();
  answer([missing]);
  await vi.advanceTimersByTimeAsync(0);
  expect(codes(problems.value)).toEqual([]);
});
