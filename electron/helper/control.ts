/**
 * A control connection to a running lab's supervisor: calls answered in order, and events with a gap-checked sequence.
 * Listeners run while the line is being read, so whoever keeps state sees replies and events in the order of the wire.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { NestworkError } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { errorFrom } from './errors';
import { LineReader, lineLimit } from './lines';
import { replies, replySchema, wireEventSchema } from './wire';
import type { WireCall, WireEvent, WireReply } from './wire';

export interface ControlListeners {
  event?(event: WireEvent): void;
  /** Events were lost: a snapshot (`observe` from 0) is needed. */
  gap?(): void;
  /** The connection has ended, once. */
  close?(): void;
}
/** What the supervisor's errors say beside the contract's fields. */
export type ControlError = NestworkError & { revision?: number; undone?: boolean };
export type ControlResult<T> = { ok: true; value: T } | { ok: false; error: ControlError };

export interface Control {
  /** Calls `settled` exactly once, also when the connection is lost (code `lab-ended`). */
  request<N extends WireCall>(call: N, args: object, settled: (result: ControlResult<WireReply<N>>) => void): void;
  call<N extends WireCall>(call: N, args: object): Promise<ControlResult<WireReply<N>>>;
  close(): void;
  readonly closed: boolean;
}

export const labEnded: NestworkError = {
  code: 'lab-ended',
  message: 'The lab has ended: its supervisor does not answer any more.',
  hint: 'Run the lab again.',
};

/** Connects to a supervisor's socket. A refused or missing socket is an error with code `not-running`. */
export async function connectControl(socketPath: string, listeners: ControlListeners = {}): Promise<Result<Control>> {
  const socket = await connectSocket(socketPath);
  return socket.ok ? ok(createControl(socket.value, listeners)) : socket;
}

/** A connected socket, or `not-running`. */
export function connectSocket(socketPath: string): Promise<Result<Socket>> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const refused = (cause: Error): void =>
      resolve(
        fail(
          errorFrom('not-running', `No lab answers at ${socketPath}`, cause, 'Run the lab first.', {
            sentence: 'socket',
            args: { path: socketPath },
          }),
        ),
      );
    socket.once('error', refused);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve(ok(socket));
    });
  });
}

function createControl(socket: Socket, listeners: ControlListeners): Control {
  const reader = new LineReader();
  const waiting = new Map<number, { call: WireCall; settled: (result: ControlResult<never>) => void }>();
  let nextId = 1;
  let lastSeq: number | null = null;
  let closed = false;

  socket.on('error', () => undefined); // 'close' follows and tells everyone.
  // What is not the supervisor's language ends the connection: nothing behind it can be trusted.
  socket.on('data', (bytes) => {
    const lines: string[] = [];
    const whole = attempt(() => (reader.push(bytes, (line) => void lines.push(line)), true));
    for (const line of lines) if (line !== '' && !readLine(line)) return void socket.destroy();
    if (!whole) socket.destroy();
  });
  socket.on('close', () => {
    closed = true;
    const pending = [...waiting.values()];
    waiting.clear();
    for (const { settled } of pending) settled(fail(labEnded));
    listeners.close?.();
  });

  function readLine(line: string): boolean {
    const message = attempt(() => {
      const parsed = JSON.parse(line) as { event?: unknown };
      return parsed.event === undefined ? { reply: replySchema.parse(parsed) } : { event: wireEventSchema.parse(parsed) };
    });
    if (!message) return false;
    if (message.event) readEvent(message.event);
    else return readReply(message.reply);
    return true;
  }

  function readReply(reply: ReturnType<typeof replySchema.parse>): boolean {
    const pending = typeof reply.id !== 'number' ? undefined : waiting.get(reply.id);
    if (!pending) return true;
    if (!reply.ok) {
      waiting.delete(reply.id!);
      pending.settled(fail(reply.error));
      return true;
    }
    const value = attempt(() => replies[pending.call].parse(reply.value));
    if (!value) return false;
    waiting.delete(reply.id);
    // Subscribing sets where the count of events stands; later pieces of the same snapshot must not take it back.
    if (pending.call === 'observe' && lastSeq === null) lastSeq = (value as WireReply<'observe'>).seq;
    pending.settled({ ok: true, value: value as never });
    return true;
  }

  function readEvent(event: WireEvent): void {
    if (event.event === 'statistics') return listeners.event?.(event);
    const gap = lastSeq !== null && event.seq !== lastSeq + 1;
    lastSeq = event.seq;
    listeners.event?.(event);
    if (gap) listeners.gap?.();
  }

  const control: Control = {
    request(call, args, settled) {
      if (closed) return settled(fail(labEnded));
      const id = nextId++;
      const line = `${JSON.stringify({ id, call, args })}\n`;
      if (Buffer.byteLength(line) > lineLimit)
        return settled(
          fail({
            code: 'too-large',
            message: `The request "${call}" is longer than the ${lineLimit} bytes that a lab accepts in one message.`,
            sentence: 'request',
            args: { limit: lineLimit },
          }),
        );
      waiting.set(id, { call, settled: settled });
      socket.write(line);
    },
    call: (call, args) => new Promise((resolve) => control.request(call, args, resolve)),
    close: () => socket.destroy(),
    get closed() {
      return closed;
    },
  };
  return control;
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
