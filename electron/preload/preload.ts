/**
 * Hands the page one MessagePort to its host, and the platform calls that a page cannot make. Runs sandboxed: nothing but Electron's
 * own modules is there. The page listens for a `message` event with the data 'nestwork-port', then calls `connect`.
 */
import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';

/** Files that the desktop asks to open wait until the page listens. */
const waiting: string[] = [];
let tell = (path: string): void => void waiting.push(path);
ipcRenderer.on('open', (_event, path: unknown) => {
  if (typeof path === 'string') tell(path);
});

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
  /** Files that the desktop asks to open, by a start with arguments, a double click, or a second start. */
  onOpen(listener: (path: string) => void): void {
    tell = listener;
    for (const path of waiting.splice(0)) listener(path);
  },
  /** Another window: on a document, or with an empty name on the start page. */
  openWindow: (document: string): void => ipcRenderer.send('open-window', String(document)),
  /** Everything in this window larger: 1 to 2. */
  zoom: (factor: number): void => webFrame.setZoomFactor(Math.max(1, Math.min(2, Number(factor) || 1))),
};
export type NestworkBridge = typeof bridge;

contextBridge.exposeInMainWorld('nestwork', bridge);
