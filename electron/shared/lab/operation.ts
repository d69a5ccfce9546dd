/**
 * The closed union of kernel changes. A plan is a list of these; the supervisor (native/src/dispatch.c) carries them out
 * and validates every field again. `native/tests/fixtures/operations.json` holds accepted and refused examples that both
 * languages' tests read. Node and link ids are topology ids; an interface belongs to a node and is named as in the kernel.
 */
import { z } from 'zod';
import {
  commandNameSchema,
  commandTextSchema,
  fileContentLimit,
  filePathSchema,
  idSchema,
  interfaceNameSchema,
  kernelKindSchema,
  limitsSchema,
  macSchema,
  mtuSchema as mtu,
  namespaceKindSchema,
  nodeNameSchema,
  portSchema,
  sysctlNameSchema,
  sysctlValueSchema,
} from '../topology/schema';

const address = z.string().max(49);

export const linkEndOperationSchema = z.strictObject({
  node: idSchema,
  interface: interfaceNameSchema,
  mac: macSchema,
  /** Bytes. */
  mtu,
  /** Administratively up after creation. */
  up: z.boolean(),
  /** true: the interface becomes a port of the node's bridge `br0` (node kinds switch and hub). */
  port: z.boolean(),
});

export const operationSchema = z.discriminatedUnion('op', [
  /** A node: one clone3 with its own namespaces; `lo` up; a switch or hub gets its bridge `br0` with `mac`, up. */
  z.strictObject({
    op: z.literal('node.create'),
    node: idSchema,
    name: nodeNameSchema,
    kind: kernelKindSchema,
    /** Its own namespaces; contains `net`. The others are the lab's. */
    isolation: z.array(namespaceKindSchema).min(1).max(6),
    /** IPv4 and IPv6 forwarding, by netlink (IFLA_INET_CONF / IFLA_INET6_CONF cannot: sysctl for all). Routers: true. */
    forwarding: z.boolean(),
    /** MAC of the bridge; only, and always, for switch and hub. */
    mac: macSchema.optional(),
    /** Spanning Tree Protocol of the bridge; switch only. Absent: false. */
    stp: z.boolean().optional(),
    /** The computer's files cannot be written from the node. Absent: false. */
    readOnly: z.boolean().optional(),
  }),
  /** Ends the node: its processes, then everything in its namespaces. Its links must have been deleted before. */
  z.strictObject({ op: z.literal('node.delete'), node: idSchema }),
  /** Changes the hostname (and the name shown) of a running node. */
  z.strictObject({ op: z.literal('node.rename'), node: idSchema, name: nodeNameSchema }),
  /** Switch <-> hub, and host <-> router, without touching anything else: learning of the bridge, forwarding. */
  z.strictObject({ op: z.literal('node.kind'), node: idSchema, kind: kernelKindSchema, forwarding: z.boolean() }),
  /** Spanning Tree Protocol of a switch's bridge. */
  z.strictObject({ op: z.literal('node.stp'), node: idSchema, stp: z.boolean() }),
  /** Sets a network setting (sysctl(8)). `value` null: back to what it was before it was set the first time. */
  z.strictObject({ op: z.literal('node.sysctl'), node: idSchema, name: sysctlNameSchema, value: sysctlValueSchema.nullable() }),
  /** The node's private files, all of them: those that are not named any more are gone. Programs see a change at once; an open file stays what it was. */
  z.strictObject({
    op: z.literal('node.files'),
    node: idSchema,
    files: z
      .array(
        z.strictObject({
          path: filePathSchema,
          content: z.string().max(fileContentLimit),
          /** Permission bits. */
          mode: z.number().int().min(0).max(0o777),
        }),
      )
      .max(256),
  }),
  /** Control group limits, all of them: what is absent is unlimited. Refused where the user has no delegation. */
  z.strictObject({ op: z.literal('node.limits'), node: idSchema, ...limitsSchema.shape }),
  /** Name servers and search domain that /etc/resolv.conf of every node names. */
  z.strictObject({
    op: z.literal('lab.resolver'),
    servers: z.array(z.string().max(45)).max(3),
    search: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/)
      .optional(),
  }),
  /**
   * A cable. `pair`: one veth pair, both ends created in place. `wire`: each end's veth peer lives in the lab's own
   * namespace and the two peers are joined by ingress redirects, so that a cut is seen as NO-CARRIER on both ends;
   * used between two layer-3 ends. `cut`: created cut.
   */
  z.strictObject({
    op: z.literal('link.create'),
    link: idSchema,
    medium: z.enum(['pair', 'wire']),
    ends: z.tuple([linkEndOperationSchema, linkEndOperationSchema]),
    cut: z.boolean(),
  }),
  z.strictObject({ op: z.literal('link.delete'), link: idSchema }),
  /** Pulls the cable: both layer-3 ends show NO-CARRIER and keep addresses and routes. */
  z.strictObject({ op: z.literal('link.cut'), link: idSchema }),
  z.strictObject({ op: z.literal('link.restore'), link: idSchema }),
  /** Changes only the fields that are there. */
  z.strictObject({
    op: z.literal('interface.set'),
    node: idSchema,
    interface: interfaceNameSchema,
    up: z.boolean().optional(),
    mtu: mtu.optional(),
    mac: macSchema.optional(),
  }),
  /** Deletes an interface that no cable made: one that was added by hand. Undo cannot bring it back, so it is never part of a plan from the drawing. */
  z.strictObject({ op: z.literal('interface.delete'), node: idSchema, interface: interfaceNameSchema }),
  z.strictObject({ op: z.literal('address.add'), node: idSchema, interface: interfaceNameSchema, address }),
  z.strictObject({ op: z.literal('address.delete'), node: idSchema, interface: interfaceNameSchema, address }),
  /** `to` is a prefix in canonical form; a default route is `0.0.0.0/0` or `::/0`. Protocol static, table main. */
  z.strictObject({
    op: z.literal('route.add'),
    node: idSchema,
    to: address,
    via: z.string().max(45).optional(),
    dev: interfaceNameSchema.optional(),
  }),
  z.strictObject({
    op: z.literal('route.delete'),
    node: idSchema,
    to: address,
    via: z.string().max(45).optional(),
    dev: interfaceNameSchema.optional(),
  }),
  /**
   * The next start-up command of the node: `/bin/sh -c command`, detached from any terminal, when what the one before waits for is so. The plan does not
   * wait for it; how it goes is told by events.
   */
  z.strictObject({
    op: z.literal('command.run'),
    node: idSchema,
    command: commandTextSchema,
    name: commandNameSchema,
    /** What the next command waits for, see `startupUntilSchema`. */
    until: z.union([
      z.literal('exit'),
      z.literal('start'),
      z.strictObject({ listen: portSchema }),
      z.strictObject({ file: filePathSchema }),
    ]),
    /** s */
    timeout: z.number().int().min(1).max(3600),
    restart: z.enum(['never', 'on-failure', 'always']),
  }),
]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationName = Operation['op'];

/** Why an operation is in a plan: a code of the catalogue (shared/text) with arguments, and the clause in English. */
export const reasonSchema = z.object({
  /** `drawn`, `deleted`, `typed`, `automatic-address`, `gateway`, `static-route`, `cut`, `restored`, `renamed`, … */
  code: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** One short clause as in "you drew it", "free in 10.0.2.0/24", "r2 is the router here". */
  text: z.string(),
});
export type Reason = z.infer<typeof reasonSchema>;

export const stepSchema = z.object({ operation: operationSchema, reason: reasonSchema });
export type Step = z.infer<typeof stepSchema>;
/** An ordered list of operations, each with its reason. Applied all or nothing. */
export const planSchema = z.object({ steps: z.array(stepSchema) });
export type Plan = z.infer<typeof planSchema>;
