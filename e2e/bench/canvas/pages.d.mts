import type { Browser } from 'playwright';

/** Builds the pages of this folder, serves them on loopback and opens Debian's Chromium on them. */
export function openPages(flags?: string[]): Promise<{ browser: Browser; address: string; close(): Promise<void> }>;
