import { describe, expect, it } from 'vitest';
import { setupLifecycle } from './setup-lifecycle';
import { Windows } from './windows';
import type { AppWindow } from './windows';

/** A window as far as it is asked; what happened to it is written down. */
class FakeWindow implements AppWindow {
  readonly did: string[] = [];
  private readonly listeners = new Map<string, (event: { preventDefault(): void }) => void>();
  readonly webContents = {
    send: (channel: string, ...args: unknown[]) => void this.did.push(`${channel} ${args.join()}`),
    reload: () => void this.did.push('reload'),
  };
  constructor(readonly main: boolean) {}
  on(event: string, listener: (event: { preventDefault(): void }) => void): void {
    const before = this.listeners.get(event);
    this.listeners.set(event, (data) => [before, listener].forEach((one) => one?.(data)));
  }
  tell(event: string): boolean {
    let held = false;
    this.listeners.get(event)?.({ preventDefault: () => (held = true) });
    return held;
  }
  close(): void {
    if (!this.tell('close')) this.tell('closed');
  }
  loadURL(url: string): Promise<void> {
    this.did.push(url);
    return Promise.resolve();
  }
  show(): void {
    this.did.push('show');
  }
  focus(): void {
    this.tell('focus');
  }
}

function application(answer: () => boolean) {
  const made: FakeWindow[] = [];
  const events = new Map<string, (event: { preventDefault(): void }) => void>();
  const did: string[] = [];
  const lifecycle = setupLifecycle({
    app: {
      on: ((event: string, listener: () => void) => events.set(event, listener)) as never,
      quit: () => void did.push('quit'),
      exit: (code?: number) => void did.push(`exit ${code}`),
    },
    ask: () => {
      did.push('ask');
      return Promise.resolve(answer());
    },
    close: () => {
      did.push('closed the host');
      return Promise.resolve();
    },
    unexpected: (what) => void did.push(what),
  });
  const windows = new Windows((main) => {
    const window = new FakeWindow(main);
    made.push(window);
    return window;
  }, lifecycle);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    windows,
    made,
    did,
    turn,
    lifecycle,
    tell: (event: string) => events.get(event)?.({ preventDefault: () => did.push(`held ${event}`) }),
  };
}

describe('several windows', () => {
  it('know their own contents alone, and remember the place of the first', async () => {
    const { windows, made } = application(() => true);
    await windows.add();
    await windows.add('d-1');
    expect(made.map((one) => [one.main, one.did[0]])).toEqual([
      [true, 'app://nestwork/index.html'],
      [false, 'app://nestwork/index.html?document=d-1'],
    ]);
    expect([windows.knows(made[1]!.webContents), windows.knows({})]).toEqual([true, false]);
    made[1]!.close();
    expect(windows.knows(made[1]!.webContents)).toBe(false);
  });

  it('files go to the one that was used last', async () => {
    const { windows, made } = application(() => true);
    await windows.add();
    await windows.add();
    made[0]!.tell('focus');
    await windows.openFiles(['/a', '/b']);
    expect(made[0]!.did.slice(1)).toEqual(['show', 'open /a', 'open /b']);
    expect(made[1]!.did).toHaveLength(1);
  });

  it('one of them goes at once, the last only after an answer', async () => {
    let answer = false;
    const { windows, made, did, turn } = application(() => answer);
    await windows.add();
    await windows.add();
    expect(made[1]!.tell('close')).toBe(false);
    made[1]!.tell('closed');
    expect(made[0]!.tell('close')).toBe(true);
    await turn();
    answer = true;
    made[0]!.close();
    await turn();
    expect(did).toEqual(['ask', 'ask']);
    expect(windows.knows(made[0]!.webContents)).toBe(false);
  });

  it('a page that died is loaded again, but not one that dies at once', async () => {
    const { windows, made } = application(() => true);
    await windows.add();
    const { webContents, did } = made[0]!;
    windows.pageDied(webContents, 1_000);
    windows.pageDied(webContents, 2_000);
    windows.pageDied({}, 3_000);
    windows.pageDied(webContents, 20_000);
    expect(did.filter((one) => one === 'reload')).toHaveLength(2);
  });
});

it('at the end the host is let go of before the process ends, once', async () => {
  const { did, turn, tell, lifecycle } = application(() => true);
  lifecycle.leaveNow();
  tell('will-quit');
  tell('will-quit');
  await turn();
  expect(did).toEqual(['quit', 'held will-quit', 'closed the host', 'held will-quit', 'exit 0']);
});
