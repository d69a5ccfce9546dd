/** What the application was started with, here or by a second start that hands over to the first. */
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * Paths of lab files among the arguments. Switches are Chromium's or Playwright's and are passed over; a desktop may pass
 * `file://` URLs where it was asked for paths.
 * @param argv all of `process.argv`
 * @param defaultApp `process.defaultApp`: started as `electron main.cjs …`, so one more argument is not ours
 * @param cwd absolute; relative paths are meant from here
 */
export function parseArgv(argv: readonly string[], { defaultApp, cwd }: { defaultApp: boolean; cwd: string }): string[] {
  const files: string[] = [];
  for (const argument of argv.slice(defaultApp ? 2 : 1)) {
    if (argument === '' || argument.startsWith('-')) continue;
    const path = argument.startsWith('file:') ? pathOf(argument) : resolve(cwd, argument);
    if (path !== null && !path.includes('\0')) files.push(path);
  }
  return files;
}

/** Whether a window of its own is asked for: the desktop's menu of a running application offers that. */
export const wantsWindow = (argv: readonly string[]): boolean => argv.includes('--new-window');

function pathOf(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

const handOverSchema = z.strictObject({ files: z.array(z.string().max(4096).refine(isAbsolute)).max(64), newWindow: z.boolean() });
export type HandOver = z.infer<typeof handOverSchema>;

/** What a second start sent to the first; nothing if it is not what we send. */
export function parseHandOver(data: unknown): HandOver {
  const parsed = handOverSchema.safeParse(data);
  return parsed.success ? parsed.data : { files: [], newWindow: false };
}
