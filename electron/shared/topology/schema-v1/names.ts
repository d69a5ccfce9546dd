/** Ids and names: what identifies things in a file, and what the kernel will call them. */
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
/** TCP or UDP port. */
export const portSchema = z.number().int().min(1).max(65535);
/** Bytes. (veth: 68 to 65535, drivers/net/veth.c) */
export const mtuSchema = z.number().int().min(68).max(65535);
/** Canvas px. */
export const positionSchema = z.object({ x: z.number().finite(), y: z.number().finite() });
/** Canvas px. */
export const sizeSchema = z.object({ width: z.number().positive().finite(), height: z.number().positive().finite() });
