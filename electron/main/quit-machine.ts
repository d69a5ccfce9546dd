/** When the application may go: what a closing window, a quit and a person's answer lead to. Pure; `setupLifecycle` carries it out. */

export interface QuitState {
  /** `asking`: the question about unsaved work is open. `leaving`: nothing holds the windows any more. */
  readonly phase: 'open' | 'asking' | 'leaving';
  /** The whole application is to end, not one window alone. */
  readonly quitting: boolean;
}
export type QuitEvent =
  /** The last window was asked to close. */
  | 'close'
  /** One of several was: what it shows stays open in the others' list of labs. */
  | 'close-one'
  /** The application was asked to quit (before-quit). */
  | 'quit'
  /** Answers to the question. */
  | 'leave'
  | 'stay'
  /** SIGTERM, SIGINT, SIGHUP or the computer going down: never asks, since nobody may be there to answer. */
  | 'signal';
export type QuitEffect = 'prevent' | 'ask' | 'close-window' | 'quit';

export const quitStart: QuitState = { phase: 'open', quitting: false };

/** The next state, and what is to be done. `prevent` holds back the event that is under way. */
export function quitMachine(state: QuitState, event: QuitEvent): readonly [QuitState, readonly QuitEffect[]] {
  switch (event) {
    case 'quit':
      // The windows are asked to close next; that event decides.
      return [{ ...state, quitting: true }, []];
    case 'close-one':
      // A quit closes them one after another: the first one that is asked holds all of them.
      if (!state.quitting || state.phase === 'leaving') return [state, []];
      return quitMachine(state, 'close');
    case 'close':
      if (state.phase === 'leaving') return [state, []];
      return [{ ...state, phase: 'asking' }, state.phase === 'asking' ? ['prevent'] : ['prevent', 'ask']];
    case 'leave':
      if (state.phase !== 'asking') return [state, []];
      return [{ ...state, phase: 'leaving' }, [state.quitting ? 'quit' : 'close-window']];
    case 'stay':
      if (state.phase !== 'asking') return [state, []];
      // A close that was held back has cancelled the quit as well.
      return [quitStart, []];
    case 'signal':
      return [{ phase: 'leaving', quitting: true }, ['quit']];
  }
}
