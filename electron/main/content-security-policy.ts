/** The page's security policy in Electron. */

/**
 * Scripts, fonts and connections from our own files alone. xterm.js writes `<style>` elements without a nonce, so style elements are
 * allowed inline; style attributes are not. `frame-ancestors` works in a header only, so this is sent as one.
 */
export function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-elem 'self' 'unsafe-inline'",
    "style-src-attr 'none'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
