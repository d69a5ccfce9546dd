/** The application itself: what it is, what this computer can do, settings, files for the dialogs. */
import { z } from 'zod';
import { topologySchema } from '../topology/schema';
import { call, nothing, path } from './call';

export const findingSchema = z.object({
  /** What was looked at: `user-namespaces`, `uidmap`, `neighbour-table`, `tcpdump`, … */
  check: z.string(),
  level: z.enum(['ok', 'limit', 'problem']),
  /** One sentence with the value found, and one with what to do. */
  message: z.string(),
  hint: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Snap to the 12 px grid. */
  snap: z.boolean().default(true),
  /** Seconds between recovery copies of unsaved documents. */
  autosaveSeconds: z.number().int().min(1).max(600).default(2),
  recent: z
    .array(z.object({ path, name: z.string(), at: z.number() }))
    .max(20)
    .default([]),
});
export type Settings = z.infer<typeof settingsSchema>;

export const appCalls = {
  'app.info': call(
    nothing,
    z.object({ version: z.string(), door: z.enum(['electron', 'browser', 'cli']), uid: z.number(), home: z.string(), folder: z.string() }),
  ),
  'app.doctor': call(nothing, z.object({ findings: z.array(findingSchema) })),
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
  'settings.get': call(nothing, settingsSchema),
  'settings.set': call(settingsSchema.partial(), settingsSchema),
} as const;

export const appEvents = {
  'settings.changed': settingsSchema,
} as const;
