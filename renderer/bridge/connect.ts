/** The one door of the stores to whatever surrounds the page: its host, the window and the desktop. */
import { createClient } from '../../electron/shared/client';
import type { Client } from '../../electron/shared/client';
import { nestwork, reach } from './transport';

export { askedFor } from './transport';

/** True inside Electron, where the browser's own keys (Ctrl+N, Ctrl+W) are ours. */
export const inElectron = nestwork !== undefined;

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
  return createClient(await reach());
}
