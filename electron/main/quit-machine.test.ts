import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quitMachine, quitStart } from './quit-machine';
import type { QuitEvent } from './quit-machine';

/** Effects of a run of events, in order. */
function play(...events: QuitEvent[]): string[] {
  let state = quitStart;
  return events.flatMap((event) => {
    const [next, effects] = quitMachine(state, event);
    state = next;
    return [...effects];
  });
}

it('a closing window asks, and goes on "leave"', () => {
  expect(play('close', 'leave', 'close')).toEqual(['prevent', 'ask', 'close-window']);
});
it('a quit asks by the window, and goes on as a quit', () => {
  expect(play('quit', 'close', 'leave', 'close')).toEqual(['prevent', 'ask', 'quit']);
});
it('"stay" forgets the quit: the next close is of the window alone', () => {
  expect(play('quit', 'close', 'stay', 'close', 'leave')).toEqual(['prevent', 'ask', 'prevent', 'ask', 'close-window']);
});
it('a second close while the question is open asks no second time', () => {
  expect(play('close', 'close')).toEqual(['prevent', 'ask', 'prevent']);
});
it('a signal never asks, also while the question is open', () => {
  expect(play('signal', 'quit', 'close')).toEqual(['quit']);
  expect(play('close', 'signal', 'quit', 'close', 'stay')).toEqual(['prevent', 'ask', 'quit']);
});
it('one of several windows goes without a question, since what it shows stays open', () => {
  expect(play('close-one', 'close-one')).toEqual([]);
  expect(play('close-one', 'close', 'leave')).toEqual(['prevent', 'ask', 'close-window']);
});
it('a quit with several windows asks once, holds all of them, and then lets all go', () => {
  expect(play('quit', 'close-one', 'close-one', 'leave', 'close-one', 'close')).toEqual(['prevent', 'ask', 'prevent', 'quit']);
  expect(play('quit', 'close-one', 'stay', 'close-one')).toEqual(['prevent', 'ask']);
});
it('whatever happens: the last window goes only after an answer or a signal, and then nothing holds it back', () => {
  const event = fc.constantFrom<QuitEvent>('close', 'close-one', 'quit', 'leave', 'stay', 'signal');
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let state = quitStart;
      for (const one of events) {
        const [next, effects] = quitMachine(state, one);
        if (effects.includes('quit') || effects.includes('close-window'))
          expect(one === 'signal' || (one === 'leave' && state.phase === 'asking')).toBe(true);
        if (one === 'close-one') expect(effects.includes('prevent')).toBe(state.phase !== 'leaving' && state.quitting);
        if (one === 'close') expect(effects.includes('prevent')).toBe(state.phase !== 'leaving');
        state = next;
      }
    }),
  );
});
