/** Processes and their kin, by /proc. */
import { readFileSync, readdirSync } from 'node:fs';
import { state } from '../kernel/lab';

/** Children of every process that has some. */
function families(): Map<number, number[]> {
  const all = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '');
      const parent = Number(stat.split(' ')[1]);
      all.set(parent, [...(all.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while it was looked at.
    }
  }
  return all;
}
export const children = (pid: number): number[] => families().get(pid) ?? [];
/** All descendants of a process. */
export function descendants(pid: number): number[] {
  const parents = families();
  const all: number[] = [];
  const walk = (one: number): void => (parents.get(one) ?? []).forEach((child) => (all.push(child), walk(child)));
  walk(pid);
  return all;
}
/** Sends a signal; the process may have ended by itself in between. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
export const alive = (pid: number): boolean => !['', 'Z', 'X'].includes(state(pid));
