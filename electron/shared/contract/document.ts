/** Documents and edits. */
import { z } from 'zod';
import { labelSchema } from '../lab/label';
import { topologyDiffSchema } from '../topology/diff';
import { topologySchema } from '../topology/schema';
import { call, documentId, nothing, path } from './call';
import { labStateSchema } from './lab';
import { problemSchema } from './problem';

/** What is in a document's file, seen from here: what was last read or written, something else, or nothing. */
export const diskSchema = z.enum(['same', 'changed', 'gone']);
export type Disk = z.infer<typeof diskSchema>;

export const documentSchema = z.object({
  document: documentId,
  path: path.optional(),
  /** Counts edits; an edit names the version that it was made against. */
  version: z.number().int().nonnegative(),
  /** Edited since it was last saved. */
  edited: z.boolean(),
  disk: diskSchema,
  topology: topologySchema,
  lab: labStateSchema,
});
export type OpenDocument = z.infer<typeof documentSchema>;

/** Something that a lab's file would have this computer do once the lab runs. */
export const programSchema = z.object({
  /** Name of the device. */
  node: z.string(),
  /** A start-up command, the program of its shells, or a private file (which a shell may read as its own settings). */
  what: z.enum(['command', 'shell', 'file']),
  text: z.string(),
  /** Of a private file that lies beside the lab file: its name there. */
  source: z.string().optional(),
});
export type Program = z.infer<typeof programSchema>;

/** An earlier save of a document's file. */
export const fileVersionSchema = z.object({
  version: z.string().regex(/^[0-9a-z-]{1,100}$/),
  /** When that state was saved, ms since the epoch. */
  at: z.number(),
  nodes: z.number().int(),
  links: z.number().int(),
});
export type FileVersion = z.infer<typeof fileVersionSchema>;

export const documentCalls = {
  /** `shipped`: it is one of the labs that come with the application, so nothing is lost with it until it is edited. */
  'documents.create': call(
    z.object({ topology: topologySchema.optional(), name: z.string().optional(), shipped: z.boolean().optional() }),
    documentSchema,
  ),
  'documents.open': call(z.object({ path }), documentSchema),
  /** A document whose lab is running already (started by any door): its wanted state comes from the supervisor. */
  'documents.attach': call(z.object({ lab: z.string() }), documentSchema),
  /** Also opens a recovery copy by its id, as a document that is not saved yet; `documents.close` then forgets the copy. */
  'documents.get': call(z.object({ document: documentId }), documentSchema),
  'documents.list': call(
    nothing,
    z.object({
      documents: z.array(
        documentSchema.omit({ topology: true }).extend({ name: z.string(), nodes: z.number().int(), clients: z.number().int() }),
      ),
    }),
  ),
  /**
   * Without a path: where it came from. Unless `replace`, refused with code `exists` if another file is there, and with `changed-on-disk` if somebody else
   * has changed the own one.
   */
  'documents.save': call(
    z.object({ document: documentId, path: path.optional(), replace: z.boolean().optional() }),
    z.object({ path, version: z.number() }),
  ),
  /** This client shows it no more and hears no more of it; it stays open. */
  'documents.leave': call(z.object({ document: documentId }), nothing),
  /** Forgets the document (and its recovery copy). A running lab goes on unless `stop`. */
  'documents.close': call(z.object({ document: documentId, stop: z.boolean().optional() }), nothing),
  'documents.problems': call(z.object({ document: documentId }), z.object({ problems: z.array(problemSchema) })),
  'documents.recovered': call(
    nothing,
    z.object({
      copies: z.array(z.object({ document: documentId, name: z.string(), path: path.optional(), at: z.number(), nodes: z.number().int() })),
    }),
  ),
  /** Throws a recovery copy away. */
  'documents.discard': call(z.object({ document: documentId }), nothing),
  /** Looks at the document's file now (it is watched, too: `document.disk`). */
  'documents.check': call(z.object({ document: documentId }), z.object({ disk: diskSchema })),
  /**
   * From here on what is in the file now counts as known: the next save replaces it, and `edited` compares with it. Gives it, so that a person can
   * take it over (by an edit). Refused if it cannot be read.
   */
  'documents.acceptFile': call(z.object({ document: documentId }), z.object({ topology: topologySchema })),
  /** Earlier saves of the document's file, the newest first. */
  'documents.versions': call(z.object({ document: documentId }), z.object({ versions: z.array(fileVersionSchema) })),
  'documents.version': call(
    z.object({ document: documentId, version: fileVersionSchema.shape.version }),
    z.object({ topology: topologySchema }),
  ),
  /**
   * What would run on this computer that came with the file, as it was opened or taken over since, with the files beside it as they are now; and whether
   * somebody has to agree first. Until then `labs.run` refuses, and in a running lab edits gather from the one that brought them on. `content` stands for
   * just these programs.
   */
  'documents.programs': call(
    z.object({ document: documentId }),
    z.object({ agreed: z.boolean(), programs: z.array(programSchema), content: z.string() }),
  ),
  /** A person has seen the programs of this content and agrees, now and whenever a file brings the same ones. What had to gather for that follows. */
  'documents.agree': call(z.object({ document: documentId, content: z.string().regex(/^[0-9a-f]{64}$/) }), nothing),
  /**
   * One edit: a diff against `version`. Answered when it is in the document; the kernel follows, as `lab.state` events tell. `held`: it lets in programs
   * that nobody has agreed to, so that it waits for `documents.agree`.
   */
  'edits.apply': call(
    z.object({ document: documentId, version: z.number().int(), diff: topologyDiffSchema, label: labelSchema }),
    z.object({ version: z.number(), held: z.boolean().optional() }),
  ),
} as const;

export const documentEvents = {
  /** `client` is the connection that made the edit: it has it already, and only learns the version. */
  'document.edited': z.object({
    document: documentId,
    version: z.number().int(),
    diff: topologyDiffSchema,
    label: labelSchema,
    client: z.string().nullable(),
    edited: z.boolean(),
  }),
  /** Somebody else has changed or deleted the document's file, or it is again what was last read or written. */
  'document.disk': z.object({ document: documentId, disk: diskSchema }),
  /** How many windows and other clients have the document open. */
  'document.clients': z.object({ document: documentId, clients: z.number().int() }),
  'document.saved': z.object({ document: documentId, path, version: z.number().int(), edited: z.boolean() }),
} as const;
