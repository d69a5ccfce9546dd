/** Figures of a benchmark: one row each, with what is to be reached and whether it is. */

export const sorted = (all: readonly number[]): number[] => [...all].sort((a, b) => a - b);
/** @param part from 0 to 1: 0.5 is the median. */
export function quantile(all: readonly number[], part: number): number {
  const order = sorted(all);
  return order[Math.min(order.length - 1, Math.floor(part * order.length))] ?? NaN;
}
export const median = (all: readonly number[]): number => quantile(all, 0.5);
/** Median of the ratios of neighbouring rounds: what disturbs one disturbs the other. */
export const ratioOf = (all: readonly number[], yardstick: readonly number[]): number =>
  median(all.map((one, at) => one / (yardstick[at] ?? NaN)));

export interface Row {
  name: string;
  value: number;
  unit: string;
  /** Not to be exceeded (or, with `least`, to be reached). Absent: a figure without a target. */
  limit?: number;
  least?: boolean;
  /** What the value is made of. */
  detail?: string;
}

export const reached = ({ value, limit, least }: Row): boolean => limit === undefined || (least ? value >= limit : value <= limit);
const text = (value: number): string =>
  Number.isNaN(value)
    ? '?'
    : value !== 0 && Math.abs(value) < 10
      ? value.toFixed(2)
      : value.toLocaleString('en', { maximumFractionDigits: 0 });

export class Report {
  readonly rows: Row[] = [];
  private readonly start = performance.now();

  heading(words: string): void {
    const seconds = ((performance.now() - this.start) / 1000).toFixed(0);
    process.stdout.write(`\n${words}  (after ${seconds} s)\n`);
  }
  add(row: Row): void {
    this.rows.push(row);
    const { name, value, unit, limit, least, detail } = row;
    const goal = limit === undefined ? '' : `${least ? '≥' : '≤'} ${limit}`;
    const verdict = limit === undefined ? '' : reached(row) ? 'reached' : 'MISSED';
    const figure = `${text(value)} ${unit}`;
    process.stdout.write(`  ${name.padEnd(58)} ${figure.padStart(12)}  ${goal.padStart(8)}  ${verdict.padEnd(7)}  ${detail ?? ''}\n`);
  }
  /** The last words; true if nothing was missed. */
  end(): boolean {
    const goals = this.rows.filter(({ limit }) => limit !== undefined);
    const missed = goals.filter((row) => !reached(row));
    process.stdout.write(`\n${goals.length - missed.length} of ${goals.length} targets reached.\n`);
    for (const { name, value, unit, limit, least } of missed)
      process.stdout.write(`  missed: ${name}: ${text(value)} ${unit}, to reach ${least ? '≥' : '≤'} ${limit}\n`);
    return missed.length === 0;
  }
}
