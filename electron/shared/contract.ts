/**
 * The contract between a renderer (or any other client) and its host: every request and every event, as schemas. Types, the
 * router (`host/router.ts`) and the one client (`shared/client.ts`) derive from this table. The same frames travel over the
 * browser mode's WebSocket and over Electron's MessagePort.
 */
import { z } from 'zod';
import { errorSchema } from './lab/error';
import { observedChangeSchema, observedNodeSchema } from './lab/observed';
import { planSchema } from './lab/operation';
import { topologyDiffSchema } from './topology/diff';
import { topologySchema } from './topology/schema';

/** A document is an open lab file (or a new, unsaved one) in a host. Its id lives as long as the host. */
const documentId = z.string().min(1).max(64);
const path = z.string().min(1).max(4096);

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

/**
 * Where a document's lab is. `stopped`: nothing in the kernel. `armed`: will start with the first device (a new lab).
 * `starting`, `running`, `stopping`. `ended`: the supervisor died; `error` says how.
 */
export const labStateSchema = z.object({
  document: documentId,
  phase: z.enum(['armed', 'stopped', 'starting', 'running', 'stopping', 'ended']),
  revision: z.number().int(),
  /** Outside PID of the supervisor, while running. */
  pid: z.number().int().optional(),
  mapping: z.enum(['range', 'single']).optional(),
  /** Wall clock, ms since the epoch, at which the lab came up. */
  since: z.number().optional(),
  /** Operations done and in all, while a plan is being applied. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).optional(),
  /** Ids of nodes and links that the last edit is changing right now. */
  changing: z.array(z.string()),
  /** Ids of nodes and links that could not be made, each with why. They are retried when they change, or on `labs.retry`. */
  failed: z.array(z.object({ id: z.string(), error: errorSchema })),
  /** How the lab ended, or why it could not be started. */
  error: errorSchema.optional(),
  /** ms from request to ack of the last apply, and what it did, in words. */
  last: z.object({ ms: z.number(), operations: z.number().int(), label: z.string() }).optional(),
});
export type LabState = z.infer<typeof labStateSchema>;

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

export const terminalSchema = z.object({
  document: documentId,
  terminal: z.number().int(),
  node: z.string(),
  title: z.string(),
  exited: z.object({ code: z.number().int(), signal: z.number().int() }).nullable(),
});
export type TerminalInfo = z.infer<typeof terminalSchema>;

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

export const labSummarySchema = z.object({
  /** Topology id; names the supervisor's folder. */
  lab: z.string(),
  name: z.string(),
  pid: z.number().int(),
  nodes: z.number().int(),
  terminals: z.number().int(),
  since: z.number(),
  path: path.optional(),
});
export type LabSummary = z.infer<typeof labSummarySchema>;

export const findingSchema = z.object({
  /** What was looked at: `user-namespaces`, `uidmap`, `neighbour-table`, `tcpdump`, … */
  check: z.string(),
  level: z.enum(['ok', 'limit', 'problem']),
  /** One sentence with the value found, and one with what to do. */
  message: z.string(),
  hint: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

const nothing = z.object({});
const call = <A extends z.ZodType, V extends z.ZodType>(args: A, value: V) => ({ args, value });

/** Requests. Each reply is a Result of `value`. */
export const calls = {
  'app.info': call(
    nothing,
    z.object({ version: z.string(), door: z.enum(['electron', 'browser', 'cli']), uid: z.number(), home: z.string(), folder: z.string() }),
  ),
  'app.doctor': call(nothing, z.object({ findings: z.array(findingSchema) })),

  'gallery.list': call(nothing, z.object({ labs: z.array(z.object({ name: z.string(), topology: topologySchema })) })),

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

  'labs.list': call(nothing, z.object({ labs: z.array(labSummarySchema) })),
  /** Answered when the lab is up (or could not be started). */
  'labs.run': call(z.object({ document: documentId }), labStateSchema),
  'labs.stop': call(z.object({ document: documentId }), labStateSchema),
  'labs.retry': call(z.object({ document: documentId, ids: z.array(z.string()).optional() }), labStateSchema),
  /** Ends a lab by topology id, whoever started it. */
  'labs.down': call(z.object({ lab: z.string() }), nothing),
  'labs.observed': call(z.object({ document: documentId }), z.object({ nodes: z.array(observedNodeSchema) })),
  /** What would be done now: wanted against applied. For a stopped lab: what Run would do. */
  'labs.plan': call(z.object({ document: documentId }), planSchema.extend({ commands: z.array(z.array(z.string())) })),

  'terminals.open': call(
    z.object({ document: documentId, node: z.string(), cols: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }),
    terminalSchema.extend({ channel: z.number().int() }),
  ),
  /** Attach to one that is there; its scrollback comes first on the channel. */
  'terminals.attach': call(
    z.object({
      document: documentId,
      terminal: z.number().int(),
      cols: z.number().int().min(1).max(1000),
      rows: z.number().int().min(1).max(1000),
    }),
    z.object({ channel: z.number().int() }),
  ),
  'terminals.list': call(z.object({ document: documentId }), z.object({ terminals: z.array(terminalSchema) })),
  'terminals.resize': call(
    z.object({ channel: z.number().int(), cols: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }),
    nothing,
  ),
  /** Bytes of a channel that the client has drawn; the host sends at most 256 KiB beyond them. */
  'terminals.ack': call(z.object({ channel: z.number().int(), bytes: z.number().int().nonnegative() }), nothing),
  'terminals.detach': call(z.object({ channel: z.number().int() }), nothing),
  'terminals.close': call(z.object({ document: documentId, terminal: z.number().int() }), nothing),

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

/** Told to every client that has the document open (or to all, where there is none). */
export const events = {
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
  'lab.state': labStateSchema,
  /** `whole`: the first of a run; everything observed before is void. */
  'lab.observed': observedChangeSchema.extend({ document: documentId, whole: z.boolean() }),
  'lab.command': z.object({
    document: documentId,
    node: z.string(),
    command: z.string(),
    code: z.number().nullable(),
    signal: z.number().nullable(),
    output: z.string(),
  }),
  'labs.changed': nothing,
  'terminal.list': z.object({ document: documentId, terminals: z.array(terminalSchema) }),
  'terminal.exited': z.object({ channel: z.number().int(), code: z.number().int(), signal: z.number().int() }),
  'settings.changed': settingsSchema,
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Args<N extends CallName> = z.input<Calls[N]['args']>;
export type Value<N extends CallName> = z.output<Calls[N]['value']>;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventData<N extends EventName> = z.output<Events[N]>;

/**
 * Text frames: one JSON object each. Binary frames carry terminal bytes: one byte 1, channel as u32 big endian, then the bytes.
 * The first frame from the host is `{t:'welcome', client}`.
 */
export const callFrameSchema = z.object({ t: z.literal('call'), id: z.number().int(), call: z.string(), args: z.unknown() });
export type Frame =
  | { t: 'welcome'; client: string }
  | { t: 'call'; id: number; call: string; args: unknown }
  | { t: 'reply'; id: number; result: { ok: true; value: unknown } | { ok: false; error: z.infer<typeof errorSchema> } }
  | { t: 'event'; event: string; data: unknown };

/** What carries frames, whatever it is made of. Order is kept; `close` comes once. */
export interface Transport {
  send(frame: string | Uint8Array): void;
  onFrame(listener: (frame: string | Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
/** A longer text frame or binary frame is refused and the connection closed, bytes. */
export const frameLimit = 16 * 1024 * 1024;
