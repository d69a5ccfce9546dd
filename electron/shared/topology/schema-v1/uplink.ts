/** How the nodes `internet`, `this-computer` and `nic` reach the world outside the lab. */
import { z } from 'zod';
import { idSchema, interfaceNameSchema, portSchema, prefixedAddressSchema } from './names';

/** Of a node of kind `internet`: outbound traffic as the user, without root, by pasta(1) or slirp4netns(1). */
export const internetSchema = z.looseObject({
  /** A port of this computer's loopback that leads to a node. */
  forwards: z
    .array(z.looseObject({ protocol: z.enum(['tcp', 'udp']), port: portSchema, node: idSchema, nodePort: portSchema }))
    .max(256)
    .optional(),
  /** Whether nodes reach services on this computer's own loopback. Absent: false. */
  loopback: z.boolean().optional(),
});
/** Of a node of kind `this-computer`: a veth pair between this computer and the lab. Needs root. */
export const computerSchema = z.looseObject({
  /** Addresses of this computer's end. Absent: one automatic address of the segment. `[]`: none. */
  ipv4: z.array(prefixedAddressSchema).max(16).optional(),
  ipv6: z.array(prefixedAddressSchema).max(16).optional(),
  /** Whether this computer gets routes to the lab's other segments. Absent: false. */
  routes: z.boolean().optional(),
});
/** Of a node of kind `nic`: an interface of this computer. Needs root. */
export const nicSchema = z.looseObject({
  /** Its name on this computer. Absent: not chosen yet. */
  interface: interfaceNameSchema.optional(),
  /**
   * `bridge`: shared; the interface becomes a port of a new bridge, which takes over its addresses, routes and DHCP client. `macvlan`: shared; this computer
   * stays as it is, but cannot talk with the nodes. `whole`: the interface moves into the lab. Absent: `macvlan`.
   */
  mode: z.enum(['bridge', 'macvlan', 'whole']).optional(),
});
