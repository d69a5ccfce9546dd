/** The desktop's clipboard, for pages that may not touch it themselves. Where a page has the browser's own, the host has none: code `no-clipboard`. */
import { z } from 'zod';
import { call, nothing } from './call';

/** As much text as a person would copy, characters. */
export const clipboardLimit = 8 * 1024 * 1024;
/** `primary`: what is selected right now, which the middle button pastes (X11 and Wayland). */
const which = z.enum(['clipboard', 'primary']).default('clipboard');

export const clipboardCalls = {
  'clipboard.read': call(z.object({ which }), z.object({ text: z.string() })),
  'clipboard.write': call(z.object({ text: z.string().max(clipboardLimit), which }), nothing),
} as const;
