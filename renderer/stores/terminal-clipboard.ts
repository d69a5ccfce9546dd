/** Copy and paste of terminals: in Electron through the host, since a page there has no clipboard; in a browser by the browser's own. */
import { inElectron } from '../bridge/connect';
import { t } from '../text';
import { useClient } from './client';
import { useUi } from './ui';

export async function copyText(text: string): Promise<void> {
  if (!text) return;
  if (inElectron) return void (await useClient().ask('clipboard.write', { text }, t('terminals.notCopied')));
  const copied = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  if (!copied && !copyBySelection(text)) useUi().showToast({ text: t('terminals.notCopied') });
}

/** Undefined: it may not be read; then a person has been told which key does it. */
export async function readText(): Promise<string | undefined> {
  if (inElectron) return (await useClient().ask('clipboard.read', {}, t('terminals.notPasted')))?.text;
  const text = await navigator.clipboard?.readText().catch(() => undefined);
  if (text === undefined) useUi().showToast({ text: t('terminals.pasteByKey') });
  return text;
}

/** True where a key's paste has to be asked for; elsewhere the browser makes an event of it, which carries the text. */
export const pasteIsAsked = inElectron;

/** Where the page may not write to the clipboard: the old way, which only a person's own act allows. */
function copyBySelection(text: string): boolean {
  const before = document.activeElement as HTMLElement | null;
  const field = document.body.appendChild(document.createElement('textarea'));
  field.value = text;
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  before?.focus();
  return copied;
}
