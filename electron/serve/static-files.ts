/** The files of the page: one folder, known kinds, nothing else. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve, sep } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Strict: only our own files; styles inline because xterm.js writes <style> elements; sockets only to where the page came from. */
export function contentSecurityPolicy(port: number): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-elem 'self' 'unsafe-inline'",
    "style-src-attr 'none'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ws://127.0.0.1:${port}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** On every answer, also on refusals. */
export function commonHeaders(port: number): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(port),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/** Path of the file that a URL's path names, within `root`; null for anything else. */
export function resolveFile(root: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || /[\0\\]/.test(decoded)) return null;
  const file = resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`);
  const inside = relative(root, file);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return null;
  // A part that begins with a dot is never one of ours; `..` was resolved above.
  if (inside.split(sep).some((part) => part.startsWith('.'))) return null;
  return extname(file) in types ? file : null;
}

export interface StaticFile {
  body: Buffer;
  headers: Record<string, string>;
}
/** The file with its headers; null if there is none. */
export async function readStatic(root: string, path: string): Promise<StaticFile | null> {
  const file = resolveFile(root, path);
  if (!file) return null;
  try {
    // A symbolic link in the folder must not lead out of it.
    const [real, realRoot] = await Promise.all([realpath(file), realpath(root)]);
    if (relative(realRoot, real).startsWith('..')) return null;
    const body = await readFile(real);
    // Names of built files hold a hash of their content; the page itself is asked for anew each time.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return { body, headers: { 'Content-Type': types[extname(file)]!, 'Cache-Control': cache } };
  } catch {
    return null;
  }
}
