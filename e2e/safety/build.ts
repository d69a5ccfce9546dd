/** Compiles a C program of the tests into a folder that every user may enter and every node sees: each has a /tmp of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

export function compile(source: string): string {
  const dir = mkdtempSync('/var/tmp/nestwork-build-');
  chmodSync(dir, 0o755);
  const program = join(dir, 'program');
  execFileSync('cc', ['-O1', '-w', '-o', program, join(import.meta.dirname, source)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}
