/** What is wrong in a drawing. */
import { z } from 'zod';

const args = z.record(z.string(), z.union([z.string(), z.number()]));

export const problemSchema = z.object({
  /** A code of the catalogue (shared/text). */
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  /** What stands in the sentences, by name. */
  args: args.optional(),
  /** One sentence: what is wrong and why it matters; in English. */
  message: z.string(),
  /** One sentence: what to do; in English. */
  hint: z.string().optional(),
  node: z.string().optional(),
  interface: z.string().optional(),
  link: z.string().optional(),
  /** What surely mends it (`applyFix`, engine/fix.ts). */
  fix: z.object({ code: z.string(), args }).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
