/** Running labs: state, plan, what the kernel says. */
import { z } from 'zod';
import { errorSchema } from '../lab/error';
import { labelSchema } from '../lab/label';
import { observedChangeSchema, observedNodeSchema } from '../lab/observed';
import { planSchema } from '../lab/operation';
import { call, documentId, nothing, path } from './call';

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
  /** Edits gather instead of being applied. */
  collecting: z.boolean(),
  /** How the lab ended, or why it could not be started. */
  error: errorSchema.optional(),
  /** ms from request to ack of the last apply, and what it did. */
  last: z.object({ ms: z.number(), operations: z.number().int(), label: labelSchema }).optional(),
});
export type LabState = z.infer<typeof labStateSchema>;

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

export const labCalls = {
  'labs.list': call(nothing, z.object({ labs: z.array(labSummarySchema) })),
  /**
   * Answered when the lab is up (or could not be started). `elevated`: nestwork-root starts it, after the password; for where ordinary users may not make
   * namespaces (code `namespaces-forbidden`). `uplinks.cancel` gives up waiting for the password.
   */
  'labs.run': call(z.object({ document: documentId, elevated: z.boolean().optional() }), labStateSchema),
  'labs.stop': call(z.object({ document: documentId }), labStateSchema),
  'labs.retry': call(z.object({ document: documentId, ids: z.array(z.string()).optional() }), labStateSchema),
  /** Ends a lab by topology id, whoever started it. */
  'labs.down': call(z.object({ lab: z.string() }), nothing),
  'labs.observed': call(z.object({ document: documentId }), z.object({ nodes: z.array(observedNodeSchema) })),
  /** What would be done now: wanted against applied. For a stopped lab: what Run would do. */
  'labs.plan': call(z.object({ document: documentId }), planSchema.extend({ commands: z.array(z.array(z.string())) })),
} as const;

export const labEvents = {
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
} as const;
