/** Terminals: the list goes to every client of a document, bytes go through channels. */
import { z } from 'zod';
import { call, documentId, nothing } from './call';

export const terminalSchema = z.object({
  document: documentId,
  terminal: z.number().int(),
  node: z.string(),
  title: z.string(),
  exited: z.object({ code: z.number().int(), signal: z.number().int() }).nullable(),
});
export type TerminalInfo = z.infer<typeof terminalSchema>;

export const terminalCalls = {
  'terminals.open': call(
    z.object({ document: documentId, node: z.string(), cols: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }),
    terminalSchema.extend({ channel: z.number().int() }),
  ),
  /** Attach to one that is there; its scrollback comes first on the channel. */
  'terminals.attach': call(
    z.object({
      document: documentId,
      terminal: z.number().int(),
      cols: z.number().int().min(1).max(1000),
      rows: z.number().int().min(1).max(1000),
    }),
    z.object({ channel: z.number().int() }),
  ),
  'terminals.list': call(z.object({ document: documentId }), z.object({ terminals: z.array(terminalSchema) })),
  'terminals.resize': call(
    z.object({ channel: z.number().int(), cols: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) }),
    nothing,
  ),
  /** Bytes of a channel that the client has drawn; the host sends at most 256 KiB beyond them. */
  'terminals.ack': call(z.object({ channel: z.number().int(), bytes: z.number().int().nonnegative() }), nothing),
  'terminals.detach': call(z.object({ channel: z.number().int() }), nothing),
  'terminals.close': call(z.object({ document: documentId, terminal: z.number().int() }), nothing),
} as const;

export const terminalEvents = {
  'terminal.list': z.object({ document: documentId, terminals: z.array(terminalSchema) }),
  'terminal.exited': z.object({ channel: z.number().int(), code: z.number().int(), signal: z.number().int() }),
} as const;
