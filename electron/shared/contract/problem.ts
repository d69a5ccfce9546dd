/** What is wrong in a drawing. */
import { z } from 'zod';

export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  /** One sentence: what is wrong and why it matters. */
  message: z.string(),
  /** One sentence: what to do. */
  hint: z.string().optional(),
  node: z.string().optional(),
  interface: z.string().optional(),
  link: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
