/** How the page reaches its host: Electron's MessagePort, or the browser mode's WebSocket. Both carry the same frames. */
import type { Transport } from '../../electron/shared/contract';

/** What the preload script offers, where there is one. */
export interface Shell {
  connect(): void;
  pathOf(file: File): string;
  zoom(factor: number): void;
  openWindow(document: string): void;
  onOpen(listener: (path: string) => void): void;
}
export const { nestwork } = globalThis as { nestwork?: Shell };

/** The document that this window was opened for, by the window or the door that opened it. */
export const askedFor = new URLSearchParams(globalThis.location?.search ?? '').get('document') ?? '';

let begun: Promise<Transport> | undefined;

/**
 * A way to the host. The first is begun before anybody needs it, while the window's code is still being read; whatever the host says meanwhile waits.
 * Rejects with a sentence if the host does not let this page in.
 */
export function reach(): Promise<Transport> {
  const transport = begun ?? begin();
  begun = undefined;
  return transport;
}
/** Begins the way that `reach` will give. */
export function reachEarly(): void {
  begun = begin();
  // Whoever takes it hears of it.
  begun.catch(() => undefined);
}
const begin = (): Promise<Transport> => (nestwork ? portTransport(nestwork) : socketTransport());

function portTransport(shell: Shell): Promise<Transport> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== 'nestwork-port' || !port) return;
      window.removeEventListener('message', receive);
      const closers: (() => void)[] = [];
      port.addEventListener('close', () => closers.forEach((closer) => closer()));
      resolve({
        send: (frame) => port.postMessage(frame),
        onFrame: (listener) => {
          port.addEventListener('message', ({ data }: MessageEvent<string | Uint8Array>) => listener(data));
          port.start();
        },
        onClose: (listener) => void closers.push(listener),
        close: () => port.close(),
      });
    };
    window.addEventListener('message', receive);
    shell.connect();
  });
}

async function socketTransport(): Promise<Transport> {
  const token = location.hash.slice(1);
  // The token opens one session; in the address bar and the history it has no business. A document's name means nothing to the next host.
  if (token || location.search) history.replaceState(null, '', location.pathname);
  if (token) {
    const answer = await fetch('/session', { method: 'POST', body: JSON.stringify({ token }) });
    if (!answer.ok) throw new Error((await answer.text()).trim());
  }
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/socket`);
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () =>
      reject(new Error('Nestwork does not answer, or this page has no session. Open the address that Nestwork printed when it started.'));
  });
  const early: MessageEvent<string | ArrayBuffer>[] = [];
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => void early.push(event);
  return {
    send: (frame) => socket.send(typeof frame === 'string' ? frame : (frame as Uint8Array<ArrayBuffer>)),
    onFrame: (listener) => {
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => listener(typeof data === 'string' ? data : new Uint8Array(data));
      for (const event of early.splice(0)) socket.onmessage(event);
    },
    onClose: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  };
}
