/**
 * A terminal of this window: bytes come from its channel, go to its screen as fast as that draws them, and are acknowledged, so that the program in the
 * device waits for nobody but a person who looks. What is not looked at is kept as it came, and read when the page has time.
 */
import { ByteQueue } from './byte-queue';
import { Allowance } from './outgoing';
import { OutputScan } from './output-scan';
import type { Screen, ScreenListener } from './screen';
import { pasted } from './pasted';
import { cleanTitle, shortTitle } from './titles';
import type { TerminalTab } from './tab';

/** What a screen reads in one go, bytes: some milliseconds at most, also the first time, when nothing of it has been compiled. xterm looks at the clock between two. */
const piece = 16 * 1024;
/** Pieces that a screen has at once: while one is read the next is there. */
const ahead = 2;
/** Bytes that are kept unread of a terminal that nobody looks at; beyond them it is read in the background. As much as the lab itself keeps. */
const unreadLimit = 256 * 1024;
/** Drawn bytes are acknowledged in steps. With the host's window of 256 KiB, what remains never makes it wait. */
const acknowledgeStep = 64 * 1024;

export interface SessionLinks {
  /** Makes the screen, when there is something to be read or seen. */
  makeScreen(session: Session, listener: ScreenListener): Screen;
  acknowledge(channel: number, bytes: number): void;
  send(channel: number, bytes: Uint8Array): void;
  resize(channel: number, cols: number, rows: number): void;
  /** A person has typed or pasted here. */
  typed(session: Session, data: string): void;
  rang(session: Session): void;
  link(address: string): void;
  selected(session: Session): void;
  /** Words for a place where output is missing, between two lines. */
  missing(): string;
}

const encoder = new TextEncoder();

export class Session {
  /** Undefined: not attached. */
  channel: number | undefined;
  screen: Screen | undefined;
  private readonly queue = new ByteQueue();
  private readonly scan = new OutputScan();
  private readonly allowance = new Allowance();
  /** Places among all bytes that the terminal has written: the next that is expected, where the next piece on this channel begins, and up to where it is past. */
  private expected = 0;
  private incoming = 0;
  private past = 0;
  /** Up to where the screen has read. */
  private read = 0;
  private reading = 0;
  /** Acknowledged, though not read yet. */
  private prepaid = 0;
  private owed = 0;
  private idle: number | undefined;

  constructor(
    readonly tab: TerminalTab,
    private readonly links: SessionLinks,
  ) {}

  /** Bytes that have come, and that the screen has read; for tests that count. */
  get counts(): { come: number; read: number } {
    return { come: this.expected, read: this.read };
  }

  /** @param from and @param end as in the contract's `terminals.attach`; 0 and 0 of a new one */
  attached(channel: number, from: number, end: number): void {
    this.channel = channel;
    [this.incoming, this.past] = [from, end];
    [this.prepaid, this.owed] = [0, 0];
    if (from <= this.expected) return;
    // What came while nobody listened and has been dropped since: it cannot be had any more.
    if (this.expected > 0) this.ensureScreen().write(this.links.missing());
    this.read += from - this.expected;
    this.expected = from;
  }
  detached(): void {
    this.channel = undefined;
  }

  take(bytes: Uint8Array): void {
    const start = this.incoming;
    this.incoming += bytes.length;
    const known = Math.min(bytes.length, Math.max(0, this.expected - start));
    if (known > 0) this.acknowledge(known);
    const fresh = bytes.subarray(known);
    if (fresh.length === 0) return;
    // The past is read by itself: a question in it has been answered long ago.
    const old = Math.min(fresh.length, Math.max(0, this.past - this.expected));
    this.expected += fresh.length;
    this.queue.push(fresh.subarray(0, old));
    this.queue.push(fresh.subarray(old));
    if (this.tab.shown) return this.feed();
    if (!this.screen) this.look(fresh, old);
    if (this.prepaid + fresh.length <= unreadLimit) {
      this.prepaid += fresh.length;
      this.acknowledge(fresh.length);
    }
    if (this.screen || this.queue.size > unreadLimit) this.readInBackground();
  }

