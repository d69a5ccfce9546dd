/** Processes of nestwork-root, found by the token that they were started with. */
import { readFileSync, readdirSync } from 'node:fs';
import { state } from '../kernel/lab';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** All that live, by pid. */
export function processesOf(token: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).split('\0').includes(token) && state(Number(name)) !== 'Z')
    .map(Number);
}

const uid = (pid: number): string => /^Uid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '';

/** The processes of an instance by their part; `worker` is the one that was started. */
export function parts(token: string, worker: number): { worker: number; guard: number; fronts: number[] } {
  const others = processesOf(token).filter((pid) => pid !== worker);
  const fronts = others.filter((pid) => uid(pid) === '65534');
  return { worker, guard: others.find((pid) => !fronts.includes(pid)) ?? -1, fronts };
}
