/** The windows of the application: each has a page of its own, all of them share the host. */
import { appPage } from './app-scheme';
import type { Lifecycle, ClosableWindow } from './setup-lifecycle';

/** What is used of a BrowserWindow. */
export interface AppWindow extends ClosableWindow {
  readonly webContents: { send(channel: string, ...args: unknown[]): void; reload(): void };
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'closed' | 'focus', listener: () => void): unknown;
  loadURL(url: string): Promise<void>;
  show(): void;
  focus(): void;
}

/** The page's address for a document; without one, for the start page of a window beside others. */
export const pageFor = (document: string): string => (document ? `${appPage}?document=${encodeURIComponent(document)}` : appPage);

/** A page that dies again within so long is not loaded a third time by itself, ms. */
const reviveAfter = 10_000;

export class Windows<W extends AppWindow> {
  /** By use: the last is the one in front. */
  private open: W[] = [];
  private readonly revived = new Map<unknown, number>();

  /** @param make makes one; `main`: the one whose place and size are remembered */
  constructor(
    private readonly make: (main: boolean) => W,
    private readonly lifecycle: Pick<Lifecycle, 'watch'>,
  ) {}

  /** Whether these contents belong to a window of ours. */
  knows(contents: unknown): boolean {
    return this.open.some((window) => window.webContents === contents);
  }

  /** Opens a window. Resolves when its page is loaded. */
  async add(document = ''): Promise<W> {
    const window = this.make(this.open.length === 0);
    this.open.push(window);
    this.lifecycle.watch(window);
    window.on('focus', () => (this.open = [...this.open.filter((one) => one !== window), window]));
    window.on('closed', () => (this.open = this.open.filter((one) => one !== window)));
    await window.loadURL(pageFor(document));
    return window;
  }

  /** Has files opened by the window in front, which says itself what is wrong with one. */
  async openFiles(paths: readonly string[]): Promise<void> {
    const window = this.open.at(-1) ?? (await this.add());
    window.show();
    window.focus();
    for (const path of paths) window.webContents.send('open', path);
  }

  /** The page's process died. Its labs run on, and what was drawn is in the host: it is loaded again, unless it dies at once. */
  pageDied(contents: unknown, now = Date.now()): void {
    const window = this.open.find((one) => one.webContents === contents);
    if (!window || now - (this.revived.get(contents) ?? -Infinity) < reviveAfter) return;
    this.revived.set(contents, now);
    window.webContents.reload();
  }
}
