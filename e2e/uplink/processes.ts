/** Processes of nestwork-root, found by the token that they were started with. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { state, until } from '../kernel/lab';

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

/** Everything that runs in the network of process `first`, by pid: its state and its command line. */
export function inNetworkOf(first: number): { pid: number; state: string; args: string }[] {
  const network = readlinkSync(`/proc/${first}/ns/net`);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (readlinkSync(`/proc/${name}/ns/net`) !== network) return [];
        const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').replace(/\0/g, ' ').trim();
        return [{ pid: Number(name), state: state(Number(name)), args }];
      } catch {
        return [];
      }
    });
}
/** A signal to a process, which may have ended by itself in between. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
/** Of a process, 0 if it has ended. */
export const parent = (pid: number): number => Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

const uid = (pid: number): string => /^Uid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '';

interface Parts {
  worker: number;
  guard: number;
  fronts: number[];
}
/** The processes of an instance by their part; `worker` is the one that was started. Where guards change places, when only one is left. @param not a guard that is gone */
export function parts(token: string, worker: number, not = -1): Promise<Parts> {
  return until('one guard', () => {
    const others = processesOf(token).filter((pid) => pid !== worker);
    const fronts = others.filter((pid) => uid(pid) === '65534');
    const [guard, ...more] = others.filter((pid) => !fronts.includes(pid) && pid !== not);
    return guard !== undefined && more.length === 0 && parent(guard) === worker ? { worker, guard, fronts } : null;
  });
}
