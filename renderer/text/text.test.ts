import { expect, it } from 'vitest';
import { i18n, languages } from './index';

type Messages = { [key: string]: string | Messages };
function flat(messages: Messages, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : flat(value, `${prefix}${key}.`),
  );
}
const names = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
const all = (language: string): Map<string, string> => new Map(flat(i18n.global.getLocaleMessage(language as 'en')));

it.each(Object.keys(languages))('%s says everything that English says, with the same arguments', (language) => {
  const [english, other] = [all('en'), all(language)];
  expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, message] of english) {
    expect(names(other.get(key)!), key).toEqual(names(message));
    expect(other.get(key)!.split(' | ').length, key).toBe(message.split(' | ').length);
  }
});

it('no message begs, shouts or is empty', () => {
  for (const language of Object.keys(languages))
    for (const [key, message] of all(language))
      expect(message, `${language} ${key}`).toMatch(/^(?!.*(!|[Pp]lease|[Bb]itte|[Oo]ops|successfully|erfolgreich)).+$/s);
});
