/**
 * The lab's edge where it needs root: this computer and its interfaces. What is drawn and not joined yet is proposed, with all that would be done; the person says
 * yes, nestwork-root does it, and an interface of this computer goes back by itself unless somebody says within 30 s that this computer is still connected.
 */
import { z } from 'zod';
import { errorSchema } from '../lab/error';
import { call, documentId, nothing } from './call';

const node = z.string();

/** An interface of this computer. */
export const computerInterfaceSchema = z.object({
  name: z.string(),
  mac: z.string(),
  up: z.boolean(),
  carrier: z.boolean(),
  wireless: z.boolean(),
  addresses: z.array(z.string()),
  /** The gateway of a default route through it. */
  gateway: z.string().optional(),
  defaultRoute: z.boolean(),
  /** An SSH session comes in through it. */
  ssh: z.boolean(),
});
export type ComputerInterface = z.infer<typeof computerInterfaceSchema>;

export const joinModes = ['computer', 'bridge', 'macvlan', 'whole'] as const;

/** What would be done to join a device of the lab's edge. */
export const proposalSchema = z.object({
  node,
  /** The device's name. */
  device: z.string(),
  mode: z.enum(joinModes),
  /** Of this computer: joined, or (`computer`) made. */
  interface: z.string(),
  /** The bridge that is made (`bridge`). */
  made: z.string().optional(),
  /** That move with it, or (`computer`) that this computer gets; with prefix length. */
  addresses: z.array(z.string()),
  /** This computer gets these (`computer`). */
  routes: z.array(z.object({ to: z.string(), via: z.string() })),
  gateway: z.string().optional(),
  defaultRoute: z.boolean(),
  /** A DHCP client holds its address. */
  lent: z.boolean(),
  ssh: z.boolean(),
  /** In one sentence, in English. */
  message: z.string(),
  /** The same by hand, as argument vectors. */
  commands: z.array(z.array(z.string())),
  /** Why it cannot be joined. */
  refused: errorSchema.optional(),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** Something of this computer that is joined, or waits for the answer whether it stays. */
export const heldUplinkSchema = z.object({
  node,
  device: z.string(),
  mode: z.enum(joinModes),
  interface: z.string(),
  made: z.string(),
  /** `asking`: it goes back unless somebody says yes. `stuck`: it could not be put back; `message` says what. */
  state: z.enum(['asking', 'kept', 'stuck']),
  /** ms until it goes back, when this was told; -1: it stays. */
  left: z.number().int(),
  gateway: z.string().optional(),
  message: z.string().optional(),
});
export type HeldUplink = z.infer<typeof heldUplinkSchema>;

export const uplinkStateSchema = z.object({
  document: documentId,
  /** How the person is asked for the right: not at all, by pkexec(1) for our own action, or by sudo-prompt. */
  way: z.enum(['root', 'pkexec', 'sudo-prompt']),
  /** `waiting`: for the password, since `waited` ms. `joining`: being done. */
  phase: z.enum(['idle', 'waiting', 'joining']),
  waited: z.number().int().optional(),
  /** Drawn, running, and not joined. */
  proposals: z.array(proposalSchema),
  held: z.array(heldUplinkSchema),
  /** What went wrong the last time, by device; absent: before it came to one. */
  failed: z.array(z.object({ node: node.optional(), error: errorSchema })),
  /** Names under /run/netns by which nodes are exposed. */
  exposed: z.array(z.object({ node, name: z.string() })),
});
export type UplinkState = z.infer<typeof uplinkStateSchema>;

/** Something that was looked at since the change. */
export const uplinkCheckSchema = z.object({
  what: z.enum(['interface', 'bridge', 'gateway']),
  /** Name or address. */
  name: z.string(),
  good: z.boolean(),
  addresses: z.array(z.string()),
  carrier: z.boolean(),
  /** ms that the gateway took to answer. */
  answered: z.number().optional(),
  /** A DHCP client holds its address. */
  lent: z.boolean(),
});
export type UplinkCheck = z.infer<typeof uplinkCheckSchema>;

const at = z.object({ document: documentId, node });

export const uplinkCalls = {
  'computer.interfaces': call(nothing, z.object({ interfaces: z.array(computerInterfaceSchema) })),
  'uplinks.state': call(z.object({ document: documentId }), uplinkStateSchema),
  /** The person's yes to the proposals of these devices. Answered when they are joined, or why not stands in `failed`. */
  'uplinks.join': call(z.object({ document: documentId, nodes: z.array(node).min(1) }), uplinkStateSchema),
  /** Gives up waiting for the password. */
  'uplinks.cancel': call(z.object({ document: documentId }), nothing),
  /** This computer is still connected: it stays. */
  'uplinks.keep': call(at, nothing),
  /** Puts back one, or all. */
  'uplinks.back': call(z.object({ document: documentId, node: node.optional() }), nothing),
  /** What can be seen of an uplink now. */
  'uplinks.check': call(at, z.object({ checks: z.array(uplinkCheckSchema) })),
  /** Makes nodes visible to `ip netns` on this computer (absent: all that run), or takes that away. */
  'uplinks.expose': call(z.object({ document: documentId, nodes: z.array(node).optional(), on: z.boolean() }), uplinkStateSchema),
} as const;

export const uplinkEvents = {
  'lab.uplinks': uplinkStateSchema,
} as const;
