/** The desktop's clipboard, where a door has one to give. */
import { fail, ok } from '../shared/result';
import type { Host } from './host';
import type { Handlers } from './router';

export type ClipboardKind = 'clipboard' | 'primary';
/** What Electron's main process offers; in a browser the page has the browser's own. */
export interface HostClipboard {
  read(which: ClipboardKind): Promise<string>;
  write(text: string, which: ClipboardKind): Promise<void>;
}

export function clipboardHandlers({ options: { clipboard } }: Host): Pick<Handlers, Extract<keyof Handlers, `clipboard.${string}`>> {
  const none = fail({ code: 'no-clipboard', message: 'Nestwork has no clipboard here: the browser keeps it for itself.' });
  return {
    'clipboard.read': async ({ which }) => (clipboard ? ok({ text: await clipboard.read(which) }) : none),
    'clipboard.write': async ({ text, which }) => {
      if (!clipboard) return none;
      await clipboard.write(text, which);
      return ok({});
    },
  };
}
