/** Problems of a drawing, from code and arguments. */
import type { Problem } from '../contract/problem';
import { isCodeOf, say } from './index';
import type { CodeOf, Language, TextArguments } from './index';

type Place = Pick<Problem, 'node' | 'interface' | 'link'>;
/** What surely mends a problem: a code of the catalogue, and the arguments that `applyFix` (engine/fix.ts) and its words need. */
export interface Fix {
  readonly code: CodeOf<'fixes'>;
  readonly args: TextArguments;
}

export function problem(
  code: CodeOf<'problems'>,
  severity: Problem['severity'],
  place: Place,
  args: TextArguments = {},
  fix?: Fix,
): Problem {
  const [message, hint] = [say('problems', code, args), say<'hints'>('hints', code, args)];
  return { code, severity, ...place, args, message, hint, ...(fix && { fix }) };
}

/** Its sentences in a language; one whose code this version does not know in the words that it came with. */
export function problemIn({ code, args, message, hint }: Problem, language: Language): { message: string; hint?: string } {
  if (!isCodeOf('problems', code)) return { message, ...(hint && { hint }) };
  return { message: say('problems', code, args, language), hint: say<'hints'>('hints', code, args, language) };
}

/** What its fix does, in words; undefined: it has none. */
export const fixIn = ({ fix }: Problem, language: Language = 'en'): string | undefined =>
  fix && isCodeOf('fixes', fix.code) ? say('fixes', fix.code, fix.args, language) : undefined;
