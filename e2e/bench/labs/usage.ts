/** What processes have cost so far: processor time, memory, wake-ups. */
import { readFileSync, readdirSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/** `root` and all that come from it. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const all = [root];
  for (let at = 0; at < all.length; at++) all.push(...(children.get(all[at]!) ?? []));
  return all;
}
/** ms on a processor (schedstat: ns), of all threads. */
export function processorTime(pids: readonly number[]): number {
  let all = 0;
  for (const pid of pids)
    for (const task of names(`/proc/${pid}/task`)) all += Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0] ?? 0);
  return all / 1e6;
}
/** How often they were woken. */
export function wakeups(pids: readonly number[]): number {
  let all = 0;
  for (const pid of pids) all += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  return all;
}
/** Waits until they are not woken any more (with thousands of IPv6 addresses, seconds after a lab has come up), a minute at most. ms. */
export async function untilAtRest(pids: readonly number[]): Promise<number> {
  const start = performance.now();
  for (let before = -1, now = wakeups(pids); now !== before && performance.now() - start < 60_000; now = wakeups(pids)) {
    before = now;
    await new Promise((next) => setTimeout(next, 1500));
  }
  return performance.now() - start;
}
/** Memory that is theirs, shared pages by share, KiB (Pss of smaps_rollup, proc(5)). */
export function memoryOf(pids: readonly number[]): number {
  let all = 0;
  for (const pid of pids) all += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return all;
}
/** Resident memory of one process, KiB. */
export const resident = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
/** Memory that the kernel holds for its own objects, KiB: no page of a program is in it. */
export function kernelMemory(): number {
  const text = read('/proc/meminfo');
  return ['SUnreclaim', 'KernelStack', 'PageTables', 'Percpu'].reduce(
    (sum, name) => sum + Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0),
    0,
  );
}
function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
