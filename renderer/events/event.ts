/** What the log of events holds: what happened, in words that are found when they are shown. */
import type { NestworkError } from '../../electron/shared/lab/error';
import type { Label } from '../../electron/shared/lab/label';
import type { TopologyDiff } from '../../electron/shared/topology/diff';

export const eventKinds = ['edit', 'lab', 'kernel', 'failure', 'command'] as const;
export type EventKind = (typeof eventKinds)[number];

export interface LogEvent {
  readonly id: number;
  /** Wall clock, ms. */
  readonly at: number;
  readonly kind: EventKind;
  /** Which sentence of the catalogue (`events.said`), and what stands in it. */
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
  /** Id of the node or link that it is about. */
  readonly place?: string;
  /** It needs a person. */
  readonly severe?: boolean;
  /** Of a failure. */
  readonly error?: NestworkError;
  /** Of an edit: what it is called. */
  readonly label?: Label;
  /** Of an edit: what it changed. */
  readonly diff?: TopologyDiff;
  /** Of a command: what it wrote at last. */
  readonly output?: string;
}
