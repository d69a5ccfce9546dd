import { expect, it } from 'vitest';
import { oneTile, place } from './layout';
import { Memory } from './memory';

function store(): Pick<Storage, 'getItem' | 'setItem'> & { held: Map<string, string> } {
  const held = new Map<string, string>();
  return { held, getItem: (key) => held.get(key) ?? null, setItem: (key, value) => void held.set(key, value) };
}

it('the page itself is believed first, then the last window', () => {
  const [page, all] = [store(), store()];
  const layout = place(oneTile, '1.1');
  const memory = new Memory('lab', [page, all]);
  memory.keepLayout(layout);
  memory.keepName('1.1', 'router');
  expect(new Memory('lab', [store(), all]).layout).toEqual(layout);
  expect(new Memory('lab', [page, store()]).tab('1.1')).toEqual({ name: 'router' });
  expect(new Memory('other', [page, all]).layout).toBeUndefined();
  memory.keepName('1.1', '');
  expect(new Memory('lab', [page]).tab('1.1')).toBeUndefined();
});

it.each([
  '',
  '{',
  '7',
  '{"layout":{"columns":[1],"rows":[1],"tiles":[],"live":0}}',
  '{"layout":{"columns":[1],"rows":[1],"tiles":[{"tabs":["a"],"active":"b"}],"live":0}}',
])('what is stored as %s is as good as nothing', (text) => {
  const page = store();
  page.held.set('terminals/lab', text);
  const memory = new Memory('lab', [page]);
  expect([memory.layout, memory.tab('a')]).toEqual([undefined, undefined]);
});

it('a storage that refuses costs the memory alone', () => {
  const memory = new Memory('lab', [
    {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    },
  ]);
  memory.keepName('1.1', 'x');
  expect(memory.tab('1.1')).toEqual({ name: 'x' });
});
