/** Keeps every page where it is: no navigation, no new windows, no embedded ones. */
import type { App, Dialog, Shell } from 'electron';
import type { SayDesktop } from '../shared/text/desktop';
import { externalUrl, isAppUrl } from './app-scheme';

/** Asks a person whether the web browser may open this address, and opens it if so. */
async function offer(
  { dialog, shell }: { dialog: Pick<Dialog, 'showMessageBox'>; shell: Pick<Shell, 'openExternal'> },
  say: SayDesktop,
  text: string,
): Promise<void> {
  const url = externalUrl(text);
  if (url === null) return;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: say('openPage'),
    detail: url,
    buttons: [say('open'), say('cancel')],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(url);
}

export function setupHardening(
  app: Pick<App, 'on'>,
  parts: { dialog: Pick<Dialog, 'showMessageBox'>; shell: Pick<Shell, 'openExternal'> },
  say: () => SayDesktop,
  unexpected: (what: string, cause: unknown) => void,
): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (details) => {
      if (!isAppUrl(details.url)) details.preventDefault();
    });
    contents.on('will-frame-navigate', (details) => {
      if (!isAppUrl(details.url)) details.preventDefault();
    });
    contents.on('will-redirect', (details) => details.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      offer(parts, say(), url).catch((cause: unknown) => unexpected('The web browser could not be opened', cause));
      return { action: 'deny' };
    });
  });
}
