/** Numbers and times as the window's language writes them. */
import { language } from './index';

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "2 minutes ago", "yesterday"; a date when it is longer than a week ago. @param at ms since the epoch */
export function ago(at: number, now = Date.now()): string {
  const past = Math.max(0, now - at);
  if (past > 7 * 86_400_000) return date(at);
  const [unit, ms] = units.find((one) => past >= one[1]) ?? ['second', 1000];
  // By the calendar: half past eight in the morning, "yesterday" is the evening before.
  if (unit === 'day' || new Date(at).getDate() !== new Date(now).getDate()) return relative().format(-calendarDays(at, now), 'day');
  return unit === 'second' ? relative().format(0, 'second') : relative().format(-Math.floor(past / ms), unit);
}

/** "09:29" today, with the weekday or the date before; in 24 hours, as logs have it. */
export function time(at: number, now = Date.now()): string {
  const days = calendarDays(at, now);
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (days === 0) return written(at, clock);
  return written(at, days < 7 ? { weekday: 'short', ...clock } : { day: 'numeric', month: 'short', ...clock });
}

/** "12 Nov", with the year if it is another one. */
export function date(at: number, now = Date.now()): string {
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const };
  return written(at, { day: 'numeric', month: 'short', ...year });
}

/** Everything, for whoever wants it exactly. */
export const exact = (at: number): string => written(at, { dateStyle: 'full', timeStyle: 'medium' });

export const number = (value: number, options?: Intl.NumberFormatOptions): string => new Intl.NumberFormat(locale(), options).format(value);
/** @param ms "8 ms", "0.4 ms", "1.2 s" */
export function milliseconds(ms: number): string {
  if (ms >= 1000) return `${number(ms / 1000, { maximumFractionDigits: 1 })} s`;
  return `${number(ms, { maximumFractionDigits: ms < 10 ? 1 : 0 })} ms`;
}

/** The window's language as the person's region writes it. */
const locale = (): string =>
  navigator.languages.find((one) => one.startsWith(`${language()}-`)) ?? (language() === 'en' ? 'en-GB' : language());
const written = (at: number, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale(), options).format(at);
const relative = (): Intl.RelativeTimeFormat => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
function calendarDays(at: number, now: number): number {
  const midnight = (moment: number): number => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}
