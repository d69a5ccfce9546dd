/** The pages of the help, in the order of the list. Each language has all of them (help.test.ts proves it). */
import type { Language } from '../text';
import de from './de';
import en from './en';

export const pageIds = [
  'start', 'canvas', 'arranging', 'devices', 'cables', 'text', 'running', 'inspector', 'terminals', 'problems', 'plan', 'tables', 'events', 'history', 'files', 'pictures', 'projector', 'windows', 'settings', 'command-line', 'limits',
  'namespaces', 'ns-user', 'ns-net', 'ns-pid', 'ns-mnt', 'ns-ipc', 'ns-uts',
] as const; // prettier-ignore
export type PageId = (typeof pageIds)[number];
export interface PageText {
  readonly title: string;
  /** In the markup of `markup.ts`. */
  readonly body: string;
}
export type Pages = Readonly<Record<PageId, PageText>>;
export interface Page extends PageText {
  readonly id: PageId;
}

const languages: Readonly<Record<Language, Pages>> = { en, de };
export const pagesOf = (language: Language): Page[] => pageIds.map((id) => ({ id, ...languages[language][id] }));
export const pageOf = (id: string, language: Language): Page | undefined => pagesOf(language).find((page) => page.id === id);
