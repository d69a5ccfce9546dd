/** The page's own scheme: `app://nestwork/…`. Where it may lead, and how it is registered. */
import type { CustomScheme } from 'electron';

export const appOrigin = 'app://nestwork';
export const appPage = `${appOrigin}/index.html`;

/**
 * What Electron registers before it is ready, once only. `standard` gives an origin, relative URLs and storage; whatever would let the
 * page or others go round its security policy stays off.
 */
export function schemes(): CustomScheme[] {
  return [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }];
}

/** True for a URL of our own page. Node says the origin of such a URL is the word "null", so scheme and host are compared. */
export function isAppUrl(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === 'app:' && url.host === 'nestwork' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

/** The URL in the form in which the desktop may be asked to open it, or null: https alone, with nobody's name and password in it. */
export function externalUrl(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
  } catch {
    return null;
  }
}
