/**
 * The words of the window, in each language: one file a part of the window, the same keys in all of them (renderer/text/text.test.ts proves it). Components
 * call `useI18n().t('terminals.empty')`; stores and other code call `t` from here. Message syntax is vue-i18n's: `{name}`, and `one | many`.
 */
import { createI18n } from 'vue-i18n';
import type { NestworkError } from '../../electron/shared/lab/error';
import { isCodeOf, say } from '../../electron/shared/text';
import de from './de';
import en from './en';

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en, de },
});

export const t = i18n.global.t;
export const language = (): Language => i18n.global.locale.value;

/** The first language of a person's list that the window speaks. */
export function languageOf(wanted: readonly string[]): Language {
  const known = wanted.map((one) => one.toLowerCase().split('-')[0]!).find((one): one is Language => one in languages);
  return known ?? 'en';
}

/** The language of the whole page, for screen readers too. */
export function speak(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}

/** "h1, h2 and h3" */
export const list = (parts: readonly string[]): string => new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts);

/**
 * An error in the window's language: by its code, sentence and arguments, where the catalogue has them. What it does not know (the kernel's words, a newer
 * host's errors) stays as it came.
 */
export function errorIn(error: NestworkError): NestworkError {
  if (language() === 'en') return error;
  const { code, sentence, operation, errno, kernel } = error;
  const args = {
    said: error.message.replace(/\.$/, ''),
    operation,
    errno,
    kernel,
    ...error.args,
    ...(errno && isCodeOf('system', errno) && { why: `${say('system', errno, {}, language())} (${errno})` }),
  };
  const keys = sentence ? [`errors.${code}.${sentence}`] : [...(operation ? [`errors.${code}.step`] : []), `errors.${code}`];
  const key = keys.find((one) => isComplete(`${one}.message`, args));
  if (key === undefined) return error;
  return { ...error, message: t(`${key}.message`, args), ...(i18n.global.te(`${key}.hint`) && { hint: t(`${key}.hint`, args) }) };
}
/** The message is there, and so is all that it names. */
function isComplete(key: string, args: Record<string, unknown>): boolean {
  const message = key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], de);
  return typeof message === 'string' && [...message.matchAll(/\{(\w+)\}/g)].every(([, name]) => args[name!] !== undefined);
}
