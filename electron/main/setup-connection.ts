/** The one way into main: a MessagePort for the contract's frames. */
import type { IpcMain, IpcMainEvent } from 'electron';
import type { Transport } from '../shared/contract';
import { portTransport } from './port-transport';
import { senderAllowed } from './sender';

export interface ConnectionParts {
  ipcMain: Pick<IpcMain, 'on'>;
  /** Whether these contents belong to a window that we made. */
  known: (contents: unknown) => boolean;
  connect: (transport: Transport) => void;
  log: (line: string) => void;
}

export function setupConnection({ ipcMain, known, connect, log }: ConnectionParts): void {
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
}
