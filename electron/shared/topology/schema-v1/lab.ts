/** Cables, pools, and the whole file. */
import { z } from 'zod';
import { areaSchema, backgroundSchema, groupSchema, noteSchema } from './drawing';
import { idSchema, interfaceNameSchema, mtuSchema, positionSchema } from './names';
import { nodeSchema } from './node';

export const linkEndSchema = z.looseObject({ node: idSchema, interface: interfaceNameSchema });
export const linkSchema = z.looseObject({
  id: idSchema,
  ends: z.tuple([linkEndSchema, linkEndSchema]),
  /** false: the cable is cut. Absent: true. */
  up: z.boolean().optional(),
  /** Of both ends, bytes, unless an interface has its own. Absent: 1500. */
  mtu: mtuSchema.optional(),
  /** Points that the cable is drawn through, from the first end to the second, canvas px. */
  bends: z.array(positionSchema).max(16).optional(),
  /** A word at its middle. */
  label: z.string().max(200).optional(),
});

/** A prefix that networks are taken from: /24 (IPv4) or /64 (IPv6), or of the length that is asked for. */
export const poolSchema = z.union([
  z.string().max(43),
  z.looseObject({
    prefix: z.string().max(43),
    /** Prefix length of each network taken. Absent: 24 or 64. */
    length: z.number().int().min(8).max(127).optional(),
  }),
]);
export const poolsSchema = z.looseObject({
  ipv4: z.array(poolSchema).max(16),
  ipv6: z.array(poolSchema).max(16),
  /** Cables straight between two layer-3 ends get /31 and /127 networks (RFC 3021, RFC 6164). Absent: false. */
  pointToPoint: z.boolean().optional(),
});

export const topologySchema = z.looseObject({
  nestwork: z.literal(1),
  id: idSchema,
  name: z.string().min(1).max(200),
  /** Markdown. */
  description: z.string().max(20000).optional(),
  pools: poolsSchema.optional(),
  nodes: z.array(nodeSchema).max(20000),
  links: z.array(linkSchema).max(50000),
  notes: z.array(noteSchema).max(2000).optional(),
  areas: z.array(areaSchema).max(2000).optional(),
  groups: z.array(groupSchema).max(2000).optional(),
  background: backgroundSchema.optional(),
});
