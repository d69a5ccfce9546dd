/** Serves the built page on `app://nestwork`. */
import { readFile } from 'node:fs/promises';
import type { Session } from 'electron';
import { contentSecurityPolicy } from './content-security-policy';
import { resolveRequest } from './resolve-request';

const refused = (status: number): Response => new Response(null, { status, headers: { 'Content-Type': 'text/plain' } });

/** @param root absolute folder of the built page (may be inside the application's archive) */
export function setupProtocol(session: Pick<Session, 'protocol'>, root: string): void {
  session.protocol.handle('app', async ({ method, url }) => {
    const resolved = resolveRequest(method, url, root);
    if ('status' in resolved) return refused(resolved.status);
    const body = await readFile(resolved.file).catch(() => null);
    if (!body) return refused(404);
    return new Response(method === 'HEAD' ? null : new Uint8Array(body), {
      headers: {
        'Content-Type': resolved.type,
        'Content-Security-Policy': contentSecurityPolicy(),
        'X-Content-Type-Options': 'nosniff',
      },
    });
  });
}
