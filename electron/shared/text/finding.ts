/** Findings about this computer, by code and arguments. English goes with each; whoever shows them in another language asks for it here. */
import type { Finding } from '../contract';
import { findingHints as germanHints, findings as german } from './de/findings';
import { findingHints as englishHints, findings as english } from './en/findings';
import { format } from './format';
import type { TextArguments } from './format';
import type { Language } from './index';

export type FindingCode = keyof typeof english;
const messages: Readonly<Record<Language, Readonly<Record<FindingCode, string>>>> = { en: english, de: german };
const hints: Readonly<Record<Language, Readonly<Partial<Record<FindingCode, string>>>>> = { en: englishHints, de: germanHints };

export function finding(check: string, level: Finding['level'], code: FindingCode, args: TextArguments = {}): Finding {
  const { message, hint } = say(code, args, 'en');
  return { check, level, code, args, message, ...(hint && { hint }) };
}

/** Its sentences in a language; one whose code this version does not know in the words that it came with. */
export function findingIn({ code, args, message, hint }: Finding, language: Language): { message: string; hint?: string } {
  return Object.hasOwn(english, code) ? say(code as FindingCode, args, language) : { message, ...(hint && { hint }) };
}

function say(code: FindingCode, args: TextArguments, language: Language): { message: string; hint?: string } {
  const hint = hints[language][code];
  const text = hint && format(hint, args, language);
  return { message: format(messages[language][code], args, language), ...(text && { hint: text }) };
}
