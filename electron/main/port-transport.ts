/** A MessagePort as the transport of the contract: the same frames as the WebSocket of browser mode. */
import { frameLimit } from '../shared/contract';
import type { Transport } from '../shared/contract';

/** The part of Electron's MessagePortMain that is used. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A port whose page sends anything but frames, or a frame over the limit, is closed. */
export function portTransport(port: Port): Transport {
  let open = true;
  const closeListeners: (() => void)[] = [];
  const end = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  port.on('close', end);
  return {
    send(frame) {
      // Copied, never transferred: transferring a buffer between page and main loses the whole message (electron #34905). A view of a
      // larger buffer would carry all of it along.
      if (open) port.postMessage(typeof frame === 'string' ? frame : frame.slice());
    },
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (!open) return;
        if (typeof data === 'string' && data.length <= frameLimit) listener(data);
        else if (data instanceof Uint8Array && data.byteLength <= frameLimit) listener(data);
        else {
          port.close();
          end();
        }
      });
      // Messages wait in the port until someone listens.
      port.start();
    },
    onClose(listener) {
      if (open) closeListeners.push(listener);
      else listener();
    },
    close() {
      port.close();
      end();
    },
  };
}
