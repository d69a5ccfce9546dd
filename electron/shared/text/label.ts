/** What the host calls changes that it makes itself, by code and arguments. */
import type { Label } from '../lab/label';
import { isCodeOf, say } from './index';
import type { CodeOf, Language, TextArguments } from './index';

export const labelOf = (code: CodeOf<'labels'>, args?: TextArguments): Label => ({ code, ...(args && { args }) });

/** Its words in a language; of a code that this version does not know (another door is newer) the code itself. */
export function labelIn(label: Label, language: Language): string {
  if (typeof label === 'string') return label;
  return isCodeOf('labels', label.code) ? say('labels', label.code, label.args, language) : label.code;
}
