/** The raw wire of native/WIRE.md, spoken without any of the product's own TypeScript: the tests' second opinion on the supervisor. */
import net from 'node:net';

export interface WireError {
  code: string;
  message: string;
  [key: string]: unknown;
}
/** A refusal by the supervisor, as it was sent. */
export class Refused extends Error {
  constructor(readonly error: WireError) {
    super(`${error.code}: ${error.message}`);
  }
}
export type Json = Record<string, unknown>;

/**
 * Connects with the effective user `uid`: the kernel notes who connects (SO_PEERCRED) inside connect(2), which Node calls before it returns.
 */
export function connectAs(uid: number, path: string): net.Socket {
  const root = process.geteuid?.() === 0 && uid !== 0;
  if (root) process.seteuid?.(uid);
  try {
    return net.connect(path);
  } finally {
    if (root) process.seteuid?.(0);
  }
}

/** Splits what a socket says into lines until somebody else takes over. */
function lines(socket: net.Socket, line: (text: string) => void): () => Buffer {
  let rest = Buffer.alloc(0);
  let stopped = false;
  const read = (bytes: Buffer): void => {
    rest = Buffer.concat([rest, bytes]);
    for (let end = rest.indexOf(10); end >= 0 && !stopped; end = rest.indexOf(10)) {
      const text = rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
      line(text);
    }
  };
  socket.on('data', read);
  return () => {
    stopped = true;
    socket.off('data', read);
    return rest;
  };
}

/** A control connection. */
export class Control {
  readonly events: Json[] = [];
  /** Resolves when the supervisor has closed the connection. */
  readonly closed: Promise<void>;
  private next = 1;
  private readonly waiting = new Map<number, { resolve: (value: Json) => void; reject: (why: Error) => void }>();

  constructor(readonly socket: net.Socket) {
    this.closed = new Promise((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The supervisor closed the connection.'));
    });
    lines(socket, (text) => {
      const message = JSON.parse(text) as { id?: number; ok?: boolean; value?: Json; error?: WireError };
      if (message.id === undefined) return void this.events.push(message);
      const call = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.ok) call?.resolve(message.value ?? {});
      else call?.reject(new Refused(message.error ?? { code: 'none', message: 'no error' }));
    });
  }

  call<T = Json>(call: string, args: Json = {}): Promise<T> {
    const id = this.next++;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      if (this.socket.destroyed) reject(new Error('The connection is closed.'));
      else this.socket.write(`${JSON.stringify({ id, call, args })}\n`);
    });
  }
  close(): void {
    this.socket.destroy();
  }
}

export interface Exit {
  code: number;
  signal: number;
}

/** A terminal connection, or a command's. */
export class Terminal {
  output = '';
  errors = '';
  exit: Exit | undefined;
  terminal = -1;
  pid = -1;
  readonly ended: Promise<Exit | undefined>;
  private rest = Buffer.alloc(0);

  private constructor(readonly socket: net.Socket) {
    this.ended = new Promise((resolve) => socket.on('close', () => resolve(this.exit)));
  }

  static open(socket: net.Socket, request: Json): Promise<Terminal> {
    const terminal = new Terminal(socket);
    socket.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      socket.on('close', () => reject(new Error('The supervisor closed the connection without an answer.')));
      const stop = lines(socket, (text) => {
        const answer = JSON.parse(text) as { ok: boolean; value: { terminal?: number; pid: number }; error: WireError };
        const rest = stop();
        if (!answer.ok) return reject(new Refused(answer.error));
        terminal.terminal = answer.value.terminal ?? -1;
        terminal.pid = answer.value.pid;
        socket.on('data', (bytes: Buffer) => terminal.read(bytes));
        terminal.read(rest);
        resolve(terminal);
      });
      socket.write(`${JSON.stringify(request)}\n`);
    });
  }

  private read(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    while (this.rest.length >= 5 && this.rest.length >= 5 + this.rest.readUInt32BE(1)) {
      const payload = this.rest.subarray(5, 5 + this.rest.readUInt32BE(1));
      if (this.rest[0] === 0) this.output += payload.toString('latin1');
      if (this.rest[0] === 4) this.errors += payload.toString('latin1');
      if (this.rest[0] === 3) this.exit = { code: payload[0] ?? -1, signal: payload[1] ?? -1 };
      this.rest = this.rest.subarray(5 + payload.length);
    }
  }

  frame(type: number, payload: Buffer = Buffer.alloc(0)): void {
    const header = Buffer.alloc(5);
    header[0] = type;
    header.writeUInt32BE(payload.length, 1);
    this.socket.write(Buffer.concat([header, payload]));
  }
  type(text: string): void {
    this.frame(0, Buffer.from(text));
  }
  resize(cols: number, rows: number): void {
    this.frame(1, Buffer.from([cols >> 8, cols & 255, rows >> 8, rows & 255]));
  }
  signal(number: number): void {
    this.frame(2, Buffer.from([number]));
  }
  eof(): void {
    this.frame(5);
  }
  close(): void {
    this.socket.destroy();
  }
}
