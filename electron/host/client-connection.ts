/** One connected client, whatever carries its frames: its calls, its events, its terminal channels. */
import { callFrameSchema, frameLimit } from '../shared/contract';
import type { EventName, Events, Frame, Transport } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import type { Result } from '../shared/result';
import type { z } from 'zod';
import { Channels } from './channels';

export type Dispatch = (client: ClientConnection, call: string, args: unknown) => Promise<Result<unknown>>;

export class ClientConnection {
  /** Documents whose events this client gets. */
  readonly documents = new Set<string>();
  /** Those of them whose statistics it wants. */
  readonly watching = new Set<string>();
  readonly channels: Channels;
  private closed = false;

  constructor(
    readonly name: string,
    private readonly transport: Transport,
    private readonly dispatch: Dispatch,
    closed: () => void,
  ) {
    this.channels = new Channels({
      bytes: (channel, bytes) => this.sendBytes(channel, bytes),
      program: (channel, program) => this.tell('terminal.program', { channel, program }),
      exited: (channel, exit) => this.tell('terminal.exited', { channel, ...exit }),
    });
    transport.onFrame((frame) => this.read(frame));
    transport.onClose(() => {
      if (this.closed) return;
      this.closed = true;
      this.channels.closeAll();
      closed();
    });
    this.send({ t: 'welcome', client: name });
  }

  tell<N extends EventName>(event: N, data: z.input<Events[N]>): void {
    this.send({ t: 'event', event, data });
  }

  /** For what many clients are told: the text is made once. */
  sendText(frame: string): void {
    if (!this.closed) this.transport.send(frame);
  }

  close(): void {
    this.transport.close();
  }

  private send(frame: Frame): void {
    this.sendText(JSON.stringify(frame));
  }

  private sendBytes(channel: number, bytes: Uint8Array): void {
    if (this.closed) return;
    const frame = new Uint8Array(5 + bytes.length);
    frame[0] = 1;
    new DataView(frame.buffer).setUint32(1, channel);
    frame.set(bytes, 5);
    this.transport.send(frame);
  }

  private read(frame: string | Uint8Array): void {
    if (this.closed) return;
    if (frame.length > frameLimit) return this.transport.close();
    if (typeof frame !== 'string') return this.readBytes(frame);
    let message: z.infer<typeof callFrameSchema>;
    try {
      message = callFrameSchema.parse(JSON.parse(frame));
    } catch {
      // Not our client: there is no id to answer to.
      return this.transport.close();
    }
    const { id, call, args } = message;
    void this.dispatch(this, call, args).then((result) =>
      this.send({ t: 'reply', id, result: result as Result<unknown> & { error: NestworkError } }),
    );
  }

  private readBytes(frame: Uint8Array): void {
    if (frame.byteLength < 5 || frame[0] !== 1) return this.transport.close();
    const channel = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(1);
    this.channels.write(channel, frame.subarray(5));
  }
}
