/** A file that somebody else may change while it is open here: told by the kernel (inotify(7)), and looked at when asked. */
import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Disk } from '../shared/contract';

/** Programs write in several steps, or to a new file that takes the name: looked at when it has been quiet for so long, ms. */
const rest = 100;

export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64');

export class WatchedFile {
  state: Disk = 'same';
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  /** Of the file when it was last found to be the known one: while they are as they were, it need not be read. */
  private stamp = '';

  /**
   * @param fingerprint of what was last read or written
   * @param same whether this text comes to the same as what is known, though it is written differently
   * @param changed is told of every change of `state`
   */
  constructor(
    readonly path: string,
    private fingerprint: string,
    private readonly same: (text: string) => boolean,
    private readonly changed: (state: Disk) => void,
  ) {
    try {
      // The folder: the file itself is another one after every atomic save.
      this.watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
        if (name === null || name === basename(path)) this.soon();
      });
      this.watcher.on('error', () => this.watcher?.close());
    } catch {
      // No inotify left, or the folder is gone: `look` still tells.
    }
  }

  /** Fingerprint of the known content. */
  get known(): string {
    return this.fingerprint;
  }

  /** From here on this content is the known one. To be called before it is written, so that the own save is no change. */
  expect(known: string): void {
    this.fingerprint = known;
    this.stamp = '';
    this.enter('same');
  }

  /** What the file holds now, compared with what is known. */
  async look(): Promise<Disk> {
    const status = await stat(this.path).catch(() => null);
    if (!status?.isFile()) return this.enter('gone');
    const stamp = `${status.ino} ${status.size} ${status.mtimeMs} ${status.ctimeMs}`;
    if (stamp === this.stamp) return this.enter('same');
    const { known } = this;
    const text = await readFile(this.path, 'utf8').catch(() => null);
    // A save of ours came in between: it will be looked at after that.
    if (known !== this.known) return this.state;
    if (text === null) return this.enter('gone');
    if (fingerprint(text) !== known && !this.same(text)) return this.enter('changed');
    this.stamp = stamp;
    return this.enter('same');
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.watcher?.close();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), rest);
    this.timer.unref();
  }

  private enter(state: Disk): Disk {
    if (this.closed || state === this.state) return state;
    this.state = state;
    this.changed(state);
    return state;
  }
}
