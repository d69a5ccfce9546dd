/**
 * Which program has a terminal. The kernel says it to everybody: the supervisor's children are in proc_pid_task_children(5), their numbers in the lab in
 * `NSpid` of proc_pid_status(5), the terminal's foreground process group is field 8 of proc_pid_stat(5). Nothing of the supervisor itself has to be read,
 * which a user may not.
 */
import { readFile, readdir } from 'node:fs/promises';

/** PID of a process of the lab as this computer counts. Undefined: it has ended, or /proc hides it (`hidepid`). */
export async function outsidePid(supervisor: number, inside: number): Promise<number | undefined> {
  // The youngest first: a terminal that is asked about has just been opened.
  for (const pid of (await childrenOf(supervisor)).reverse()) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (numbersIn(status)[1] === inside) return pid;
  }
  return undefined;
}

/** Name of the program that has the terminal of `shell` (a PID of this computer), as in /proc/PID/comm: at most 15 bytes. */
export async function foregroundProgram(shell: number): Promise<string | undefined> {
  const group = foregroundGroup(await readFile(`/proc/${shell}/stat`, 'utf8').catch(() => ''));
  if (group === undefined) return undefined;
  const name = await readFile(`/proc/${group}/comm`, 'utf8').catch(() => undefined);
  return name?.trimEnd();
}

async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')));
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

/** The process's number in each PID namespace, from the reader's inwards. */
export function numbersIn(status: string): number[] {
  return /^NSpid:\s*(.*)$/m.exec(status)?.[1]?.split(/\s+/).map(Number) ?? [];
}

/** Field `tpgid`. The name in the second field may hold spaces and brackets, so counting begins behind its last one. */
export function foregroundGroup(stat: string): number | undefined {
  const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[5]);
  return group > 0 ? group : undefined;
}
