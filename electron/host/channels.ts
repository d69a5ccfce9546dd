/**
 * Terminal channels of one client: bytes of terminals, collected for a moment and sent only as fast as the client draws them.
 * Beyond 256 KiB unacknowledged the supervisor's socket is not read, and the kernel makes the program in the node wait.
 */
import { openTerminal } from '../helper/terminal';
import type { TerminalConnection, TerminalRequest } from '../helper/terminal';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { ProgramWatch } from './program-watch';

export interface ChannelOwner {
  bytes(channel: number, bytes: Uint8Array): void;
  program(channel: number, program: string): void;
  /** `lost`: the lab went, not the program. */
  exited(channel: number, exit: { code: number; signal: number; lost?: true }): void;
}
/** `from`, `end`: as in the contract's `terminals.attach`. */
export interface OpenedChannel {
  channel: number;
  terminal: number;
  from: number;
  end: number;
}
/** As the contract promises in `terminals.ack`, bytes. */
const unackedLimit = 256 * 1024;
/** What comes within so many ms, or so many bytes, goes out as one frame. */
const collectMs = 16;
const collectBytes = 64 * 1024;

class Channel {
  connection: TerminalConnection | undefined;
  private pieces: Buffer[] = [];
  private collected = 0;
  private unacked = 0;
  private paused = false;
  private timer: NodeJS.Timeout | undefined;
  private lastSent = 0;
  private watch: ProgramWatch | undefined;

  constructor(
    readonly number: number,
    private readonly owner: ChannelOwner,
  ) {}

  /** @param supervisor its PID as this computer counts */
  opened(connection: TerminalConnection, supervisor: number): void {
    this.connection = connection;
    this.watch = new ProgramWatch(supervisor, connection.pid, (program) => this.owner.program(this.number, program));
  }

  write(bytes: Uint8Array): void {
    this.connection?.write(bytes);
    this.watch?.stir();
  }

  take(bytes: Buffer): void {
    this.watch?.stir();
    this.pieces.push(bytes);
    this.collected += bytes.length;
    if (this.collected >= collectBytes) this.flush();
    // An echo after a pause goes out at once; only a stream is collected.
    else this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.lastSent + collectMs - performance.now()));
    if (!this.paused && this.unacked + this.collected > unackedLimit) {
      this.paused = true;
      this.connection?.pause();
    }
  }

  acknowledge(bytes: number): void {
    this.unacked = Math.max(0, this.unacked - bytes);
    if (this.paused && this.unacked + this.collected <= unackedLimit / 2) {
      this.paused = false;
      this.connection?.resume();
    }
  }

  end(exit: { code: number; signal: number } | null): void {
    this.watch?.end();
    this.flush();
    // Without an exit frame the connection was lost, which `lab.state` tells. A shell whose terminal goes gets SIGHUP.
    this.owner.exited(this.number, exit ?? { code: 0, signal: 1, lost: true });
  }

  close(): void {
    this.watch?.end();
    clearTimeout(this.timer);
    this.connection?.close();
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.collected === 0) return;
    const bytes = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
    this.pieces = [];
    this.unacked += this.collected;
    this.collected = 0;
    this.lastSent = performance.now();
    this.owner.bytes(this.number, bytes);
  }
}

export class Channels {
  private readonly channels = new Map<number, Channel>();
  private next = 1;

  constructor(private readonly owner: ChannelOwner) {}

  async open(socket: string, supervisor: number, request: TerminalRequest): Promise<Result<OpenedChannel>> {
    const channel = new Channel(this.next++, this.owner);
    let closed = false;
    const connection = await openTerminal(socket, request, {
      data: (bytes) => channel.take(bytes),
      end: (exit) => {
        if (!closed && this.channels.delete(channel.number)) channel.end(exit);
        closed = true;
      },
    });
    if (!connection.ok) return connection;
    channel.opened(connection.value, supervisor);
    this.channels.set(channel.number, channel);
    const { terminal, from, end } = connection.value;
    return ok({ channel: channel.number, terminal, from, end });
  }

  write(channel: number, bytes: Uint8Array): void {
    this.channels.get(channel)?.write(bytes);
  }
  acknowledge(channel: number, bytes: number): void {
    this.channels.get(channel)?.acknowledge(bytes);
  }
  resize(channel: number, cols: number, rows: number): Result<Record<string, never>> {
    const found = this.channels.get(channel);
    if (!found) return fail({ code: 'not-found', message: `There is no terminal on channel ${channel} any more.`, sentence: 'terminal' });
    found.connection?.resize(cols, rows);
    return ok({});
  }
  /** The terminal itself goes on. */
  detach(channel: number): void {
    const found = this.channels.get(channel);
    this.channels.delete(channel);
    found?.close();
  }
  closeAll(): void {
    for (const number of [...this.channels.keys()]) this.detach(number);
  }
}
