/** What a change is called: the words of the person's window that made it, or one of the host's own by code and arguments, worded by whoever shows it. */
import { z } from 'zod';

export const labelSchema = z.union([
  z.string(),
  z.object({
    /** A code of the catalogue's part `labels`. */
    code: z.string(),
    args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
]);
export type Label = z.infer<typeof labelSchema>;
