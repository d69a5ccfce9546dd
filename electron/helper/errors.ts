/** Errors of Node's file and socket calls as values of the contract. */
import type { NestworkError } from '../shared/lab/error';

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

const words: Record<string, string> = {
  ENOENT: 'it does not exist',
  EACCES: 'you are not allowed to',
  EPERM: 'the system does not permit it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  ELOOP: 'its symbolic links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'this process has too many open files',
  ECONNREFUSED: 'nobody listens there',
  EADDRINUSE: 'the address is in use',
};

function reasonOf(error: NodeJS.ErrnoException): string {
  const known = error.code && words[error.code];
  return known ? `${known} (${error.code})` : error.message.replace(/\.$/, '');
}
