/**
 * The topology file, version 1 (`*.nestwork.json`): what a person drew. An absent optional key means "automatic" and is
 * decided by the engine, never written back; what is there was typed by a person and is never changed.
 * Unknown keys are kept and written back (loose objects), so that a newer Nestwork's file survives an older one.
 */
import { z } from 'zod';

/** Ids are made once and never shown as names: a rename keeps the id, so cables and history stay attached. */
export const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'An id is 1 to 40 of a-z, 0-9 and "-".');
/** A node's name is also its hostname: RFC 1123 label, at most 63 bytes. */
export const nodeNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, 'A name is 1 to 63 letters, digits and "-", as a hostname.');
/** Interface names: at most 15 bytes (IFNAMSIZ - 1), none of "/", ":", white space (dev_valid_name, net/core/dev.c). */
export const interfaceNameSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)(?!lo$|all$|default$)[A-Za-z0-9._-]{1,15}$/, 'An interface name is 1 to 15 of letters, digits, ".", "_" and "-".');
export const macSchema = z
  .string()
  .regex(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/, 'A MAC address is written as 02:00:00:00:00:01, unicast.');
/** Address with prefix length. The exact syntax is checked by `validate`, which can say what is wrong and where. */
export const prefixedAddressSchema = z.string().min(3).max(49);

export const namespaceKinds = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'] as const;
export const namespaceKindSchema = z.enum(namespaceKinds);
export const nodeKinds = ['host', 'router', 'switch', 'hub'] as const;
export const nodeKindSchema = z.enum(nodeKinds);

export const interfaceSchema = z.looseObject({
  name: interfaceNameSchema,
  /** Absent: derived from the lab, node and interface, locally administered, stable. */
  mac: macSchema.optional(),
  /** Absent: one automatic address. `[]`: none. Only hosts and routers have addresses. */
  ipv4: z.array(prefixedAddressSchema).max(64).optional(),
  ipv6: z.array(prefixedAddressSchema).max(64).optional(),
  /** Bytes. Absent: 1500. (veth: 68 to 65535, drivers/net/veth.c) */
  mtu: z.number().int().min(68).max(65535).optional(),
  /** Administratively up. Absent: true. */
  up: z.boolean().optional(),
});

export const routeSchema = z.looseObject({
  /** `default`, or a prefix such as `10.1.0.0/16` or `fd00:1::/32`. */
  to: z.string().max(49),
  /** Gateway address; absent: directly reachable through `dev`. */
  via: z.string().max(45).optional(),
  dev: interfaceNameSchema.optional(),
});

export const positionSchema = z.object({ x: z.number().finite(), y: z.number().finite() });

export const nodeSchema = z.looseObject({
  id: idSchema,
  name: nodeNameSchema,
  kind: nodeKindSchema,
  /** Centre of the device, canvas px. */
  position: positionSchema,
  interfaces: z.array(interfaceSchema).max(4096).optional(),
  /** Routes that a person typed, beside the automatic ones. A typed default replaces the automatic default of its family. */
  routes: z.array(routeSchema).max(1024).optional(),
  /** Shell commands run once when the node has come up, in order, as the node's root. */
  startup: z.array(z.string().min(1).max(4096)).max(64).optional(),
  /** Which namespaces are the node's own. Absent: all six. The others are the lab's. `net` cannot be left out. */
  isolation: z.array(namespaceKindSchema).optional(),
  /** Who shells in the node run as: a user name of this computer or a numeric id of the node. Absent: root of the node. */
  runAs: z.string().max(64).optional(),
  /** Stopped by a person: drawn, but kept out of the kernel. Absent: false. */
  stopped: z.boolean().optional(),
});

export const linkEndSchema = z.looseObject({ node: idSchema, interface: interfaceNameSchema });
export const linkSchema = z.looseObject({
  id: idSchema,
  ends: z.tuple([linkEndSchema, linkEndSchema]),
  /** false: the cable is cut. Absent: true. */
  up: z.boolean().optional(),
});

export const poolsSchema = z.looseObject({
  /** Prefixes from which each segment takes a /24 (IPv4) or /64 (IPv6). */
  ipv4: z.array(z.string().max(18)).max(16),
  ipv6: z.array(z.string().max(43)).max(16),
});
export const noteSchema = z.looseObject({ id: idSchema, text: z.string().max(20000), position: positionSchema });
export const groupSchema = z.looseObject({ id: idSchema, name: z.string().max(200), members: z.array(idSchema).max(10000) });

export const topologySchema = z.looseObject({
  nestwork: z.literal(1),
  id: idSchema,
  name: z.string().min(1).max(200),
  description: z.string().max(20000).optional(),
  pools: poolsSchema.optional(),
  nodes: z.array(nodeSchema).max(20000),
  links: z.array(linkSchema).max(50000),
  notes: z.array(noteSchema).max(2000).optional(),
  groups: z.array(groupSchema).max(2000).optional(),
});

export type Topology = z.infer<typeof topologySchema>;
export type TopologyNode = z.infer<typeof nodeSchema>;
export type TopologyLink = z.infer<typeof linkSchema>;
export type TopologyInterface = z.infer<typeof interfaceSchema>;
export type TopologyRoute = z.infer<typeof routeSchema>;
export type TopologyNote = z.infer<typeof noteSchema>;
export type TopologyGroup = z.infer<typeof groupSchema>;
export type LinkEnd = z.infer<typeof linkEndSchema>;
export type NodeKind = z.infer<typeof nodeKindSchema>;
export type NamespaceKind = z.infer<typeof namespaceKindSchema>;
export type AddressPools = z.infer<typeof poolsSchema>;
