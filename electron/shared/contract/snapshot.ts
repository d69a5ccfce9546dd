/** Drawings of a lab that were kept under a name. */
import { z } from 'zod';
import { topologySchema } from '../topology/schema';
import { call, documentId, nothing } from './call';

export const snapshotSchema = z.object({
  name: z.string().regex(/^[^\s/\0][^/\n\0]{0,99}$/, 'A snapshot has a name of 1 to 100 characters, without "/".'),
  /** Wall clock, ms. */
  at: z.number(),
  nodes: z.number().int(),
  links: z.number().int(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const snapshotCalls = {
  'snapshots.list': call(z.object({ document: documentId }), z.object({ snapshots: z.array(snapshotSchema) })),
  /** Keeps the drawing as it is now under a name; refused with `exists` unless `replace`. */
  'snapshots.take': call(
    z.object({ document: documentId, name: snapshotSchema.shape.name, replace: z.boolean().optional() }),
    snapshotSchema,
  ),
  /** The drawing as it was then. */
  'snapshots.read': call(z.object({ document: documentId, name: z.string() }), z.object({ topology: topologySchema })),
  /** Makes the drawing what it was then, as one edit that undo takes back; a running lab follows. */
  'snapshots.restore': call(z.object({ document: documentId, name: z.string() }), z.object({ version: z.number() })),
  'snapshots.delete': call(z.object({ document: documentId, name: z.string() }), nothing),
} as const;
