import { expect, it } from 'vitest';
import type { ObservedNode, ObservedState } from '../../../electron/shared/lab/observed';
import { sharedGroups } from './namespaces';

const node = (name: string, namespaces: Partial<ObservedNode['namespaces']>): ObservedNode => ({
  node: name,
  name,
  pid: 1,
  namespaces: { user: 1, net: 2, pid: 3, mnt: 4, ipc: 5, uts: 6, ...namespaces },
  interfaces: [],
  routes: [],
});

it('groups what is shared with the same devices', () => {
  const [h1, h2, h3] = [node('h1', { net: 10, pid: 11 }), node('h2', { net: 20, pid: 21 }), node('h3', { net: 30, pid: 31, ipc: 35 })];
  const all: ObservedState = { h1, h2, h3 };
  expect(sharedGroups(h1, ['net', 'pid', 'user'], all)).toEqual([
    { kinds: ['mnt', 'uts'], nodes: ['h2', 'h3'] },
    { kinds: ['ipc'], nodes: ['h2'] },
  ]);
  expect(sharedGroups(h3, ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'], all)).toEqual([]);
});
