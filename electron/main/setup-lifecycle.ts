/** Closing, quitting and signals: carries out what `quitMachine` decides. */
import type { App } from 'electron';
import { quitMachine, quitStart } from './quit-machine';
import type { QuitEvent } from './quit-machine';

/** A window as far as its end is concerned. */
export interface ClosableWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'closed', listener: () => void): unknown;
  close(): void;
}
export interface LifecycleParts {
  app: Pick<App, 'on' | 'quit' | 'exit'>;
  /** Asks about unsaved work; true: the windows may go. */
  ask: () => Promise<boolean>;
  /** Lets go of everything at the end; recovery copies are written. */
  close: () => Promise<void>;
  unexpected: (what: string, cause: unknown) => void;
}

export interface Lifecycle {
  watch(window: ClosableWindow): void;
  /** A signal, or the computer going down. */
  leaveNow(): void;
}
/** What `close` is given at most, ms. */
const endLimit = 3000;

export function setupLifecycle({ app, ask, close, unexpected }: LifecycleParts): Lifecycle {
  let state = quitStart;
  const open = new Set<ClosableWindow>();
  /** The window whose closing was held back for the question. */
  let held: ClosableWindow | undefined;
  const handle = (event: QuitEvent, prevent: () => void): void => {
    const [next, effects] = quitMachine(state, event);
    state = next;
    const run = {
      prevent,
      ask: () =>
        void ask().then(
          (leave) => handle(leave ? 'leave' : 'stay', () => undefined),
          (cause: unknown) => {
            unexpected('The question about unsaved work could not be asked', cause);
            handle('stay', () => undefined);
          },
        ),
      'close-window': () => held?.close(),
      quit: () => app.quit(),
    };
    for (const effect of effects) run[effect]();
  };
  app.on('before-quit', () => handle('quit', () => undefined));
  // A lab outlives its window.
  app.on('window-all-closed', () => app.quit());
  let ending = false;
  app.on('will-quit', (event) => {
    // `app.exit` comes without this event, so it is held back once.
    event.preventDefault();
    if (ending) return;
    ending = true;
    const limit = new Promise<void>((resolve) => setTimeout(resolve, endLimit));
    Promise.race([close(), limit])
      .catch((cause: unknown) => unexpected('Not everything was written at the end', cause))
      .finally(() => app.exit(0));
  });
  return {
    watch(window) {
      open.add(window);
      window.on('close', (event) =>
        handle(open.size > 1 ? 'close-one' : 'close', () => {
          held = window;
          event.preventDefault();
        }),
      );
      window.on('closed', () => open.delete(window));
    },
    leaveNow: () => handle('signal', () => undefined),
  };
}
