/** A device and its interfaces, as drawn. */
import { z } from 'zod';
import { limitsSchema, privateFileSchema, startupCommandSchema, sysctlNameSchema, sysctlValueSchema } from './inside';
import { idSchema, interfaceNameSchema, macSchema, mtuSchema, nodeNameSchema, positionSchema, prefixedAddressSchema } from './names';
import { computerSchema, internetSchema, nicSchema } from './uplink';

export const namespaceKinds = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'] as const;
export const namespaceKindSchema = z.enum(namespaceKinds);

/** The last three are the lab's edge: `internet` is a router that translates addresses, the others are switches with one port outside. */
export const nodeKinds = ['host', 'router', 'switch', 'hub', 'internet', 'this-computer', 'nic'] as const;
export const nodeKindSchema = z.enum(nodeKinds);
/** What a node is to the kernel: the edge kinds are a router (`internet`) or a switch (`this-computer`, `nic`) with one thing more. */
export const kernelKinds = ['host', 'router', 'switch', 'hub'] as const;
export const kernelKindSchema = z.enum(kernelKinds);

export const interfaceSchema = z.looseObject({
  name: interfaceNameSchema,
  /** Absent: derived from the lab, node and interface, locally administered, stable. */
  mac: macSchema.optional(),
  /** Absent: one automatic address. `[]`: none. Only hosts, routers and `internet` have addresses. */
  ipv4: z.array(prefixedAddressSchema).max(64).optional(),
  ipv6: z.array(prefixedAddressSchema).max(64).optional(),
  /** Absent: that of the link, else 1500. */
  mtu: mtuSchema.optional(),
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

export const tagSchema = z.string().regex(/^[^\s,\0][^,\n\r\0]{0,62}$/, 'A tag is 1 to 63 characters of one line, without a comma.');

export const nodeSchema = z.looseObject({
  id: idSchema,
  name: nodeNameSchema,
  kind: nodeKindSchema,
  /** Centre of the device, canvas px. */
  position: positionSchema,
  interfaces: z.array(interfaceSchema).max(4096).optional(),
  /** Routes that a person typed, beside the automatic ones. A typed default replaces the automatic default of its family. */
  routes: z.array(routeSchema).max(1024).optional(),
  /** Settings of the node's own network, by name; set after its interfaces are there. */
  sysctls: z.record(sysctlNameSchema, sysctlValueSchema).optional(),
  /** Files that only this node sees. */
  files: z.array(privateFileSchema).max(256).optional(),
  /** Shell commands run when the node has come up, in order, as the node's root. */
  startup: z.array(startupCommandSchema).max(64).optional(),
  /** Which namespaces are the node's own. Absent: all six. The others are the lab's. `net` cannot be left out. */
  isolation: z.array(namespaceKindSchema).optional(),
  /** `read-only`: the computer's files cannot be written from the node (its private files, /tmp and /run can). Absent: `shared`. */
  filesystem: z.enum(['shared', 'read-only']).optional(),
  limits: limitsSchema.optional(),
  /** Who shells in the node run as: a user name of this computer or a numeric id of the node. Absent: root of the node. */
  runAs: z.string().max(64).optional(),
  /** Program and arguments of a shell in the node. Absent: the user's own shell, as a login shell. */
  shell: z.array(z.string().min(1).max(1024)).min(1).max(32).optional(),
  /** Switch only: Spanning Tree Protocol (IEEE 802.1D) of the bridge. Absent: false. */
  stp: z.boolean().optional(),
  /** By kind: only with that kind. */
  internet: internetSchema.optional(),
  computer: computerSchema.optional(),
  nic: nicSchema.optional(),
  /** Stopped by a person: drawn, but kept out of the kernel. Absent: false. */
  stopped: z.boolean().optional(),
  /** The place is fixed: gestures and layouts leave it where it is. Absent: false. */
  locked: z.boolean().optional(),
  tags: z.array(tagSchema).max(32).optional(),
  /** Name of a picture of the shipped set, in place of the kind's own (`server`, `firewall`, …). */
  icon: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .optional(),
});
