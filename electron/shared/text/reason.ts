/** Reasons of plan steps. One without arguments is always the same object. */
import type { Reason } from '../lab/operation';
import { isCodeOf, say } from './index';
import type { CodeOf, Language, TextArguments } from './index';

const known = new Map<string, Reason>();

export function because(code: CodeOf<'reasons'>, args?: TextArguments): Reason {
  if (args) return { code, args, text: say('reasons', code, args) };
  let reason = known.get(code);
  if (!reason) known.set(code, (reason = { code, text: say('reasons', code) }));
  return reason;
}

/** The reason in a language; one whose code this version does not know (another door is newer) in the words that it came with. */
export const reasonIn = ({ code, args, text }: Reason, language: Language): string =>
  isCodeOf('reasons', code) ? say('reasons', code, args, language) : text;
