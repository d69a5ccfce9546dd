/** The desktop's clipboard for the host: a page of ours has no permission to touch it, so its copy and paste come through the contract. */
import type { Clipboard } from 'electron';

type Texts = Pick<Clipboard, 'readText' | 'writeText'>;
export interface DesktopClipboard {
  read(which: 'clipboard' | 'primary'): Promise<string>;
  write(text: string, which: 'clipboard' | 'primary'): Promise<void>;
}

/** Promises since Electron 44. `selection` is the primary selection of X11 and Wayland. */
export function desktopClipboard(clipboard: Texts & { readonly selection: Texts }): DesktopClipboard {
  const of = (which: 'clipboard' | 'primary'): Texts => (which === 'primary' ? clipboard.selection : clipboard);
  return { read: (which) => of(which).readText(), write: (text, which) => of(which).writeText(text) };
}
