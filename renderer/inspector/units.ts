/** Amounts as a person reads them. */
import { number } from '../text/format';

const steps = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
/** Of traffic and files: "784 B", "1.2 MB". Powers of 1,000. */
export function bytes(value: number): string {
  let [at, rest] = [0, value];
  while (rest >= 999.5 && at < steps.length - 1) [at, rest] = [at + 1, rest / 1000];
  return `${number(rest, { maximumFractionDigits: at === 0 || rest >= 99.5 ? 0 : 1 })} ${steps[at]}`;
}
/** Of memory: "512 MiB". Powers of 1,024. */
export const mebibytes = (value: number): string =>
  `${number(value / 2 ** 20, { maximumFractionDigits: value < 10 * 2 ** 20 ? 1 : 0 })} MiB`;
/** "41.2 Mbit/s". */
export function rate(value: number): string {
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
  let [at, rest] = [0, value];
  while (rest >= 999.5 && at < units.length - 1) [at, rest] = [at + 1, rest / 1000];
  return `${number(rest, { maximumFractionDigits: at === 0 || rest >= 99.5 ? 0 : 1 })} ${units[at]}`;
}
