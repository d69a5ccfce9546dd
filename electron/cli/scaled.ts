/** Numbers with a unit, short. */

/** `64.0 MiB` */
export const bytesIn = (memory: number): string => scaled(memory, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);

/** `1.5 Mbit/s` */
export const rateIn = (rate: number): string => scaled(rate, 1000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);

function scaled(value: number, step: number, units: readonly string[]): string {
  let at = 0;
  let left = value;
  for (; left >= step && at < units.length - 1; at++) left /= step;
  return `${at === 0 || left >= 100 ? Math.round(left) : left.toFixed(1)} ${units[at]}`;
}
