import { expect, it } from 'vitest';
import { csvOf, filterRows, fitting, sortRows } from './column';
import type { Column, Row } from './column';

interface Device extends Row {
  name: string;
  note: string;
}
const columns: Column<Device>[] = [
  { key: 'name', title: 'Name', least: 100, text: (row) => row.name },
  { key: 'note', title: 'Note, free', least: 120, share: 1, spare: 1, text: (row) => row.note },
];
const rows: Device[] = [
  { key: '1', id: 'a', name: 'h10', note: 'first' },
  { key: '2', id: 'b', name: 'h2', note: 'second, with comma' },
  { key: '3', id: 'c', name: 'web', note: '=1+1' },
];
const names = (list: readonly Device[]): string[] => list.map((row) => row.name);

it('sorts as people count, both ways, and leaves equals in their order', () => {
  expect(names(sortRows(rows, columns, { key: 'name', descending: false }))).toEqual(['h2', 'h10', 'web']);
  expect(names(sortRows(rows, columns, { key: 'name', descending: true }))).toEqual(['web', 'h10', 'h2']);
  const same = rows.map((row) => ({ ...row, note: 'x' }));
  expect(names(sortRows(same, columns, { key: 'note', descending: true }))).toEqual(names(rows));
});
it('filters by all words, wherever they are', () => {
  expect(names(filterRows(rows, columns, 'H2 comma'))).toEqual(['h2']);
  expect(names(filterRows(rows, columns, 'h2 first'))).toEqual([]);
  expect(filterRows(rows, columns, '  ')).toBe(rows);
});
it('copies as CSV that a spreadsheet reads and does not compute', () => {
  expect(csvOf(rows, columns)).toBe(`Name,"Note, free"\r\nh10,first\r\nh2,"second, with comma"\r\nweb,'=1+1`);
});
it('leaves out what has no room, and never what has to stay', () => {
  const keys = (width: number): string[] => fitting(columns, width).map((column) => column.key);
  expect([keys(220), keys(219), keys(10)]).toEqual([['name', 'note'], ['name'], ['name']]);
});
it('stays quick with 20,000 rows', () => {
  const many = Array.from({ length: 20_000 }, (_, at): Device => ({
    key: String(at),
    id: String(at),
    name: `h${(at * 7919) % 20_000}`,
    note: `10.0.${at % 256}.1`,
  }));
  const start = performance.now();
  sortRows(filterRows(many, columns, '10.0'), columns, { key: 'name', descending: true });
  expect(performance.now() - start).toBeLessThan(3000);
});
