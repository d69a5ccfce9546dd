/** Errors of Node's file and socket calls as values of the contract. */
import type { NestworkError } from '../shared/lab/error';
import { isCodeOf, say } from '../shared/text';

/** An error value from whatever was caught: `what` begins the sentence ("The lab file could not be read"), `said` is for other languages. */
export function errorFrom(
  code: string,
  what: string,
  cause: unknown,
  hint?: string,
  said: Pick<NestworkError, 'sentence' | 'args'> = {},
): NestworkError {
  const system = cause as NodeJS.ErrnoException;
  const why = system instanceof Error ? reasonOf(system) : String(cause);
  return {
    code,
    message: `${what}: ${why}.`,
    ...(hint && { hint }),
    ...said,
    args: { ...said.args, why },
    ...(system.code && /^E[A-Z0-9]+$/.test(system.code) && { errno: system.code }),
  };
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const { code } = error;
  return code && isCodeOf('system', code) ? `${say('system', code)} (${code})` : error.message.replace(/\.$/, '');
}
