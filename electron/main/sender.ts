/** Who may ask main for anything. */
import { appOrigin } from './app-scheme';

/** What a message's frame says of itself; null when the frame has gone already. Structural, so that tests need no Electron. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: unknown;
  readonly detached: boolean;
}

/** True if the message comes from the top frame of a window that we made, and that frame still shows our own page. */
export function senderAllowed(frame: SenderFrame | null, known: boolean): boolean {
  return known && frame !== null && !frame.detached && frame.parent === null && frame.origin === appOrigin;
}
