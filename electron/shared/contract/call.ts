/** The form of a request: what it takes and what it gives. */
import { z } from 'zod';

export const nothing = z.object({});
/** A request by its arguments and the value of its good answer. */
export const call = <A extends z.ZodType, V extends z.ZodType>(args: A, value: V) => ({ args, value });

/** A document is an open lab file (or a new, unsaved one) in a host. Its id lives as long as the host. */
export const documentId = z.string().min(1).max(64);
export const path = z.string().min(1).max(4096);
