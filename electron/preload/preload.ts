/**
 * Hands the page one MessagePort to its host, and the platform calls that a page cannot make. Runs sandboxed: nothing but Electron's
 * own modules is there. The page listens for a `message` event with the data 'nestwork-port', then calls `connect`.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

const bridge = {
  /** Asks for a new port; the last one closes by itself when the page goes. */
  connect(): void {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage('connect', null, [port1]);
    // The bridge cannot carry ports, so it goes by the window itself; the page checks that the source is itself.
    window.postMessage('nestwork-port', '*', [port2]);
  },
  /** Path of a file that was dropped on the window. */
  pathOf: (file: File): string => webUtils.getPathForFile(file),
  /** Documents that the desktop asked to open while the window was there. */
  onOpen(listener: (document: string) => void): void {
    ipcRenderer.on('open', (_event, document: unknown) => {
      if (typeof document === 'string') listener(document);
    });
  },
};
export type NestworkBridge = typeof bridge;

contextBridge.exposeInMainWorld('nestwork', bridge);
