/** The application's own log: faults of ours, refused senders, processes of Chromium that died. */
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Past this the log is put aside as `nestwork.log~` and begun anew, bytes. */
const limit = 1024 * 1024;

export interface Log {
  line: (text: string) => void;
  unexpected: (what: string, cause: unknown) => void;
}

/** Lines are rare and must survive a crash, so each is written at once. A log that cannot be written never stops the application. */
export function openLog(folder: string): Log {
  const file = join(folder, 'nestwork.log');
  const line = (text: string): void => {
    const entry = `${new Date().toISOString()} ${text.replaceAll('\n', '\n  ')}\n`;
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > limit) renameSync(file, `${file}~`);
      appendFileSync(file, entry, { mode: 0o600 });
    } catch {
      process.stderr.write(entry);
    }
  };
  return { line, unexpected: (what, cause) => line(`${what}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`) };
}
