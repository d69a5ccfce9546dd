/**
 * A second client of the host, inside the page: the same WebSocket and the same frames as the window, under the page's own cookie.
 * What a test asks the host therefore never goes through the window that it tests.
 */
import type { Page } from '@playwright/test';
import type { Args, CallName, Value } from '../../electron/shared/contract';

/** Asks the host once; throws an error with the host's sentence if it refuses. */
export async function ask<N extends CallName>(page: Page, call: N, args: Args<N>): Promise<Value<N>> {
  const reply = await page.evaluate(
    ({ call, args }) =>
      new Promise<{ ok: boolean; value?: unknown; error?: { message: string } }>((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/socket`);
        socket.onerror = () => reject(new Error('The second connection to the host was refused.'));
        socket.onopen = () => socket.send(JSON.stringify({ t: 'call', id: 1, call, args }));
        socket.onmessage = ({ data }) => {
          if (typeof data !== 'string') return;
          const frame = JSON.parse(data) as { t: string; id?: number; result?: { ok: boolean } };
          if (frame.t !== 'reply' || frame.id !== 1 || !frame.result) return;
          socket.close();
          resolve(frame.result);
        };
      }),
    { call, args },
  );
  if (!reply.ok) throw new Error(`${call}: ${reply.error?.message ?? 'refused'}`);
  return reply.value as Value<N>;
}
