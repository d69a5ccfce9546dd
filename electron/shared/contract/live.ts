/** What goes on inside running nodes: processes, start-up commands, mounts, statistics; pausing. */
import { z } from 'zod';
import { call, documentId, nothing } from './call';

const node = z.string();

export const processSchema = z.object({
  /** In the node's PID namespace. */
  pid: z.number().int(),
  /** 0: none in the node. */
  parent: z.number().int(),
  /** Seen from this computer. */
  outside: z.number().int(),
  /** Effective user, as a number of the node's user namespace. */
  uid: z.number().int(),
  /** Its name on this computer, if it has one. */
  user: z.string().optional(),
  /** As in /proc/PID/comm. */
  name: z.string(),
  /** Arguments joined by spaces, at most 4,096 characters. */
  command: z.string(),
  /** As in /proc/PID/stat: R, S, D, T, Z, … */
  state: z.string(),
  /** Processor time used, ms. */
  cpu: z.number(),
  /** Resident set, bytes. */
  memory: z.number(),
  /** Wall clock at its start, ms. */
  since: z.number(),
});
export type NodeProcess = z.infer<typeof processSchema>;

export const mountSchema = z.object({ target: z.string(), source: z.string(), type: z.string(), options: z.string() });
export type NodeMount = z.infer<typeof mountSchema>;

/** A start-up command of a running node. */
export const commandSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  command: z.string(),
  /**
   * `waiting`: for the one before it. `late`: what the next one waits for did not come in time, nor since. `restarting`: it has ended, and begins again in a
   * moment. `stopped`: by hand.
   */
  state: z.enum(['waiting', 'running', 'restarting', 'ended', 'late', 'stopped']),
  pid: z.number().int().optional(),
  /** How it ended the last time. */
  code: z.number().int().nullable(),
  signal: z.number().int().nullable(),
  /** How often it was started. */
  starts: z.number().int(),
  /** Wall clock of the last start, ms. */
  since: z.number().nullable(),
  restart: z.enum(['never', 'on-failure', 'always']),
  /** Bytes of output that it made in all; the last 1 MiB is kept. */
  output: z.number(),
});
export type NodeCommand = z.infer<typeof commandSchema>;

/** Twice a second while somebody looks. */
export const statisticsSchema = z.object({
  document: documentId,
  /** Wall clock, ms. */
  at: z.number(),
  /**
   * Node id, processor use (1 is one CPU), memory in bytes (resident sets), processes. Nodes with nothing but their first process, now and before, are left out.
   */
  nodes: z.array(z.tuple([z.string(), z.number(), z.number(), z.number()])),
  /** Link id, bit/s from the first end to the second, bit/s back. Links without traffic now and before are left out. */
  links: z.array(z.tuple([z.string(), z.number(), z.number()])),
});
export type Statistics = z.infer<typeof statisticsSchema>;
/** Counters of one interface since it was made. */
export const countersSchema = z.object({
  node: z.string(),
  interface: z.string(),
  receivedBytes: z.number(),
  receivedPackets: z.number(),
  sentBytes: z.number(),
  sentPackets: z.number(),
  dropped: z.number(),
  errors: z.number(),
});

const at = z.object({ document: documentId, node });

export const liveCalls = {
  'nodes.processes': call(at, z.object({ processes: z.array(processSchema) })),
  /** `signal`: a number of signal(7). */
  'nodes.signal': call(at.extend({ pid: z.number().int().min(1), signal: z.number().int().min(1).max(64) }), nothing),
  'nodes.mounts': call(at, z.object({ mounts: z.array(mountSchema) })),
  'nodes.commands': call(at, z.object({ commands: z.array(commandSchema) })),
  /** Output of a start-up command from a byte on (the oldest that is kept, if that is later), at most 64 KiB. `next`: where to go on. */
  'nodes.output': call(
    at.extend({ index: z.number().int().nonnegative(), offset: z.number().nonnegative() }),
    z.object({ text: z.string(), offset: z.number(), next: z.number(), total: z.number() }),
  ),
  'nodes.command': call(at.extend({ index: z.number().int().nonnegative(), action: z.enum(['start', 'stop', 'restart']) }), nothing),
  'nodes.counters': call(at, z.object({ interfaces: z.array(countersSchema) })),
  /** Stops the processes of these nodes where they are, or lets them go on. Absent: of all. Seen in the observed state (`frozen`). */
  'nodes.freeze': call(z.object({ document: documentId, nodes: z.array(node).optional(), frozen: z.boolean() }), nothing),
  /** Whether this client wants `lab.statistics`. */
  'labs.statistics': call(z.object({ document: documentId, on: z.boolean() }), nothing),
} as const;

export const liveEvents = {
  'lab.statistics': statisticsSchema,
  /** A start-up command of the node began, ended, was late. */
  'node.commands': z.object({ document: documentId, node, commands: z.array(commandSchema) }),
} as const;
