/** What the kernel says about a running lab. Only the supervisor makes it; nobody edits it. */
import { z } from 'zod';

export const observedAddressSchema = z.object({
  /** With prefix length, e.g. `10.0.1.1/24`. */
  address: z.string(),
  family: z.enum(['inet', 'inet6']),
  /** `global`, `link`, `host`. */
  scope: z.string(),
});
export const observedInterfaceSchema = z.object({
  index: z.number().int(),
  name: z.string(),
  mac: z.string(),
  mtu: z.number().int(),
  /** Administratively up (IFF_UP). */
  up: z.boolean(),
  /** Carrier (IFF_LOWER_UP). */
  carrier: z.boolean(),
  /** Index of the bridge that it is a port of, if any. */
  master: z.number().int().optional(),
  /** Of a veth: index of its other end, in this network. */
  peer: z.number().int().optional(),
  /** Of a veth: index of its other end, in the other network that it is in (IFLA_LINK, IFLA_LINK_NETNSID). */
  peerElsewhere: z.number().int().optional(),
  /** `veth`, `bridge`, `loopback`, `dummy`, … (IFLA_INFO_KIND). */
  kind: z.string(),
  addresses: z.array(observedAddressSchema),
});
export const observedRouteSchema = z.object({
  to: z.string(),
  via: z.string().optional(),
  dev: z.string().optional(),
  /** `kernel`, `static`, `boot`, `ospf`, … (rtm_protocol). */
  protocol: z.string(),
  family: z.enum(['inet', 'inet6']),
  /** RTNH_F_LINKDOWN: its interface has no carrier. */
  linkdown: z.boolean(),
});
export const observedNodeSchema = z.object({
  node: z.string(),
  name: z.string(),
  /** PID of the node's first process, seen from outside the lab; for nsenter. */
  pid: z.number().int(),
  /** Inode numbers of the six namespaces, and which of them are the node's own. */
  namespaces: z.object({
    user: z.number(),
    net: z.number(),
    pid: z.number(),
    mnt: z.number(),
    ipc: z.number(),
    uts: z.number(),
  }),
  /** `lo` is left out. */
  interfaces: z.array(observedInterfaceSchema),
  /** Addresses with prefix length that somebody gave to `lo`: 127.0.0.0/8 and ::1 are left out. Absent: none. */
  loopback: z.array(z.string()).optional(),
  /** Its processes are paused. */
  frozen: z.boolean().optional(),
  /** Control group limits that are in force. */
  limits: z.object({ cpu: z.number().optional(), memory: z.number().optional(), pids: z.number().optional() }).optional(),
  /** How often limits were met, since the node has them: processes killed for memory (oom_kill of memory.events), forks refused (max of pids.events). */
  limitsMet: z.object({ memory: z.number().optional(), pids: z.number().optional() }).optional(),
  /** Main table, without local, broadcast, multicast and link-local prefixes. */
  routes: z.array(observedRouteSchema),
});
export type ObservedAddress = z.infer<typeof observedAddressSchema>;
export type ObservedInterface = z.infer<typeof observedInterfaceSchema>;
export type ObservedRoute = z.infer<typeof observedRouteSchema>;
export type ObservedNode = z.infer<typeof observedNodeSchema>;
/** By node id. */
export type ObservedState = Record<string, ObservedNode>;

/** What changed in the kernel: whole node records (small), and nodes that ended. */
export const observedChangeSchema = z.object({ nodes: z.array(observedNodeSchema), gone: z.array(z.string()) });
export type ObservedChange = z.infer<typeof observedChangeSchema>;
