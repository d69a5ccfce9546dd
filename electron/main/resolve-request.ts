/** Which file answers a request for `app://nestwork/…`. */
import { extname, isAbsolute, relative, resolve } from 'node:path';
import { isAppUrl } from './app-scheme';

/** A kind of file that is not here is not served: Electron takes an answer without a type for HTML. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

export type Resolved = { file: string; type: string } | { status: 400 | 404 | 405 };

/**
 * @param root absolute folder of the built page; nothing outside it is ever named
 * @returns the file with its type, or the status to refuse with
 */
export function resolveRequest(method: string, url: string, root: string): Resolved {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 };
  if (!isAppUrl(url)) return { status: 400 };
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return { status: 400 };
  }
  if (path.includes('\0') || path.includes('\\')) return { status: 400 };
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`);
  const inside = relative(root, file);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return { status: 404 };
  const type = types[extname(file)];
  return type ? { file, type } : { status: 404 };
}
