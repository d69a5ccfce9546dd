/** A transport for doors that live in the host's own process. */
import type { Transport } from '../shared/contract';

/** Two ends; what one sends the other gets, in order, never within the sender's call. */
export function pair(): [Transport, Transport] {
  const ends = [new End(), new End()] as const;
  ends[0].peer = ends[1];
  ends[1].peer = ends[0];
  return [ends[0], ends[1]];
}

class End implements Transport {
  peer: End | null = null;
  private closed = false;
  private readonly frames: ((frame: string | Uint8Array) => void)[] = [];
  private readonly closes: (() => void)[] = [];

  send(frame: string | Uint8Array): void {
    queueMicrotask(() => !this.closed && this.peer?.frames.forEach((listener) => listener(frame)));
  }
  onFrame(listener: (frame: string | Uint8Array) => void): void {
    this.frames.push(listener);
  }
  onClose(listener: () => void): void {
    this.closes.push(listener);
  }
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.peer?.close();
    this.closes.forEach((listener) => listener());
  }
}
