/** What the supervisor answers and tells (native/WIRE.md), as schemas: nothing from the socket is believed unparsed. */
import { z } from 'zod';
import { errorSchema } from '../shared/lab/error';
import { observedNodeSchema } from '../shared/lab/observed';
import { commandSchema, countersSchema, mountSchema, processSchema, statisticsSchema } from '../shared/contract/live';

export const mappingSchema = z.enum(['range', 'single']);
export const launchedSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), pid: z.number().int(), mapping: mappingSchema }),
  z.object({ ok: z.literal(false), error: errorSchema }),
]);

export const wireTerminalSchema = z.object({
  terminal: z.number().int(),
  node: z.string(),
  title: z.string(),
  pid: z.number().int(),
  exited: z.object({ code: z.number().int(), signal: z.number().int() }).nullable(),
});
export type WireTerminal = z.infer<typeof wireTerminalSchema>;

/** Value of each call of the control connection. */
export const replies = {
  hello: z.object({
    protocol: z.literal(1),
    version: z.string(),
    lab: z.string(),
    pid: z.number().int(),
    mapping: mappingSchema,
    revision: z.number().int(),
    since: z.number(),
    /** What control groups can do here; `why`: what is missing. A lab of an older version does not say. */
    groups: z.object({ freezer: z.boolean(), controllers: z.string(), why: z.string() }).optional(),
  }),
  apply: z.object({ revision: z.number().int(), ms: z.number() }),
  document: z.object({}),
  kept: z.object({
    revision: z.number().int(),
    document: z.string(),
    next: z.number().int().nullable(),
    changes: z.array(z.string()).optional(),
  }),
  observe: z.object({
    seq: z.number().int(),
    revision: z.number().int(),
    nodes: z.array(observedNodeSchema),
    next: z.number().int().nullable(),
    terminals: z.array(wireTerminalSchema).optional(),
  }),
  terminals: z.object({ terminals: z.array(wireTerminalSchema) }),
  'terminal.close': z.object({}),
  commands: z.object({ commands: z.array(commandSchema) }),
  command: z.object({}),
  output: z.object({ text: z.string(), offset: z.number(), next: z.number(), total: z.number() }),
  processes: z.object({ processes: z.array(processSchema) }),
  signal: z.object({}),
  mounts: z.object({ mounts: z.array(mountSchema) }),
  counters: z.object({ interfaces: z.array(countersSchema) }),
  freeze: z.object({}),
  statistics: z.object({}),
  'uplink.join': z.object({}),
  down: z.object({}),
} as const;
export type WireCall = keyof typeof replies;
export type WireReply<N extends WireCall> = z.output<(typeof replies)[N]>;
export type Hello = WireReply<'hello'>;

export const replyErrorSchema = errorSchema.extend({ revision: z.number().int().optional(), undone: z.boolean().optional() });
export const replySchema = z.discriminatedUnion('ok', [
  z.object({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  // A line that could not be read has no id to answer to.
  z.object({ id: z.number().int().nullish(), ok: z.literal(false), error: replyErrorSchema }),
]);

const seq = z.number().int();
export const wireEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('observed'), seq, nodes: z.array(observedNodeSchema), gone: z.array(z.string()) }),
  z.object({ event: z.literal('applied'), seq, revision: z.number().int(), client: z.string(), change: z.string().nullable() }),
  z.object({ event: z.literal('progress'), seq, done: z.number().int(), total: z.number().int() }),
  z.object({ event: z.literal('terminals'), seq, terminals: z.array(wireTerminalSchema) }),
  z.object({
    event: z.literal('command'),
    seq,
    node: z.string(),
    command: z.string(),
    code: z.number().nullable(),
    signal: z.number().nullable(),
    output: z.string(),
  }),
  z.object({ event: z.literal('commands'), seq, node: z.string(), commands: z.array(commandSchema) }),
  /** Only to whom it wants it, and not part of the count. */
  z.object({ event: z.literal('statistics'), ...statisticsSchema.omit({ document: true }).shape }),
  z.object({ event: z.literal('node-ended'), seq, node: z.string(), signal: z.number() }),
]);
export type WireEvent = z.infer<typeof wireEventSchema>;
export type WireEventOf<N extends WireEvent['event']> = Extract<WireEvent, { event: N }>;

export const terminalAnswerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({
      pid: z.number().int(),
      terminal: z.number().int().optional(),
      from: z.number().int().optional(),
      end: z.number().int().optional(),
    }),
  }),
  z.object({ ok: z.literal(false), error: errorSchema }),
]);
