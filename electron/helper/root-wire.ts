/** What nestwork-root answers and tells (native/WIRE.md), as schemas: nothing from the socket is believed unparsed. */
import { z } from 'zod';
import { errorSchema } from '../shared/lab/error';
import { mappingSchema } from './wire';

export const rootModes = ['computer', 'bridge', 'macvlan', 'whole', 'expose'] as const;
export type RootMode = (typeof rootModes)[number];

export const uplinkViewSchema = z.object({
  lab: z.string(),
  node: z.string(),
  /** Of this computer: made (computer), or joined. */
  interface: z.string(),
  /** The bridge, this computer's end, the port in the lab, or the name under /run/netns. */
  made: z.string(),
  mode: z.enum(rootModes),
  /** `asking`: it goes back unless somebody says yes. `stuck`: it could not be put back. */
  state: z.enum(['asking', 'kept', 'back', 'stuck']),
  /** ms until it goes back; -1: it stays. */
  left: z.number().int(),
  why: z.string().optional(),
  message: z.string().optional(),
});
export type UplinkView = z.infer<typeof uplinkViewSchema>;

export const rootMessageSchema = z.union([
  z.object({ event: z.literal('hello'), protocol: z.literal(1), version: z.string(), caller: z.enum(['asked', 'later', 'root']) }),
  z.object({ event: z.literal('uplink'), uplink: uplinkViewSchema }),
  z.object({ id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ id: z.number().int().nullish(), ok: z.literal(false), error: errorSchema }),
]);

export const startedSchema = z.object({ pid: z.number().int(), mapping: mappingSchema });

export interface RootWish {
  lab: string;
  node: string;
  mode: RootMode;
  /** Of this computer; not with `expose`. */
  interface?: string;
  /** The name under /run/netns; with `expose` alone. */
  name?: string;
  mac?: string;
  portMac?: string;
  /** The node's first process and the inode of its network namespace. */
  pid: number;
  net: number;
  addresses?: readonly string[];
  routes?: readonly { to: string; via: string }[];
  sure?: boolean;
}
export interface RootCalls {
  attach: RootWish;
  change: Pick<RootWish, 'lab' | 'node' | 'mode' | 'addresses' | 'routes'>;
  confirm: { lab: string; node: string };
  detach: { lab: string; node?: string; mode: RootMode };
  list: Record<string, never>;
  supervise: { lab: string };
}
