/** The one client of the contract: the window uses it over WebSocket or MessagePort, the command line in process. */
import { calls, events } from './contract';
import type { Args, CallName, EventData, EventName, Frame, Transport, Value } from './contract';
import type { Result } from './result';

export interface Client {
  /** Name of this connection, as in `document.edited`. Empty until the host has said welcome. */
  readonly name: string;
  /** Never rejects: a lost connection is an error with code `connection-lost`. */
  call<N extends CallName>(name: N, args: Args<N>): Promise<Result<Value<N>>>;
  /** Returns what ends the subscription. */
  on<N extends EventName>(event: N, listener: (data: EventData<N>) => void): () => void;
  /** Bytes of terminal channels. */
  onBytes(listener: (channel: number, bytes: Uint8Array) => void): void;
  sendBytes(channel: number, bytes: Uint8Array): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A client over a transport. Replies and events from the host are parsed by the contract's schemas before anyone sees them. */
export function createClient(transport: Transport): Client {
  let name = '';
  let nextId = 1;
  let closed = false;
  const waiting = new Map<number, { call: CallName; settle: (result: Result<never>) => void }>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let bytesListener: (channel: number, bytes: Uint8Array) => void = () => undefined;
  const lost = {
    ok: false as const,
    error: { code: 'connection-lost', message: 'The connection to Nestwork was lost.', hint: 'Reload the page, or start Nestwork again.' },
  };

  transport.onFrame((frame) => {
    if (typeof frame !== 'string') {
      const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
      if (frame.byteLength >= 5 && view.getUint8(0) === 1) bytesListener(view.getUint32(1), frame.subarray(5));
      return;
    }
    const message = JSON.parse(frame) as Frame;
    if (message.t === 'welcome') name = message.client;
    else if (message.t === 'reply') {
      const pending = waiting.get(message.id);
      if (!pending) return;
      waiting.delete(message.id);
      const { result } = message;
      pending.settle((result.ok ? { ok: true, value: calls[pending.call].value.parse(result.value) } : result) as Result<never>);
    } else if (message.t === 'event' && message.event in events) {
      const set = listeners.get(message.event);
      if (!set?.size) return;
      const data = events[message.event as EventName].parse(message.data);
      for (const listener of set) listener(data as never);
    }
  });
  transport.onClose(() => {
    closed = true;
    for (const { settle } of waiting.values()) settle(lost);
    waiting.clear();
  });

  return {
    get name() {
      return name;
    },
    call(call, args) {
      if (closed) return Promise.resolve(lost);
      const id = nextId++;
      return new Promise((resolve) => {
        waiting.set(id, { call, settle: resolve });
        transport.send(JSON.stringify({ t: 'call', id, call, args }));
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    onBytes(listener) {
      bytesListener = listener;
    },
    sendBytes(channel, bytes) {
      const frame = new Uint8Array(5 + bytes.length);
      frame[0] = 1;
      new DataView(frame.buffer).setUint32(1, channel);
      frame.set(bytes, 5);
      if (!closed) transport.send(frame);
    },
    onClose: (listener) => transport.onClose(listener),
    close: () => transport.close(),
  };
}
