/**
 * Every sentence that the engine and the checks say to a person, by code and arguments, in each language. English is written into problems, reasons and
 * descriptions as they are made; whoever shows them in another language renders code and arguments again.
 */
import de from './de';
import en from './en';
import { format } from './format';
import type { TextArguments } from './format';

export type { TextArguments } from './format';
export type Catalogue = typeof en;
export type Language = 'en' | 'de';
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, de };
export type Part = keyof Catalogue;
export type CodeOf<P extends Part> = keyof Catalogue[P] & string;

/** The message of a code in a part of the catalogue. */
export function say<P extends Part>(part: P, code: CodeOf<P>, args?: TextArguments, language: Language = 'en'): string {
  return format(catalogues[language][part][code] as string, args, language);
}
export const isCodeOf = <P extends Part>(part: P, code: string): code is CodeOf<P> => Object.hasOwn(catalogues.en[part], code);
