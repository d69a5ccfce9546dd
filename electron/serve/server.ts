/** Browser mode: the contract over HTTP and WebSocket on the loopback interface (safety.md, S22 and S23). */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { STATUS_CODES } from 'node:http';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { frameLimit } from '../shared/contract';
import type { Transport } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { judge } from './guard';
import type { Verdict } from './guard';
import { peerUid } from './peer';
import { Session } from './session';
import { commonHeaders, readStatic } from './static-files';

export interface ServeOptions {
  /** 0: a free one. */
  port: number;
  /** Folder of the built page. */
  page: string;
  connect(transport: Transport): void;
}
export interface Served {
  port: number;
  /** With the one-time token in the fragment. */
  address: string;
  close(): Promise<void>;
}

/** Body of POST /session, bytes at most. */
const bodyLimit = 1024;
/** A client that does not read while so much waits for it is cut off, bytes; it comes back and asks anew. */
const backlogLimit = 64 * 1024 * 1024;

export async function serve(options: ServeOptions): Promise<Result<Served>> {
  let port = options.port;
  const session = new Session(() => port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: frameLimit, perMessageDeflate: false, clientTracking: true });
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000, headersTimeout: 10_000 });
  const owners = new WeakMap<Socket, Promise<boolean>>();

  // Asked as soon as the connection is there: later it may be gone, and with it the answer.
  server.on('connection', (socket: Socket) => {
    const allowed = peerUid(socket.remotePort ?? 0, port).then(
      (uid) => uid === process.getuid!(),
      () => false,
    );
    owners.set(socket, allowed);
    void allowed.then((own) => own || socket.destroy());
  });
  // What is no HTTP is answered to the person alone, too: Node would answer anybody, before it is known who asks.
  server.on('clientError', (_cause, stream) => {
    const socket = stream as Socket;
    void (async () => {
      if (!(await owners.get(socket)) || !socket.writable) return socket.destroy();
      socket.end(`HTTP/1.1 400 ${STATUS_CODES[400]}\r\nConnection: close\r\n\r\n`);
    })();
  });
  const fromOwner = (request: IncomingMessage): Promise<boolean> => owners.get(request.socket) ?? Promise.resolve(false);

  const verdictOn = (request: IncomingMessage, upgrade: boolean): Verdict => {
    const { headers, method = '', url = '' } = request;
    // Two Host or Origin headers are nobody's honest request.
    const doubled = ['host', 'origin'].some((name) => (request.headersDistinct[name]?.length ?? 0) > 1);
    if (doubled || !url.startsWith('/') || url.startsWith('//')) return { refuse: 400, why: 'This request is not valid.' };
    const site = headers['sec-fetch-site'];
    const mode = headers['sec-fetch-mode'];
    return judge(
      {
        method,
        path: url.split(/[?#]/, 1)[0]!,
        host: headers.host,
        origin: headers.origin,
        site: typeof site === 'string' ? site : undefined,
        mode: typeof mode === 'string' ? mode : undefined,
        upgrade,
        cookie: session.holds(headers.cookie),
      },
      port,
    );
  };

  const answer = (response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer = ''): void => {
    response.writeHead(status, { ...commonHeaders(port), ...headers, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  };
  const refuse = (response: ServerResponse, status: number, why: string): void =>
    answer(response, status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close', 'Cache-Control': 'no-store' }, `${why}\n`);

  server.on('request', (request, response) => {
    void (async () => {
      if (!(await fromOwner(request))) return request.socket.destroy();
      const verdict = verdictOn(request, false);
      if ('refuse' in verdict) return refuse(response, verdict.refuse, verdict.why);
      if (verdict.let === 'session') return openSession(request, response);
      const file = await readStatic(options.page, (request.url ?? '/').split(/[?#]/, 1)[0]!);
      if (!file) return refuse(response, 404, 'There is no such file.');
      return answer(response, 200, file.headers, file.body);
    })().catch(() => request.socket.destroy());
  });

  async function openSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === null) return refuse(response, 413, 'This is longer than a token.');
    // A reload, or a second tab of the same browser: the session is there.
    if (session.holds(request.headers.cookie)) return answer(response, 204, { 'Cache-Control': 'no-store' });
    const cookie = session.exchange(tokenIn(body));
    if (!cookie)
      return refuse(response, 401, 'This address was used already, or is not valid. Start `nestwork serve` again for a new one.');
    return answer(response, 204, { 'Set-Cookie': cookie, 'Cache-Control': 'no-store' });
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    void (async () => {
      if (!(await fromOwner(request))) return socket.destroy();
      const verdict = verdictOn(request, request.headers.upgrade?.toLowerCase() === 'websocket');
      if (!('let' in verdict) || verdict.let !== 'socket') {
        const status = 'refuse' in verdict ? verdict.refuse : 400;
        return void socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) => options.connect(transportOf(webSocket)));
    })().catch(() => socket.destroy());
  });

  const listening = await new Promise<Result<null>>((resolve) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      resolve(
        fail({
          code: 'listen-failed',
          message:
            cause.code === 'EADDRINUSE'
              ? `Port ${port} is in use by another program.`
              : `Nestwork cannot listen on 127.0.0.1:${port}: ${cause.message}.`,
          hint: 'Leave --port out, or choose another one.',
          ...(cause.code && { errno: cause.code }),
        }),
      ),
    );
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(ok(null)));
  });
  if (!listening.ok) return listening;
  port = (server.address() as AddressInfo).port;
  return ok({
    port,
    address: `http://127.0.0.1:${port}/#${session.oneTimeToken}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** The token alone, or as JSON `{"token": …}`. */
function tokenIn(body: string): string {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return body.trim();
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > bodyLimit) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function transportOf(socket: WebSocket): Transport {
  // Frames that arrive before the host listens must not be lost: listeners are set in the same turn as the upgrade.
  socket.on('error', () => undefined);
  return {
    send(frame) {
      if (socket.bufferedAmount > backlogLimit) return socket.terminate();
      if (socket.readyState === socket.OPEN) socket.send(frame, { binary: typeof frame !== 'string' });
    },
    onFrame: (listener) =>
      void socket.on('message', (data: Buffer, binary: boolean) => listener(binary ? new Uint8Array(data) : data.toString('utf8'))),
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.close(),
  };
}
