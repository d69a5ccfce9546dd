/** The session of the browser: a one-time token, exchanged for a cookie that scripts cannot read. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits: not to be guessed, so no count of attempts is kept. */
const secret = (): string => randomBytes(32).toString('base64url');

export class Session {
  private token: string | null = secret();
  private readonly cookie = secret();

  /** `port`: cookies do not tell ports apart, so the name does. */
  constructor(private readonly port: () => number) {}

  /** For the fragment of the address, which no browser sends; null once it was used. */
  get oneTimeToken(): string | null {
    return this.token;
  }

  /** The `Set-Cookie` value for the one who brings the token; null for anybody else, and the second time. */
  exchange(token: string): string | null {
    if (this.token === null || !same(token, this.token)) return null;
    this.token = null;
    return `${this.name()}=${this.cookie}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a `Cookie` header holds the session. */
  holds(header: string | undefined): boolean {
    return (header ?? '').split(';').some((pair) => {
      const at = pair.indexOf('=');
      return at > 0 && pair.slice(0, at).trim() === this.name() && same(pair.slice(at + 1).trim(), this.cookie);
    });
  }

  private name(): string {
    return `nestwork-${this.port()}`;
  }
}

/** Without telling by its time how much was right. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
