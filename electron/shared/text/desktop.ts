/** What the desktop's own dialogs ask. */
import german from './de/desktop';
import english from './en/desktop';
import { format } from './format';
import type { TextArguments } from './format';
import type { Language } from './index';

export type DesktopKey = keyof typeof english;
export type SayDesktop = (key: DesktopKey, args?: TextArguments) => string;

export const sayDesktop =
  (language: Language): SayDesktop =>
  (key, args) =>
    format((language === 'de' ? german : english)[key], args, language);
