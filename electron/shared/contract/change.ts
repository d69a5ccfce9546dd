/** Leading a running lab to its drawing: at once or collected, starting devices again, taking away what nobody drew. */
import { z } from 'zod';
import { call, documentId, nothing } from './call';
import { topologySchema } from '../topology/schema';
import { labStateSchema } from './lab';

const node = z.string();

/** Something that the kernel has and the drawing has not. */
export const undrawnSchema = z.union([
  z.strictObject({ node, interface: z.string(), address: z.string() }),
  z.strictObject({ node, to: z.string(), via: z.string().optional(), dev: z.string().optional() }),
  z.strictObject({ node, interface: z.string() }),
]);
export type Undrawn = z.infer<typeof undrawnSchema>;

export const changeCalls = {
  /**
   * `on`: edits gather and the network runs as it was, until `changes.apply`, `changes.discard` or `on` false (which applies). For every window of this host.
   */
  'changes.collect': call(z.object({ document: documentId, on: z.boolean() }), labStateSchema),
  /** What has gathered is done, in one plan. Answered when it is. */
  'changes.apply': call(z.object({ document: documentId }), labStateSchema),
  /** The drawing becomes what runs, as one edit that undo takes back. */
  'changes.discard': call(z.object({ document: documentId }), z.object({ version: z.number() })),
  /** What the running lab was made from: the drawing before what has gathered. */
  'changes.base': call(z.object({ document: documentId }), z.object({ topology: topologySchema })),
  /** Ends the nodes and makes them anew, as they are drawn; their cables come back, all else is untouched. */
  'nodes.restart': call(z.object({ document: documentId, nodes: z.array(node).min(1) }), nothing),
  /** Takes away from the kernel what is not drawn. Refused if it is drawn by now. */
  'nodes.remove': call(z.object({ document: documentId, things: z.array(undrawnSchema).min(1) }), nothing),
  /**
   * Gives the kernel again what is drawn of these nodes and was taken away or changed by hand: addresses, routes, MTU, MAC address, up or down. What
   * nobody drew stays, and an interface that is gone needs `nodes.restart`.
   */
  'nodes.repair': call(z.object({ document: documentId, nodes: z.array(node).min(1) }), nothing),
} as const;
