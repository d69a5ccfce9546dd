import { expect, it } from 'vitest';
import type { ObservedNode } from '../../../electron/shared/lab/observed';
import { limitState, timesMet } from './limits';

const there = (more: Partial<ObservedNode> = {}): ObservedNode => ({
  node: 'h1',
  name: 'h1',
  pid: 1,
  namespaces: { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 },
  interfaces: [],
  routes: [],
  ...more,
});

it('a limit is in force, is another one, or is missing; what does not run has none', () => {
  expect(limitState('pids', { pids: 20 }, there({ limits: { pids: 20 } }))).toBe('inForce');
  expect(limitState('pids', { pids: 20 }, there({ limits: { pids: 30 } }))).toBe('other');
  expect(limitState('pids', undefined, there({ limits: { pids: 30 } }))).toBe('other');
  expect(limitState('pids', { pids: 20 }, there({ limits: { cpu: 1 } }))).toBe('missing');
  expect(limitState('pids', { pids: 20 }, there())).toBe('missing');
  expect(limitState('pids', { pids: 20 }, undefined)).toBe('none');
  expect(limitState('pids', {}, there())).toBe('none');
});

it('processor time is compared as the kernel counts it, in microseconds of 100 ms', () => {
  expect(limitState('cpu', { cpu: 1 / 3 }, there({ limits: { cpu: 0.33333 } }))).toBe('inForce');
  expect(limitState('cpu', { cpu: 0.3 }, there({ limits: { cpu: 0.31 } }))).toBe('other');
});

it('how often it was met', () => {
  expect(timesMet('memory', there({ limitsMet: { memory: 2 } }))).toBe(2);
  expect([timesMet('pids', there()), timesMet('cpu', there({ limitsMet: { pids: 2 } })), timesMet('pids', undefined)]).toEqual([0, 0, 0]);
});
