/** Terminals: the list goes to every client of a document, bytes go through channels. */
import { z } from 'zod';
import { namespaceKindSchema } from '../topology/schema';
import { call, documentId, nothing, path } from './call';

export const terminalSchema = z.object({
  document: documentId,
  terminal: z.number().int(),
  node: z.string(),
  title: z.string(),
  exited: z.object({ code: z.number().int(), signal: z.number().int() }).nullable(),
});
export type TerminalInfo = z.infer<typeof terminalSchema>;

/** Cells. */
const size = { cols: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) };
const channel = z.number().int();

/** A user name of this computer, or a numeric id of the node. */
export const shellUserSchema = z
  .string()
  .max(64)
  .regex(/^([a-z_][a-z0-9_.-]*\$?|\d{1,10})$/i, 'A user is a name of this computer or a number.');

export const terminalCalls = {
  'terminals.open': call(
    z.object({
      document: documentId,
      node: z.string(),
      ...size,
      /** Namespaces that the shell gets anew; in the others it is with the node. Absent: none. */
      fresh: z.array(namespaceKindSchema).max(6).optional(),
      /** Absent: as drawn (`runAs`), else root of the node. */
      as: shellUserSchema.optional(),
    }),
    terminalSchema.extend({ channel }),
  ),
  /**
   * Attach to one that is there; its scrollback (the last 256 KiB) comes first on the channel. Without a size it stays as it is. `from` and `end`, of all
   * bytes that it has written: the first that comes, and the end of those that were there before; what lies between is the past.
   */
  'terminals.attach': call(
    z.object({ document: documentId, terminal: z.number().int(), size: z.object(size).optional() }),
    z.object({ channel, from: z.number().int(), end: z.number().int() }),
  ),
  'terminals.list': call(z.object({ document: documentId }), z.object({ terminals: z.array(terminalSchema) })),
  'terminals.resize': call(z.object({ channel, ...size }), nothing),
  /** Bytes of a channel that the client has drawn; the host sends at most 256 KiB beyond them. */
  'terminals.ack': call(z.object({ channel, bytes: z.number().int().nonnegative() }), nothing),
  'terminals.detach': call(z.object({ channel }), nothing),
  'terminals.close': call(z.object({ document: documentId, terminal: z.number().int() }), nothing),
  /** Writes what a terminal has shown. Refused with code `exists` unless `replace`, and where the name is not that of a text (.txt, .log). */
  'terminals.save': call(
    z.object({ path, text: z.string().max(14 * 1024 * 1024), replace: z.boolean().optional() }),
    z.object({ path, bytes: z.number() }),
  ),
  /** A shell of the device in the desktop's own terminal program. `program`: which one it was. */
  'terminals.external': call(z.object({ document: documentId, node: z.string() }), z.object({ program: z.string() })),
} as const;

export const terminalEvents = {
  'terminal.list': z.object({ document: documentId, terminals: z.array(terminalSchema) }),
  /** `lost`: not the program has ended, but the connection to its lab. */
  'terminal.exited': z.object({ channel, code: z.number().int(), signal: z.number().int(), lost: z.boolean().optional() }),
  /** Which program has the terminal (its foreground process group), as in /proc/PID/comm. */
  'terminal.program': z.object({ channel, program: z.string() }),
} as const;
