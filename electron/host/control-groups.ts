/** What control groups (cgroups(7), version 2) this process may use, found as the supervisor finds it (native/src/control_group.c). Changes nothing. */
import { access, constants, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What limits of devices need. */
const wanted = ['cpu', 'memory', 'pids'];

export interface ControlGroups {
  /** The group that others can be made in; null: nowhere. */
  folder: string | null;
  /** Of the wanted ones, those that groups in it can have. */
  controllers: string[];
  /** Of the wanted ones, the others. */
  missing: string[];
  /** The group that this process is in, and those below which it looked; null: version 2 is not mounted. */
  own: string | null;
}

interface Place {
  /** The group that this process is in. */
  own: string;
  /** Where version 2 is mounted. */
  point: string;
  /** Whether all of it is mounted there. */
  whole: boolean;
}

/** @returns null: version 2 is not mounted. */
async function place(proc: string): Promise<Place | null> {
  const [mounts, groups] = await Promise.all(['mountinfo', 'cgroup'].map((file) => readFile(join(proc, file), 'utf8').catch(() => '')));
  const [, root, point] = /^\S+ \S+ \S+ (\S+) (\S+) .* - cgroup2 /m.exec(mounts!) ?? [];
  const path = /^0::(\/.*)$/m.exec(groups!)?.[1];
  if (root === undefined || point === undefined || path === undefined) return null;
  const own = resolve(join(point, root !== '/' && path.startsWith(root) ? path.slice(root.length) : path));
  return { own, point, whole: root === '/' };
}

/** A group and those above it. */
function* upwards({ own, point }: Place): Generator<string> {
  for (let folder = own; ; folder = dirname(folder)) {
    yield folder;
    if (folder === point || folder === '/') return;
  }
}

/** @param proc where /proc/self is; another one for tests. */
export async function controlGroups(proc = '/proc/self'): Promise<ControlGroups> {
  const found = await place(proc);
  if (!found) return { folder: null, controllers: [], missing: wanted, own: null };
  let best: { folder: string; controllers: string[] } | null = null;
  for (const folder of upwards(found)) {
    const controllers = await controllersIn(folder, folder === found.point && found.whole);
    if (controllers && (!best || controllers.length > best.controllers.length)) best = { folder, controllers };
  }
  const controllers = best?.controllers ?? [];
  return { folder: best?.folder ?? null, controllers, missing: wanted.filter((name) => !controllers.includes(name)), own: found.own };
}

/** Least pids.max of the own group and those above it, and which of them has it; null: no limit is known. */
export async function mostProcesses(proc = '/proc/self'): Promise<{ folder: string; value: number } | null> {
  const found = await place(proc);
  let least: { folder: string; value: number } | null = null;
  for (const folder of found ? upwards(found) : []) {
    const value = Number((await readFile(join(folder, 'pids.max'), 'utf8').catch(() => '')).trim());
    if (value > 0 && (!least || value < least.value)) least = { folder, value };
  }
  return least;
}

/** Those that groups in a folder can have; null: none can be made there. A group with processes of its own cannot give controllers to others, but the top one. */
async function controllersIn(folder: string, top: boolean): Promise<string[] | null> {
  const files = ['.', 'cgroup.procs', 'cgroup.subtree_control'].map((file) => access(join(folder, file), constants.W_OK));
  if (!(await Promise.all(files).catch(() => null))) return null;
  const words = async (file: string): Promise<string[]> => (await readFile(join(folder, file), 'utf8').catch(() => '')).split(/\s+/);
  const empty = top || (await words('cgroup.procs')).every((word) => word === '');
  const named = [...(await words('cgroup.subtree_control')), ...(empty ? await words('cgroup.controllers') : [])];
  return wanted.filter((name) => named.includes(name));
}
