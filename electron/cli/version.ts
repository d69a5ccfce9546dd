import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set by the bundler. */
declare const NESTWORK_VERSION: string | undefined;

/** Version of the application. */
export function version(root: string): string {
  if (typeof NESTWORK_VERSION === 'string') return NESTWORK_VERSION;
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
