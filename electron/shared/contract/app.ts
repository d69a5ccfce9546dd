/** The application itself: what it is, what this computer can do, settings, files for the dialogs. */
import { z } from 'zod';
import { topologySchema } from '../topology/schema';
import { call, documentId, nothing, path } from './call';
import { settingsChangeSchema, settingsSchema } from './settings';

export const findingSchema = z.object({
  /** What was looked at: `user-namespaces`, `uidmap`, `neighbour-table`, `tcpdump`, … */
  check: z.string(),
  level: z.enum(['ok', 'limit', 'problem']),
  /** Which sentence of `shared/text` it is, and what stands in it. */
  code: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
  /** That sentence in English, with the value found, and one with what to do. */
  message: z.string(),
  hint: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const appCalls = {
  'app.info': call(
    nothing,
    z.object({ version: z.string(), door: z.enum(['electron', 'browser', 'cli']), uid: z.number(), home: z.string(), folder: z.string() }),
  ),
  'app.doctor': call(nothing, z.object({ findings: z.array(findingSchema) })),
  /** What of this computer's limits matters to a document's lab, the worst first. */
  'app.preflight': call(z.object({ document: documentId }), z.object({ findings: z.array(findingSchema) })),
  'gallery.list': call(nothing, z.object({ labs: z.array(z.object({ name: z.string(), topology: topologySchema })) })),
  /** For the page's own open and save dialogs: folders and lab files, folders first, hidden ones left out. */
  'files.list': call(
    z.object({ folder: path }),
    z.object({
      folder: path,
      parent: path.nullable(),
      entries: z.array(z.object({ name: z.string(), path, folder: z.boolean(), modified: z.number() })),
    }),
  ),
  /** A lab file's drawing, without opening it: to be compared. */
  'files.read': call(z.object({ path }), z.object({ path, topology: topologySchema })),
  /** Writes a picture of a lab. `data`: its bytes in base64. Refused with code `exists` unless `replace`, and where it is no picture of the kind of its name. */
  'pictures.save': call(
    z.object({ path, data: z.base64().max(14 * 1024 * 1024), replace: z.boolean().optional() }),
    z.object({ path, bytes: z.number() }),
  ),
  /** Writes a document's lab as a bash script that everybody may run, with the texts of its private files. Refused with code `exists` unless `replace`. */
  'scripts.save': call(z.object({ document: documentId, path, replace: z.boolean().optional() }), z.object({ path })),
  'settings.get': call(nothing, settingsSchema),
  'settings.set': call(settingsChangeSchema, settingsSchema),
  /** Files that were opened or saved, the last one first, and whether they are still there. */
  'files.recent': call(nothing, z.object({ files: z.array(z.object({ path, name: z.string(), at: z.number(), there: z.boolean() })) })),
} as const;

export const appEvents = {
  'settings.changed': settingsSchema,
} as const;
