/**
 * The words of the window, in each language: one file a part of the window, the same keys in all of them (renderer/text/text.test.ts proves it). Components
 * call `useI18n().t('terminals.empty')`; stores and other code call `t` from here. Message syntax is vue-i18n's: `{name}`, and `one | many`.
 */
import { createI18n } from 'vue-i18n';
import de from './de';
import en from './en';

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en, de } as Record<Language, typeof en>,
});

export const t = i18n.global.t;

/** The language of the whole page, for screen readers too. */
export function speak(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
}
