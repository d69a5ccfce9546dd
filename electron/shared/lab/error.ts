/**
 * Errors are values with a code and arguments until the last moment. `message` says what failed, where and why;
 * `hint` says what to do. `kernel` carries the kernel's own words (errno text or extended ack), unchanged.
 */
import { z } from 'zod';

export const errorSchema = z.object({
  /** Stable, for programs: `stale-revision`, `kernel-refused`, `malformed-file`, `not-found`, … */
  code: z.string(),
  /** One sentence: what, where and why. */
  message: z.string(),
  /** One sentence: what to do about it. */
  hint: z.string().optional(),
  /** Which of the code's sentences it is, where a code has several: `version` of `not-found`. */
  sentence: z.string().optional(),
  /** What stands in the sentences, by name, for whoever says them in another language. */
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** The operation that failed (`link.create`, …), when a plan was being applied. */
  operation: z.string().optional(),
  /** Index of that operation in its plan, from 0. */
  index: z.number().int().nonnegative().optional(),
  /** Ids of the node, link and interface name that it is about. */
  node: z.string().optional(),
  link: z.string().optional(),
  interface: z.string().optional(),
  /** Symbolic errno (`ENOSPC`) and the kernel's own text. */
  errno: z.string().optional(),
  kernel: z.string().optional(),
  /** Place in a file, both from 1. */
  line: z.number().int().positive().optional(),
  column: z.number().int().positive().optional(),
});
export type NestworkError = z.infer<typeof errorSchema>;
