/** What a person has chosen holds for what Electron draws as well: the colours of a new window and of the desktop's dialogs, and their language. */
import type { NativeTheme } from 'electron';
import type { Client } from '../shared/client';
import { sayDesktop } from '../shared/text/desktop';
import type { SayDesktop } from '../shared/text/desktop';

type Language = Parameters<typeof sayDesktop>[0];
export interface Person {
  /** Resolves when the settings are known. @param wanted languages of the desktop, as BCP 47, the most wanted first */
  known(wanted: readonly string[]): Promise<void>;
  say(): SayDesktop;
}

/** The first that there is; English if there is none. */
export function languageOf(setting: 'system' | Language, wanted: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const first = wanted.map((one) => one.toLowerCase().split('-')[0]).find((one) => one === 'de' || one === 'en');
  return first === 'de' ? 'de' : 'en';
}

export function setupPerson(nativeTheme: Pick<NativeTheme, 'themeSource'>, client: Client): Person {
  let language: 'system' | Language = 'system';
  let desktop: readonly string[] = [];
  const take = (settings: { theme: NativeTheme['themeSource']; language: 'system' | Language }): void => {
    nativeTheme.themeSource = settings.theme;
    language = settings.language;
  };
  client.on('settings.changed', take);
  return {
    async known(wanted) {
      desktop = wanted;
      const settings = await client.call('settings.get', {});
      if (settings.ok) take(settings.value);
    },
    say: () => sayDesktop(languageOf(language, desktop)),
  };
}
