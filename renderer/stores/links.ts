/** Addresses that a terminal shows: opened only when a person has seen where they lead. */
import { inElectron } from '../bridge/connect';
import { externalAddress } from '../terminals/links';
import { t } from '../text';
import { useUi } from './ui';

export function openLink(text: string): void {
  const address = externalAddress(text);
  if (address === null) return;
  const open = (): void => void window.open(address, '_blank', 'noopener,noreferrer');
  // Electron's main process lets no window open, and asks by itself.
  if (inElectron) return open();
  useUi().question = {
    title: t('terminals.link.title'),
    text: t('terminals.link.text', { address }),
    choices: [
      { label: t('common.cancel'), run: () => undefined },
      { label: t('terminals.link.open'), run: open },
    ],
  };
}
