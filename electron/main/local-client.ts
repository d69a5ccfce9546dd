/** Main as a client of its own host, in process: it asks through the contract like every other client. */
import { createClient } from '../shared/client';
import type { Client } from '../shared/client';
import type { Transport } from '../shared/contract';

/** Two ends of a pipe in memory. Frames arrive in a later microtask, in order, as over a real one. */
export function transportPair(): [Transport, Transport] {
  let open = true;
  const ends = [0, 1].map(() => ({ frames: [] as ((frame: string | Uint8Array) => void)[], closed: [] as (() => void)[] }));
  const close = (): void => {
    if (!open) return;
    open = false;
    for (const end of ends) for (const listener of end.closed) listener();
  };
  const side = (own: number): Transport => ({
    send(frame) {
      queueMicrotask(() => {
        if (open) for (const listener of ends[1 - own]?.frames ?? []) listener(frame);
      });
    },
    onFrame: (listener) => void ends[own]?.frames.push(listener),
    onClose: (listener) => void ends[own]?.closed.push(listener),
    close,
  });
  return [side(0), side(1)];
}

export function localClient(connect: (transport: Transport) => void): Client {
  const [ours, theirs] = transportPair();
  const client = createClient(ours);
  connect(theirs);
  return client;
}
