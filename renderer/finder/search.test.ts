import { expect, it } from 'vitest';
import { best } from './search';

const commands = ['Save', 'Save as…', 'Show the whole lab', 'Select all', 'Restart', 'Stop', 'Pull cables', 'Beamer-Ansicht', 'Größer'];
const find = (typed: string, among = commands): string[] => best(among, typed, (text) => text, 10);

it('puts a beginning first, then the beginning of a word, then the middle of one', () => {
  expect(find('st')[0]).toBe('Stop');
  expect(find('sa')).toEqual(['Save', 'Save as…']);
  expect(find('lab')).toEqual(['Show the whole lab']);
  expect(find('tart')).toEqual(['Restart']);
  expect(find('whole show')).toEqual(['Show the whole lab']);
});

it('finds letters in order, and without accents and case', () => {
  expect(find('slctl')).toEqual(['Select all']);
  expect(find('pcb')).toEqual(['Pull cables']);
  expect(find('xyz')).toEqual([]);
  expect(find('grosser')).toEqual(['Größer']);
  expect(find('ANSICHT')).toEqual(['Beamer-Ansicht']);
});

it('finds devices by name and by address, the exact one first', () => {
  const devices = ['h11 host 10.0.0.111', 'h1 host 10.0.0.1', 'r1 router 10.0.1.1'];
  expect(find('h1', devices)[0]).toBe('h1 host 10.0.0.1');
  expect(find('10.0.1', devices)).toEqual(['r1 router 10.0.1.1']);
});

it('looks into what is beside a name for whole words only, and counts them half', () => {
  const settings = [
    { label: 'Lines that stay', more: 'Above the screen of a terminal' },
    { label: 'Keys', more: 'shortcut' },
    { label: 'Copy', more: 'At once, without a key' },
  ];
  const look = (typed: string): string[] =>
    best(
      settings,
      typed,
      (one) => one.label,
      10,
      (one) => one.more,
    ).map((one) => one.label);
  expect(look('keys')).toEqual(['Keys']);
  expect(look('key')).toEqual(['Keys', 'Copy']);
  expect(look('lines terminal')).toEqual(['Lines that stay']);
});

it('gives everything in order when nothing was typed, and no more than asked for', () => {
  expect(find('')).toEqual(commands);
  expect(best(commands, '', (text) => text, 2)).toEqual(['Save', 'Save as…']);
});

it('finds the one among two thousand', () => {
  const many = Array.from({ length: 2000 }, (_, at) => `h${at} host 10.0.${at >> 8}.${at & 255}`);
  expect(find('h1999', many)[0]).toBe('h1999 host 10.0.7.207');
  expect(find('10.0.7.207', many)[0]).toBe('h1999 host 10.0.7.207');
  expect(find('h1', many)).toHaveLength(10);
});
