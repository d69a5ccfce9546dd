/** Traffic on cables, as it is drawn: how close the marks of each direction stand, and a number. Only what would be seen otherwise is marked. */
import type { Point } from './geometry';
import type { LinkItem } from './items';
import type { Marks } from './marks';

export interface Flow {
  /** 0: none. 1 to 4: from 1 bit/s, 1 kbit/s, 100 kbit/s, 10 Mbit/s. */
  readonly step: 0 | 1 | 2 | 3 | 4;
  /** Bit/s as it is shown, in three digits: of two that are the same the same is drawn. */
  readonly shown: number;
}
/** From the first end to the second, and back. */
export type Flows = readonly [Flow, Flow];
/** Bit/s from the first end to the second, and back, by cable. */
export type Rates = ReadonlyMap<string, readonly [number, number]>;

const none: Flow = { step: 0, shown: 0 };
const letters = ['', 'k', 'M', 'G', 'T'];

/** Thousands of rates come twice a second, and few of them are seen: none is made a text before it is painted. */
function flowOf(rate: number): Flow {
  if (rate < 1) return none;
  const step = rate >= 1e7 ? 4 : rate >= 1e5 ? 3 : rate >= 1e3 ? 2 : 1;
  const digit = rate < 1000 ? 1 : 10 ** (Math.floor(Math.log10(rate)) - 2);
  return { step, shown: Math.round(rate / digit) * digit };
}
/** 784, 1.10M */
export function flowText({ shown }: Flow): string {
  let [power, rest] = [0, shown];
  while (rest >= 999.5 && power < letters.length - 1) [power, rest] = [power + 1, rest / 1000];
  return power === 0 ? String(Math.round(rest)) : `${rest.toPrecision(3)}${letters[power]}`;
}
/** Undefined: nothing is drawn. */
export function flowsOf(rate: readonly [number, number] | undefined): Flows | undefined {
  if (!rate || (rate[0] < 1 && rate[1] < 1)) return undefined;
  return [flowOf(rate[0]), flowOf(rate[1])];
}
const same = (a: Flows | undefined, b: Flows | undefined): boolean =>
  a === b || (!!a && !!b && a.every((flow, at) => flow.step === b[at]!.step && flow.shown === b[at]!.shown));

/** Takes the rates of some cables into the scene. */
export function takeFlows(links: ReadonlyMap<string, LinkItem>, marks: Marks, rates: Rates | undefined, ids: Iterable<string>): void {
  for (const id of ids) {
    const link = links.get(id);
    if (!link) continue;
    const flows = flowsOf(rates?.get(id));
    if (same(flows, link.flows)) continue;
    const before = link.flows;
    link.flows = flows;
    // Where numbers stay numbers, and where marks stand as close as before, nothing else moves.
    if (before && flows && before.every(({ step }, at) => step === flows[at]!.step)) marks.numbers(link);
    else marks.item(link);
  }
}

const arrows = ['→', '↘', '↓', '↙', '←', '↖', '↑', '↗'];
/**
 * The numbers of both directions, each with an arrow along the cable.
 * @param direction from the first end to the second
 * @param text absent: the number; else what stands for it
 */
export function flowWords([there, back]: Flows, { x, y }: Point, text: (flow: Flow) => string = flowText): string {
  const at = (Math.round(Math.atan2(y, x) / (Math.PI / 4)) + 8) % 8;
  const words = [there, back].map((flow, index) => (flow.step > 0 ? `${arrows[(at + 4 * index) % 8]} ${text(flow)}` : ''));
  // Read from the left: what goes to the right comes last.
  return (x < 0 ? words.reverse() : words).filter(Boolean).join('  ');
}

/** As wide as any numbers of these directions: the place of words that change twice a second stays. */
export const widestFlow = (flows: Flows, direction: Point): string => flowWords(flows, direction, () => '0.00M');
