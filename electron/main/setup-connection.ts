/** The one way into main: a MessagePort for the contract's frames, and the clipboard, which the page may not touch itself. */
import type { Clipboard, IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { Transport } from '../shared/contract';
import { portTransport } from './port-transport';
import { senderAllowed } from './sender';

/** As much text as a person would paste, characters. */
const clipboardText = z.string().max(16 * 1024 * 1024);

export interface ConnectionParts {
  ipcMain: Pick<IpcMain, 'on' | 'handle'>;
  clipboard: Pick<Clipboard, 'readText' | 'writeText'>;
  /** Whether these contents belong to a window that we made. */
  known: (contents: unknown) => boolean;
  connect: (transport: Transport) => void;
  log: (line: string) => void;
}

export function setupConnection({ ipcMain, clipboard, known, connect, log }: ConnectionParts): void {
  // The frame must be read at once: after an await it may be another one.
  const allowed = (event: IpcMainEvent | IpcMainInvokeEvent, channel: string): boolean => {
    const yes = senderAllowed(event.senderFrame, known(event.sender));
    if (!yes) log(`Refused "${channel}" from ${event.senderFrame?.origin ?? 'a frame that is gone'}.`);
    return yes;
  };
  const check = (event: IpcMainInvokeEvent, channel: string): void => {
    if (!allowed(event, channel)) throw new Error('This page may not ask Nestwork for anything.');
  };

  ipcMain.on('connect', (event) => {
    const [port, ...more] = event.ports;
    if (!allowed(event, 'connect') || !port || more.length > 0) {
      for (const one of event.ports) one.close();
      return;
    }
    connect(portTransport(port));
  });
  ipcMain.handle('clipboard-read', async (event) => {
    check(event, 'clipboard-read');
    return await clipboard.readText();
  });
  ipcMain.handle('clipboard-write', async (event, text: unknown) => {
    check(event, 'clipboard-write');
    await clipboard.writeText(clipboardText.parse(text));
  });
}
