/** The ways into main: a MessagePort for the contract's frames, and another window. */
import type { IpcMain, IpcMainEvent } from 'electron';
import { z } from 'zod';
import type { Transport } from '../shared/contract';
import { portTransport } from './port-transport';
import { senderAllowed } from './sender';

/** As the contract has it; or `none`: the start page. */
const documentName = z.string().regex(/^[a-z0-9-]{0,64}$/);

export interface ConnectionParts {
  ipcMain: Pick<IpcMain, 'on'>;
  /** Whether these contents belong to a window that we made. */
  known: (contents: unknown) => boolean;
  connect: (transport: Transport) => void;
  /** Another window, on a document or (with an empty name) on the start page. */
  openWindow: (document: string) => void;
  log: (line: string) => void;
}

export function setupConnection({ ipcMain, known, connect, openWindow, log }: ConnectionParts): void {
  // The frame must be read at once: after an await it may be another one.
  const allowed = (event: IpcMainEvent, channel: string): boolean => {
    const yes = senderAllowed(event.senderFrame, known(event.sender));
    if (!yes) log(`Refused "${channel}" from ${event.senderFrame?.origin ?? 'a frame that is gone'}.`);
    return yes;
  };

  ipcMain.on('connect', (event) => {
    const [port, ...more] = event.ports;
    if (!allowed(event, 'connect') || !port || more.length > 0) {
      for (const one of event.ports) one.close();
      return;
    }
    connect(portTransport(port));
  });
  ipcMain.on('open-window', (event, document: unknown) => {
    const name = documentName.safeParse(document);
    if (allowed(event, 'open-window') && name.success) openWindow(name.data);
  });
}
