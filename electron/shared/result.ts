/** What crosses every boundary of the house: a value, or an error that says why there is none. Never a thrown text. */
import type { NestworkError } from './lab/error';

export type Result<T> = { ok: true; value: T } | { ok: false; error: NestworkError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (error: NestworkError): { ok: false; error: NestworkError } => ({ ok: false, error });
