/** Columns of a table, and what is done with rows by them: filter, sort, copy. Pure. */
import { naturally } from '../../electron/shared/topology/order';
import type { Check } from '../inspector/fields/verdict';

export interface Row {
  /** Its own. */
  readonly key: string;
  /** Of the node or link that it is about. */
  readonly id: string;
}
export interface Column<R extends Row> {
  readonly key: string;
  readonly title: string;
  /** px that it takes at least. */
  readonly least: number;
  /** Its share of what is left; absent: none. */
  readonly share?: number;
  /** What has no room goes: the highest first. Absent: it stays. */
  readonly spare?: number;
  readonly text: (row: R) => string;
  /** What it is sorted by. Absent: its text. */
  readonly order?: (row: R) => string;
  /** The kernel's word. */
  readonly mono?: boolean;
  readonly edit?: {
    /** What the field begins with; undefined: this row cannot be edited here. */
    readonly value: (row: R) => string | undefined;
    readonly check?: (row: R) => Check;
    readonly choices?: readonly { value: string; label: string }[];
    readonly take: (row: R, text: string) => void;
  };
}
export interface Order {
  readonly key: string;
  readonly descending: boolean;
}

/** Those that have room, in their order. @param width px */
export function fitting<R extends Row>(columns: readonly Column<R>[], width: number): readonly Column<R>[] {
  let left = [...columns];
  const needed = (): number => left.reduce((sum, column) => sum + column.least, 0);
  while (needed() > width) {
    const [first] = left.filter((column) => column.spare !== undefined).sort((a, b) => b.spare! - a.spare!);
    if (!first) break;
    left = left.filter((column) => column !== first);
  }
  return left;
}

/** Every word has to be somewhere in the row. */
export function filterRows<R extends Row>(rows: readonly R[], columns: readonly Column<R>[], typed: string): readonly R[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns
      .map((column) => column.text(row))
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Equal ones stay in their order, whichever way. */
export function sortRows<R extends Row>(rows: readonly R[], columns: readonly Column<R>[], order: Order | undefined): readonly R[] {
  const column = columns.find((one) => one.key === order?.key);
  if (!column || !order) return rows;
  const by = column.order ?? column.text;
  const keyed = rows.map((row, at) => ({ row, at, key: by(row) }));
  const sign = order.descending ? -1 : 1;
  return keyed.sort((a, b) => sign * naturally(a.key, b.key) || a.at - b.at).map(({ row }) => row);
}

/** RFC 4180. What a spreadsheet would take for a formula is kept from being one. */
export function csvOf<R extends Row>(rows: readonly R[], columns: readonly Column<R>[]): string {
  const field = (text: string): string => {
    const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns.map((column) => column.title), ...rows.map((row) => columns.map((column) => column.text(row)))]
    .map((line) => line.map(field).join(','))
    .join('\r\n');
}
