/** What travels between a client and its host, and what carries it. */
import { z } from 'zod';
import type { errorSchema } from '../lab/error';

/**
 * Text frames: one JSON object each. Binary frames carry terminal bytes: one byte 1, channel as u32 big endian, then the bytes.
 * The first frame from the host is `{t:'welcome', client}`.
 */
export const callFrameSchema = z.object({ t: z.literal('call'), id: z.number().int(), call: z.string(), args: z.unknown() });
export type Frame =
  | { t: 'welcome'; client: string }
  | { t: 'call'; id: number; call: string; args: unknown }
  | { t: 'reply'; id: number; result: { ok: true; value: unknown } | { ok: false; error: z.infer<typeof errorSchema> } }
  | { t: 'event'; event: string; data: unknown };

/** What carries frames, whatever it is made of. Order is kept; `close` comes once. */
export interface Transport {
  send(frame: string | Uint8Array): void;
  onFrame(listener: (frame: string | Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
/** A longer text frame or binary frame is refused and the connection closed, bytes. */
export const frameLimit = 16 * 1024 * 1024;
