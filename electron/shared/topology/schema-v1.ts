/**
 * The topology file, version 1 (`*.nestwork.json`): what a person drew. An absent optional key means "automatic" and is
 * decided by the engine, never written back; what is there was typed by a person and is never changed.
 * Unknown keys are kept and written back (loose objects), so that a newer Nestwork's file survives an older one.
 */
import type { z } from 'zod';
import type { areaSchema, backgroundSchema, groupSchema, noteSchema } from './schema-v1/drawing';
import type { limitsSchema, privateFileSchema, startupCommandSchema } from './schema-v1/inside';
import type { linkEndSchema, linkSchema, poolsSchema, poolSchema, topologySchema } from './schema-v1/lab';
import type { interfaceSchema, kernelKindSchema, namespaceKindSchema, nodeKindSchema, nodeSchema, routeSchema } from './schema-v1/node';

export * from './schema-v1/drawing';
export * from './schema-v1/inside';
export * from './schema-v1/lab';
export * from './schema-v1/names';
export * from './schema-v1/node';
export * from './schema-v1/uplink';

export type Topology = z.infer<typeof topologySchema>;
export type TopologyNode = z.infer<typeof nodeSchema>;
export type TopologyLink = z.infer<typeof linkSchema>;
export type TopologyInterface = z.infer<typeof interfaceSchema>;
export type TopologyRoute = z.infer<typeof routeSchema>;
export type TopologyNote = z.infer<typeof noteSchema>;
export type TopologyArea = z.infer<typeof areaSchema>;
export type TopologyGroup = z.infer<typeof groupSchema>;
export type TopologyBackground = z.infer<typeof backgroundSchema>;
export type LinkEnd = z.infer<typeof linkEndSchema>;
export type NodeKind = z.infer<typeof nodeKindSchema>;
export type KernelKind = z.infer<typeof kernelKindSchema>;
export type NamespaceKind = z.infer<typeof namespaceKindSchema>;
export type AddressPools = z.infer<typeof poolsSchema>;
export type AddressPool = z.infer<typeof poolSchema>;
export type PrivateFile = z.infer<typeof privateFileSchema>;
export type StartupCommand = z.infer<typeof startupCommandSchema>;
export type NodeLimits = z.infer<typeof limitsSchema>;
