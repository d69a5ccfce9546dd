/** Closing, quitting and signals: carries out what `quitMachine` decides. */
import type { App } from 'electron';
import { quitMachine, quitStart } from './quit-machine';
import type { QuitEvent } from './quit-machine';

/** The window as far as its end is concerned. */
export interface ClosableWindow {
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  close(): void;
}
export interface LifecycleParts {
  app: Pick<App, 'on' | 'quit'>;
  /** Asks about unsaved work; true: the window may go. */
  ask: () => Promise<boolean>;
  unexpected: (what: string, cause: unknown) => void;
}

export interface Lifecycle {
  watch(window: ClosableWindow): void;
  /** A signal, or the computer going down. */
  leaveNow(): void;
}

export function setupLifecycle({ app, ask, unexpected }: LifecycleParts): Lifecycle {
  let state = quitStart;
  let open: ClosableWindow | undefined;
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
      'close-window': () => open?.close(),
      quit: () => app.quit(),
    };
    for (const effect of effects) run[effect]();
  };
  app.on('before-quit', () => handle('quit', () => undefined));
  // A lab outlives its window.
  app.on('window-all-closed', () => app.quit());
  return {
    watch(window) {
      open = window;
      window.on('close', (event) => handle('close', () => event.preventDefault()));
    },
    leaveNow: () => handle('signal', () => undefined),
  };
}
