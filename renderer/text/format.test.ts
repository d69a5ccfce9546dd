import { afterEach, expect, it } from 'vitest';
import { ago, date, milliseconds, number, time } from './format';
import { languageOf, speak } from './index';

const now = new Date(2026, 10, 26, 9, 30).getTime();
const before = (ms: number): string => ago(now - ms, now);
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
afterEach(() => speak('en'));

it('says how long ago something was, by the calendar', () => {
  expect([10_000, 2 * minute, 3 * hour, 11 * hour, day, 3 * day, 30 * day].map(before)).toEqual([
    'now',
    '2 minutes ago',
    '3 hours ago',
    'yesterday',
    'yesterday',
    '3 days ago',
    'Oct 27',
  ]);
  speak('de');
  expect([2 * minute, 11 * hour, 400 * day].map(before)).toEqual(['vor 2 Minuten', 'gestern', '22. Okt. 2025']);
});

it('writes clock, date and numbers as the language does', () => {
  expect(time(new Date(2026, 10, 26, 9, 29).getTime(), now)).toBe('09:29');
  speak('de');
  expect(time(new Date(2026, 10, 26, 9, 29).getTime(), now)).toBe('09:29');
  expect(date(new Date(2026, 10, 12).getTime(), now)).toBe('12. Nov.');
  expect([number(12345.5), milliseconds(0.44), milliseconds(8), milliseconds(1234)]).toEqual(['12.345,5', '0,4 ms', '8 ms', '1,2 s']);
});

it('speaks the first language of the person that it knows', () => {
  expect([['de-AT', 'en'], ['fr', 'de'], ['fr'], []].map(languageOf)).toEqual(['de', 'de', 'en', 'en']);
});
