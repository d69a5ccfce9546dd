import { expect, it } from 'vitest';
import type { NodeProcess } from '../../../electron/shared/contract/live';
import { processTree, unfolded } from './processes';

const process = (pid: number, parent: number): NodeProcess => ({
  pid,
  parent,
  outside: pid + 1000,
  uid: 0,
  name: `p${pid}`,
  command: `p${pid}`,
  state: 'S',
  cpu: 0,
  memory: 0,
  since: 0,
});
const shape = (rows: ReturnType<typeof processTree>): [number, number][] => rows.map((row) => [row.process.pid, row.level]);

it('puts each process under the one that started it', () => {
  const rows = processTree([process(7, 3), process(1, 0), process(3, 1), process(9, 1), process(8, 3)]);
  expect(shape(rows)).toEqual([
    [1, 1],
    [3, 2],
    [7, 3],
    [8, 3],
    [9, 2],
  ]);
  expect(shape(unfolded(rows, new Set([3])))).toEqual([
    [1, 1],
    [3, 2],
    [9, 2],
  ]);
});
it('shows every process, also one whose parent is gone or that names itself', () => {
  expect(shape(processTree([process(5, 4), process(6, 6)]))).toEqual([
    [5, 1],
    [6, 1],
  ]);
});
