/** Processes and their kin, by /proc. */
import { closeSync, fstatSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { processesIn, state } from '../kernel/lab';

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

/**
 * PID namespaces by which a lab's processes are found when it has ended. They are held open: the kernel gives the number of one that is gone to the next that
 * is made, which may be that of another lab.
 */
export class HeldNamespaces {
  /** Descriptors by number. */
  private readonly held = new Map<number, number>();

  /** That of a process, if it lives. */
  hold(pid: number): void {
    try {
      const descriptor = openSync(`/proc/${pid}/ns/pid`, 'r');
      const number = fstatSync(descriptor).ino;
      if (this.held.has(number)) closeSync(descriptor);
      else this.held.set(number, descriptor);
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  /** Living processes in them; those that have ended wait for whoever reaps orphans here. */
  left(): number[] {
    return processesIn(new Set(this.held.keys())).filter(alive);
  }
  release(): void {
    for (const descriptor of this.held.values()) closeSync(descriptor);
    this.held.clear();
  }
}