  /** Shown: it is read at once. */
  show(box: HTMLElement): void {
    this.tab.shown = true;
    this.tab.bell = false;
    this.ensureScreen().show(box);
    this.feed();
  }
  /** @param box the one that it was shown in: when it has moved on to another, that one keeps it */
  hide(box: HTMLElement): void {
    if (this.screen?.element.parentElement !== box) return;
    this.tab.shown = false;
    this.screen.hide();
  }
  /** Text that is no program's: the output of a command that was kept. */
  put(text: string): void {
    this.ensureScreen().write(text);
  }

  send(data: string | Uint8Array): void {
    if (this.channel !== undefined) this.links.send(this.channel, typeof data === 'string' ? encoder.encode(data) : data);
  }

  /** What was pasted goes as this program wants it: in brackets, or plain. */
  paste(text: string): void {
    this.send(pasted(text, this.screen?.bracketedPaste ?? false));
  }

  /** Programs that draw the whole screen draw it again when its size changes; after a past that begins in the middle they have to. */
  redraw(): void {
    const { channel, screen } = this;
    if (channel === undefined || !screen || screen.rows < 3) return;
    this.links.resize(channel, screen.cols, screen.rows - 1);
    this.links.resize(channel, screen.cols, screen.rows);
  }

  dispose(): void {
    if (this.idle !== undefined) cancelIdleCallback(this.idle);
    this.screen?.dispose();
    this.queue.clear();
  }

  private ensureScreen(): Screen {
    this.screen ??= this.links.makeScreen(this, {
      out: (kind, data) => this.out(kind, data),
      resized: (cols, rows) => {
        [this.tab.cols, this.tab.rows] = [cols, rows];
        if (this.channel !== undefined && this.tab.shown) this.links.resize(this.channel, cols, rows);
      },
      titled: (title) => this.setTitle(title),
      rang: () => this.rang(),
      link: (address) => this.links.link(address),
      selected: () => this.links.selected(this),
    });
    return this.screen;
  }

  private out(kind: 'typed' | 'report' | 'answer', data: string | Uint8Array): void {
    if (kind === 'typed') return this.links.typed(this, data as string);
    if (kind === 'answer' && (this.read < this.past || !this.allowance.allows(performance.now()))) return;
    this.send(data);
  }
  private setTitle(title: string): void {
    this.tab.title = shortTitle(cleanTitle(title), this.tab.nodeName);
  }
  private rang(): void {
    if (this.read >= this.past) this.links.rang(this);
  }

  /** What no screen has seen: its title and its bell are wanted all the same. */
  private look(fresh: Uint8Array, old: number): void {
    const past = this.scan.push(fresh.subarray(0, old));
    const now = this.scan.push(fresh.subarray(old));
    const title = now.title ?? past.title;
    if (title !== undefined) this.setTitle(title);
    if (now.bell) this.links.rang(this);
  }

  private feed(): void {
    const screen = this.ensureScreen();
    while (this.reading < ahead) {
      const bytes = this.queue.shift(piece);
      if (!bytes) return;
      this.reading += 1;
      screen.write(bytes, () => {
        this.reading -= 1;
        this.drawn(bytes.length);
        if (this.tab.shown) this.feed();
        else if (this.queue.size > 0) this.readInBackground();
      });
    }
  }
  private readInBackground(): void {
    if (this.idle !== undefined || this.reading > 0) return;
    this.idle = requestIdleCallback(
      () => {
        this.idle = undefined;
        const bytes = this.queue.shift(piece);
        if (!bytes) return;
        this.reading += 1;
        this.ensureScreen().write(bytes, () => {
          this.reading -= 1;
          this.drawn(bytes.length);
          if (this.tab.shown) this.feed();
          else if (this.queue.size > 0) this.readInBackground();
        });
      },
      { timeout: 500 },
    );
  }
  private drawn(bytes: number): void {
    this.read += bytes;
    const covered = Math.min(this.prepaid, bytes);
    this.prepaid -= covered;
    this.acknowledge(bytes - covered);
  }
  private acknowledge(bytes: number): void {
    this.owed += bytes;
    if (this.owed < acknowledgeStep || this.channel === undefined) return;
    this.links.acknowledge(this.channel, this.owed);
    this.owed = 0;
  }
}
