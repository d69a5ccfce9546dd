/** Where commands by hand put things. No part needs quotes in a shell. */
export interface Places {
  /** Of what must be remembered from one command to the next. */
  readonly folder: string;
  /** Name of the network namespace that cables are made in, and in which the middle of a wire is; absent: where the commands are typed. */
  readonly network?: string;
}
export const usualPlaces: Places = { folder: '/run' };
