/** What a check says of something typed. */

/** A way out of what is wrong, in one click. */
export interface Offer {
  readonly label: string;
  /** Taken as if it were typed. */
  readonly value: string;
}
export interface Verdict {
  /** One sentence; empty: it can be taken. */
  readonly error: string;
  readonly offer?: Offer;
  /** It may be meant all the same: then a second click takes it. */
  readonly may?: boolean;
}
export const good: Verdict = { error: '' };
export type Check = (text: string) => Verdict;
