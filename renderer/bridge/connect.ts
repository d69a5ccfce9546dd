/** The one file that knows how the page reaches its host: Electron's MessagePort, or the browser mode's WebSocket. Both carry the same frames. */
import { createClient } from '../../electron/shared/client';
import type { Client } from '../../electron/shared/client';
import type { Transport } from '../../electron/shared/contract';

/** What the preload script offers, where there is one. */
interface NestworkWindow {
  nestwork?: {
    connect(): void;
    pathOf(file: File): string;
    zoom(factor: number): void;
    openWindow(document: string): void;
    onOpen(listener: (path: string) => void): void;
  };
}
const { nestwork } = globalThis as NestworkWindow;
/** True inside Electron, where the browser's own keys (Ctrl+N, Ctrl+W) are ours. */
export const inElectron = nestwork !== undefined;

/** The document that this window was opened for, by the window or the door that opened it. */
export const askedFor = new URLSearchParams(globalThis.location?.search ?? '').get('document') ?? '';

/** Another window: on this document, or on the start page. */
export function openWindow(document = ''): void {
  if (nestwork) nestwork.openWindow(document || 'none');
  // Without an opener it has a session of its own, and shows what its address says.
  else window.open(`/?document=${encodeURIComponent(document || 'none')}`, '_blank', 'noopener');
}

/** Files that the desktop asks to have opened in this window. */
export const onOpen = (listener: (path: string) => void): void => nestwork?.onOpen(listener);

/** Where a file that was dropped on the window lies; unknown in a browser. */
export const pathOf = (file: File): string => nestwork?.pathOf(file) ?? '';

/** Everything in the window larger, 1 to 2. A browser has its own zoom, which a page cannot set. */
export const zoomWindow = (factor: number): void => nestwork?.zoom(factor);

/** Connects once. Rejects with a sentence if the host does not let this page in. */
export async function connect(): Promise<Client> {
  return createClient(nestwork ? await portTransport(nestwork) : await socketTransport());
}

function portTransport(shell: { connect(): void }): Promise<Transport> {
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
  return {
    send: (frame) => socket.send(typeof frame === 'string' ? frame : (frame as Uint8Array<ArrayBuffer>)),
    onFrame: (listener) => {
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => listener(typeof data === 'string' ? data : new Uint8Array(data));
    },
    onClose: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  };
}
