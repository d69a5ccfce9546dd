/**
 * Who is let in, as a pure decision. Loopback proves nothing: any page in the user's browser can send requests to it (A1), by
 * its own name too (DNS rebinding). So Host and Origin must be exact on every route, and before any upgrade.
 */
export interface Asked {
  method: string;
  /** Path of the URL, as it came. */
  path: string;
  host: string | undefined;
  origin: string | undefined;
  /** Value of `Sec-Fetch-Site`. */
  site?: string | undefined;
  /** Value of `Sec-Fetch-Mode`. */
  mode?: string | undefined;
  upgrade: boolean;
  /** Whether the request carries the session's cookie. */
  cookie: boolean;
}
export type Verdict = { let: 'file' | 'session' | 'socket' } | { refuse: number; why: string };

export function judge(asked: Asked, port: number): Verdict {
  const authority = `127.0.0.1:${port}`;
  const own = `http://${authority}`;
  if (asked.host !== authority) return { refuse: 421, why: 'This is not the address of Nestwork.' };
  if (asked.origin !== undefined && asked.origin !== own) return { refuse: 403, why: 'Another page may not ask Nestwork.' };
  if (asked.upgrade || asked.path === '/socket') {
    if (!asked.upgrade || asked.path !== '/socket' || asked.method !== 'GET')
      return { refuse: 400, why: 'This is no request for a connection.' };
    if (asked.origin !== own) return { refuse: 403, why: 'Only the page of Nestwork may connect.' };
    return asked.cookie ? { let: 'socket' } : { refuse: 401, why: 'Open the address that `nestwork serve` printed.' };
  }
  if (asked.path === '/session') {
    if (asked.method !== 'POST') return { refuse: 405, why: 'A session is asked for by POST.' };
    return asked.origin === own ? { let: 'session' } : { refuse: 403, why: 'Only the page of Nestwork may ask for a session.' };
  }
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return { refuse: 405, why: 'Files are only read.' };
  // A link to us from elsewhere may open the page (it then has no session); it may not be a part of another page.
  const foreign = asked.site === 'cross-site' || asked.site === 'same-site';
  if (foreign && asked.mode !== 'navigate') return { refuse: 403, why: 'Another page may not use the files of Nestwork.' };
  return { let: 'file' };
}
