import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { createClient } from '../shared/client';
import { frameLimit } from '../shared/contract';
import { transportPair } from './local-client';
import { portTransport } from './port-transport';
import type { Port } from './port-transport';

/** A real port of Node; Electron's delivers events in which the message is `data`. */
function ports(): { ours: Port; theirs: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  const ours: Port = {
    postMessage: (message) => port1.postMessage(message),
    on: (event: string, listener: (event: never) => void) =>
      port1.on(event, event === 'message' ? (data: unknown) => listener({ data } as never) : () => listener(undefined as never)),
    start: () => port1.start(),
    close: () => port1.close(),
  };
  return { ours, theirs: port2 };
}

it('frames of both kinds cross the port, in order', async () => {
  const { ours, theirs } = ports();
  const got: (string | Uint8Array)[] = [];
  const transport = portTransport(ours);
  const three = new Promise<void>((resolve) => transport.onFrame((frame) => got.push(frame) === 3 && resolve()));
  for (const frame of ['one', new Uint8Array([1, 0, 0, 0, 7, 65]), 'three']) theirs.postMessage(frame);
  await three;
  expect(got).toEqual(['one', new Uint8Array([1, 0, 0, 0, 7, 65]), 'three']);
  theirs.close();
});
it('bytes are copied: a view carries nothing of the buffer that it looks at', async () => {
  const { ours, theirs } = ports();
  const received = new Promise<Uint8Array>((resolve) => theirs.once('message', resolve));
  portTransport(ours).send(new Uint8Array(1024).subarray(10, 12));
  expect((await received).buffer.byteLength).toBe(2);
  theirs.close();
});
it.each([[{ t: 'call' }], [7], [null], ['x'.repeat(frameLimit + 1)]])(
  'a page that sends anything but a frame is cut off (case %#)',
  async (message) => {
    const { ours, theirs } = ports();
    const transport = portTransport(ours);
    const seen: unknown[] = [];
    const closed = new Promise<void>((resolve) => transport.onClose(resolve));
    transport.onFrame((frame) => seen.push(frame));
    theirs.postMessage(message);
    await closed;
    expect(seen).toEqual([]);
  },
);
it('a client in the same process calls over a pipe in memory, and learns of its end', async () => {
  const [ours, theirs] = transportPair();
  theirs.onFrame((frame) => {
    const { id } = JSON.parse(frame as string) as { id: number };
    theirs.send(JSON.stringify({ t: 'reply', id, result: { ok: true, value: { labs: [] } } }));
  });
  const client = createClient(ours);
  expect(await client.call('labs.list', {})).toEqual({ ok: true, value: { labs: [] } });
  theirs.close();
  expect(await client.call('labs.list', {})).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
});
