import { expect, it } from 'vitest';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import { LimitsMetWatch } from './limits-met';

const node = (limitsMet?: ObservedNode['limitsMet']): ObservedNode => ({
  node: 'h1',
  name: 'h1',
  pid: 1,
  namespaces: { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 },
  interfaces: [],
  routes: [],
  ...(limitsMet && { limitsMet }),
});

it('tells what was added, each limit for itself, and what was there before is no news', () => {
  const watch = new LimitsMetWatch();
  watch.forget([node({ memory: 2 })]);
  expect(watch.news(node({ memory: 2 }), 0)).toEqual([]);
  expect(watch.news(node({ memory: 3, pids: 5 }), 1)).toEqual([
    { kind: 'memory', n: 1 },
    { kind: 'pids', n: 5 },
  ]);
  expect(watch.news(node({ memory: 3, pids: 5 }), 2)).toEqual([]);
});

it('a fork bomb is told now and then, with all that came meanwhile', () => {
  const watch = new LimitsMetWatch();
  expect(watch.news(node({ pids: 1 }), 0)).toEqual([{ kind: 'pids', n: 1 }]);
  for (let at = 200; at < 10_000; at += 200) expect(watch.news(node({ pids: 1 + at }), at)).toEqual([]);
  expect(watch.news(node({ pids: 20_000 }), 10_000)).toEqual([{ kind: 'pids', n: 19_999 }]);
});

it('a device that was made anew counts from nothing', () => {
  const watch = new LimitsMetWatch();
  expect(watch.news(node({ memory: 4 }), 0)).toEqual([{ kind: 'memory', n: 4 }]);
  expect(watch.news(node(), 1)).toEqual([]);
  expect(watch.news(node({ memory: 1 }), 20_000)).toEqual([{ kind: 'memory', n: 1 }]);
});
