/** The edits that a window can take back, kept by the host: they outlive the page, and with the document's journal the host itself. */
import { z } from 'zod';
import { topologyDiffSchema } from '../topology/diff';
import { call, documentId, nothing } from './call';

export const historyEntrySchema = z.strictObject({
  /** What was done, in the words of the window that did it. */
  label: z.string().max(4096),
  diff: topologyDiffSchema,
  /** Wall clock, ms. */
  at: z.number(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

export const historySchema = z.strictObject({
  done: z.array(historyEntrySchema),
  /** The next one to be done again is the last. */
  undone: z.array(historyEntrySchema),
});
export type History = z.infer<typeof historySchema>;

/** From this position on these are the entries; those before it are as they were. Behind the end: what is kept before the gap is forgotten. */
const partSchema = z.strictObject({ from: z.number().int().nonnegative(), entries: z.array(historyEntrySchema) });
export type HistoryPart = z.infer<typeof partSchema>;

export const historyCalls = {
  /**
   * The history that this window goes on with: its own (of this connection, or of the one that it `was`), else all those whose window is gone, as one.
   * `was` is the name of an earlier connection of the same window, as in the host's welcome. Each is given once, so that no two windows take the same edit back.
   */
  'history.take': call(z.object({ document: documentId, was: z.string().max(64).optional() }), historySchema),
  /** What has changed of this window's history. The oldest edits are forgotten where they are too many. */
  'history.keep': call(z.object({ document: documentId, done: partSchema.optional(), undone: partSchema.optional() }), nothing),
} as const;
