/** Steps of a plan as rows that a person reads. */
import { describe, endsIn, explain } from '../../electron/engine/explain';
import { derive } from '../../electron/engine/derive';
import { plan } from '../../electron/engine/plan';
import { emptyLab } from '../../electron/engine/wanted';
import type { Operation, Step } from '../../electron/shared/lab/operation';
import { reasonIn } from '../../electron/shared/text/reason';
import type { Topology } from '../../electron/shared/topology/schema';
import { language } from '../text';

export interface OperationRow {
  /** From 1. */
  readonly number: number;
  readonly sign: '+' | '~' | '-';
  readonly what: string;
  readonly on: string;
  readonly because: string;
  readonly commands: readonly string[];
  /** Of the node or link that it is on. */
  readonly id: string | undefined;
}

/** @param after what is drawn, for names. @param before what it starts from: a device that is gone has its name there */
export function operationRows(steps: readonly Step[], after: Topology, before?: Topology): OperationRow[] {
  const names = new Map([...(before?.nodes ?? []), ...after.nodes].map((node) => [node.id, node.name] as const));
  const endsOf = before ? endsIn(after, before) : endsIn(after);
  const nameOf = (id: string): string => names.get(id) ?? id;
  return steps.map(({ operation, reason }, at) => ({
    number: at + 1,
    ...describe(operation, nameOf, endsOf, language()),
    because: reasonIn(reason, language()),
    commands: explain(operation, nameOf, endsOf),
    id: idOf(operation),
  }));
}
const idOf = (operation: Operation): string | undefined =>
  'node' in operation ? operation.node : 'link' in operation ? operation.link : undefined;

/** What leads from one drawing to another, in rows. */
export function rowsBetween(before: Topology | undefined, after: Topology): OperationRow[] {
  return operationRows(plan(derive(after), before ? derive(before) : emptyLab).steps, after, before);
}

/** The commands of all rows, as a script that stops at the first that fails. */
export const scriptOf = (rows: readonly OperationRow[]): string =>
  ['#!/bin/sh', 'set -e', ...rows.flatMap((row) => [`# ${row.what}${row.on ? `: ${row.on}` : ''} (${row.because})`, ...row.commands])].join(
    '\n',
  ) + '\n';
