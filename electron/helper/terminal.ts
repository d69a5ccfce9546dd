/** Connections to what runs in a node: a terminal on a pty, or a command with three pipes (native/WIRE.md). */
import type { Socket } from 'node:net';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { NamespaceKind } from '../shared/topology/schema';
import { connectSocket, labEnded } from './control';
import { FrameReader, encodeFrame, frameType, payloadLimit } from './frames';
import { terminalAnswerSchema } from './wire';

interface Size {
  cols: number;
  rows: number;
}
interface Program {
  node: string;
  argv?: string[];
  env?: Record<string, string>;
  as?: string;
}
/** A shell that has some namespaces of its own, beside the node's. */
interface Fresh {
  fresh?: readonly NamespaceKind[];
}
export type TerminalRequest =
  | ({ open: 'terminal'; title?: string } & Program & Fresh & Size)
  | ({ open: 'terminal'; terminal: number } & Partial<Size>)
  | ({ open: 'exec'; cwd?: string } & Program & { argv: string[] });

export interface TerminalListeners {
  data(bytes: Buffer): void;
  stderr?(bytes: Buffer): void;
  /** The program has ended, after its last byte. `null`: the connection was lost before. */
  end(exit: { code: number; signal: number } | null): void;
}
export interface TerminalConnection {
  /** The terminal's number; -1 for a command. */
  readonly terminal: number;
  readonly pid: number;
  /** Of the bytes that the terminal has written in all: the first that comes here, and the end of those that were there before. */
  readonly from: number;
  readonly end: number;
  /** False: the far side lags; `drained` tells when to go on. */
  write(bytes: Uint8Array): boolean;
  onDrain(listener: () => void): void;
  resize(cols: number, rows: number): void;
  signal(number: number): void;
  /** Closes the command's standard input. */
  eof(): void;
  /** Stops and goes on with reading: what is not read waits at the supervisor. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Opens or attaches. Bytes may come before this resolves' continuation runs, so the listeners are given at once. */
export async function openTerminal(
  socketPath: string,
  request: TerminalRequest,
  listeners: TerminalListeners,
): Promise<Result<TerminalConnection>> {
  const socket = await connectSocket(socketPath);
  if (!socket.ok) return socket;
  socket.value.write(`${JSON.stringify(request)}\n`);
  const answer = await readAnswer(socket.value);
  if (!answer.ok) {
    socket.value.destroy();
    return answer;
  }
  return ok(createConnection(socket.value, answer.value, listeners));
}

interface Answer {
  terminal: number;
  pid: number;
  from: number;
  end: number;
  rest: Buffer;
}

/** The first line; the socket is paused behind it. */
function readAnswer(socket: Socket): Promise<Result<Answer>> {
  return new Promise((resolve) => {
    let head: Buffer = Buffer.alloc(0);
    const done = (result: Result<Answer>): void => {
      socket.pause();
      socket.off('data', read);
      socket.off('close', lost);
      resolve(result);
    };
    const lost = (): void => done(fail(labEnded));
    const read = (bytes: Buffer): void => {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf(10);
      if (end < 0) return head.length > payloadLimit ? done(fail(labEnded)) : undefined;
      try {
        const answer = terminalAnswerSchema.parse(JSON.parse(head.subarray(0, end).toString('utf8')));
        done(answer.ok ? ok({ terminal: -1, from: 0, end: 0, ...answer.value, rest: head.subarray(end + 1) }) : answer);
      } catch {
        done(
          fail({
            code: 'protocol',
            message: 'The lab answered something that is no answer to opening a terminal.',
            hint: 'The lab may have been started by another version: stop it and run it again.',
          }),
        );
      }
    };
    socket.on('error', () => undefined);
    socket.on('data', read);
    socket.on('close', lost);
  });
}

function createConnection(socket: Socket, answer: Answer, listeners: TerminalListeners): TerminalConnection {
  const reader = new FrameReader();
  let exit: { code: number; signal: number } | null = null;
  const read = (bytes: Buffer): void => {
    try {
      reader.push(bytes, (type, payload) => {
        if (type === frameType.data) listeners.data(payload);
        else if (type === frameType.stderr) listeners.stderr?.(payload);
        else if (type === frameType.exit) exit = { code: payload[0] ?? 0, signal: payload[1] ?? 0 };
      });
    } catch {
      socket.destroy();
    }
  };
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    listeners.end(exit);
  };
  socket.on('data', read);
  socket.on('close', end);
  // After the caller has the connection in hand.
  setImmediate(() => {
    if (answer.rest.length) read(answer.rest);
    if (socket.destroyed) end();
    else socket.resume();
  });

  const send = (type: number, payload?: Uint8Array): boolean => (socket.writable ? socket.write(encodeFrame(type, payload)) : true);
  return {
    terminal: answer.terminal,
    pid: answer.pid,
    from: answer.from,
    end: answer.end,
    write(bytes) {
      let room = true;
      for (let at = 0; at < bytes.length; at += payloadLimit) room = send(frameType.data, bytes.subarray(at, at + payloadLimit));
      return room;
    },
    onDrain: (listener) => void socket.on('drain', listener),
    resize(cols, rows) {
      const payload = Buffer.alloc(4);
      payload.writeUInt16BE(cols, 0);
      payload.writeUInt16BE(rows, 2);
      send(frameType.resize, payload);
    },
    signal: (number) => void send(frameType.signal, Uint8Array.of(number)),
    eof: () => void send(frameType.eof),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    close: () => socket.destroy(),
  };
}
