/** Documents and edits. */
import { z } from 'zod';
import { topologyDiffSchema } from '../topology/diff';
import { topologySchema } from '../topology/schema';
import { call, documentId, nothing, path } from './call';
import { labStateSchema } from './lab';
import { problemSchema } from './problem';

export const documentSchema = z.object({
  document: documentId,
  path: path.optional(),
  /** Counts edits; an edit names the version that it was made against. */
  version: z.number().int().nonnegative(),
  /** Edited since it was last saved. */
  edited: z.boolean(),
  topology: topologySchema,
  lab: labStateSchema,
});
export type OpenDocument = z.infer<typeof documentSchema>;

export const documentCalls = {
  'documents.create': call(z.object({ topology: topologySchema.optional(), name: z.string().optional() }), documentSchema),
  'documents.open': call(z.object({ path }), documentSchema),
  /** A document whose lab is running already (started by any door): its wanted state comes from the supervisor. */
  'documents.attach': call(z.object({ lab: z.string() }), documentSchema),
  /** Also opens a recovery copy by its id, as a document that is not saved yet; `documents.close` then forgets the copy. */
  'documents.get': call(z.object({ document: documentId }), documentSchema),
  'documents.list': call(nothing, z.object({ documents: z.array(documentSchema.omit({ topology: true }).extend({ name: z.string() })) })),
  /** Without a path: where it came from. With one that exists: refused with code `exists` unless `replace`. */
  'documents.save': call(
    z.object({ document: documentId, path: path.optional(), replace: z.boolean().optional() }),
    z.object({ path, version: z.number() }),
  ),
  /** Forgets the document (and its recovery copy). A running lab goes on unless `stop`. */
  'documents.close': call(z.object({ document: documentId, stop: z.boolean().optional() }), nothing),
  'documents.problems': call(z.object({ document: documentId }), z.object({ problems: z.array(problemSchema) })),
  'documents.recovered': call(
    nothing,
    z.object({ copies: z.array(z.object({ document: documentId, name: z.string(), path: path.optional(), at: z.number() })) }),
  ),
  /** One edit: a diff against `version`. Answered when it is in the document; the kernel follows, as `lab.state` events tell. */
  'edits.apply': call(
    z.object({ document: documentId, version: z.number().int(), diff: topologyDiffSchema, label: z.string() }),
    z.object({ version: z.number() }),
  ),
} as const;

export const documentEvents = {
  /** `client` is the connection that made the edit: it has it already, and only learns the version. */
  'document.edited': z.object({
    document: documentId,
    version: z.number().int(),
    diff: topologyDiffSchema,
    label: z.string(),
    client: z.string().nullable(),
    edited: z.boolean(),
  }),
  'document.saved': z.object({ document: documentId, path, version: z.number().int(), edited: z.boolean() }),
} as const;
