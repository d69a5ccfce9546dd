import { expect, it } from 'vitest';
import { commandSchema } from '../../../electron/shared/contract/live';
import type { NodeCommand } from '../../../electron/shared/contract/live';
import { i18n, languages } from '../../text';
import { goesOn, isBad } from '../../terminals/command-state';
import { pairCommands } from './pairs';

const states = commandSchema.shape.state.options;
const live = (index: number, command: string, name = command.split(' ')[0]!): NodeCommand => ({
  index,
  name,
  command,
  state: 'running',
  code: null,
  signal: null,
  starts: 1,
  since: 0,
  restart: 'never',
  output: 0,
});
const running = [live(0, 'sleep 1'), live(1, 'nginx'), live(2, 'sleep 1')];
const indices = (...drawn: Parameters<typeof pairCommands>[0]) => pairCommands(drawn, running).live.map((one) => one?.index);

it('a command keeps its state when others are moved, removed or edited, and a new one has none', () => {
  expect(indices('sleep 1', 'nginx', 'sleep 1')).toEqual([0, 1, 2]);
  expect(pairCommands(['sleep 1', 'nginx', 'sleep 1'], running)).toMatchObject({ pending: [false, false, false], differs: false });
  expect(indices('nginx', 'sleep 1', 'sleep 1')).toEqual([1, 0, 2]);
  expect(indices('nginx')).toEqual([1]);
  expect(indices('nginx -t', 'nginx')).toEqual([undefined, 1]);
  expect(indices({ command: 'nginx', name: 'web' })).toEqual([undefined]);
});

it('what holds from the next start only is said: new, edited, moved, removed, restarted otherwise', () => {
  for (const drawn of [['nginx'], ['nginx', 'sleep 1', 'sleep 1'], ['sleep 1', 'nginx', 'sleep 2'], []])
    expect(pairCommands(drawn, running).differs, JSON.stringify(drawn)).toBe(true);
  expect(pairCommands(['sleep 1', { command: 'nginx', restart: 'always' }, 'sleep 1'], running)).toMatchObject({
    pending: [false, true, false],
    differs: true,
  });
  expect(pairCommands(['nginx'], undefined)).toEqual({ live: [undefined], pending: [false], differs: false });
});

it.each(states)('%s has a word in every language', (state) => {
  // What has ended is said with how it ended.
  const keys = state === 'ended' ? ['code', 'signal'] : [state];
  for (const language of Object.keys(languages)) {
    const words = i18n.global.getLocaleMessage(language as 'en').inspector.startup.state as Record<string, string>;
    for (const key of keys) expect(words[key], `${language} ${key}`).toBeTruthy();
  }
});

it('what begins again and again goes on, and is bad', () => {
  expect(states.filter((state) => goesOn({ state }))).toEqual(['running', 'restarting', 'late']);
  expect(isBad({ state: 'restarting', code: 1, signal: null })).toBe(true);
  expect(isBad({ state: 'restarting', code: 0, signal: null })).toBe(false);
  expect(isBad({ state: 'ended', code: 0, signal: 9 })).toBe(true);
  expect(isBad({ state: 'stopped', code: null, signal: 15 })).toBe(false);
});
