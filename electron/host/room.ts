/**
 * Whether a lab finds room on this computer, before anything of it is made (safety S30). The supervisor looks at each plan in the same way (native/src/room.c);
 * this is for a whole lab, which comes in several plans. What others use of the same limits is not known, so the kernel may still refuse.
 */
import { readFile } from 'node:fs/promises';
import type { NestworkError } from '../shared/lab/error';
import { fail } from '../shared/result';
import type { Result } from '../shared/result';
import { bridgePorts } from '../shared/topology/domains';
import type { Topology } from '../shared/topology/schema';
import { mostBridgePorts } from '../shared/topology/validate';
import { mostProcesses } from './control-groups';

export interface Limits {
  /** Least of user.max_*_namespaces, and of which kind. Infinity: not known. */
  readonly namespaces: { readonly kind: string; readonly value: number };
  /** Open files of one process (RLIMIT_NOFILE, the hard one). */
  readonly files: number;
  /** kernel.pid_max */
  readonly processes: number;
  /** RLIMIT_NPROC of the user; root has none. */
  readonly ownProcesses: number;
  /** pids.max of the control group that has the least, of those that this process is in. */
  readonly group: { readonly folder: string; readonly value: number } | null;
}
/** As native/src/room.c counts them, for each device and besides. */
const [filesEach, filesBesides, besides] = [4, 32, 2];

/** Why the lab does not fit, with the limit, its value and what is needed; null: it fits. Pure. */
export function tooLarge(topology: Topology, limits: Limits): NestworkError | null {
  const running = new Set(topology.nodes.filter(({ stopped }) => !stopped).map(({ id }) => id));
  const n = running.size;
  const links = topology.links.filter(({ ends }) => ends.every(({ node }) => running.has(node)));
  for (const [id, ports] of bridgePorts({ ...topology, links })) {
    if (ports <= mostBridgePorts) continue;
    const device = topology.nodes.find((node) => node.id === id)!.name;
    return {
      code: 'limit-reached',
      sentence: 'ports',
      message: `${device} would have ${ports} ports, and a bridge of Linux has ${mostBridgePorts} at most.`,
      args: { device, needed: ports, value: mostBridgePorts },
      hint: 'Use a second switch, cabled to this one.',
      node: id,
    };
  }
  const { kind, value } = limits.namespaces;
  if (n + 1 > value) return short('namespaces', n, n + 1, value, `user.max_${kind}_namespaces`);
  if (n * filesEach + filesBesides > limits.files) return short('files', n, n * filesEach + filesBesides, limits.files, 'ulimit -Hn');
  if (n + besides >= limits.processes) return short('processes', n, n + besides, limits.processes, 'kernel.pid_max');
  if (n + besides > limits.ownProcesses) return short('processes', n, n + besides, limits.ownProcesses, 'ulimit -u');
  const { group } = limits;
  if (group && n + besides > group.value) return short('processes', n, n + besides, group.value, `pids.max of ${group.folder}`);
  return null;
}

const words = { namespaces: 'namespaces of a kind', files: 'open files', processes: 'processes' };
function short(sentence: keyof typeof words, n: number, needed: number, value: number, limit: string): NestworkError {
  return {
    code: 'limit-reached',
    sentence,
    message: `This lab has ${n} devices, which need ${needed} ${words[sentence]}, but ${limit} is ${value}.`,
    args: { n, needed, value, limit },
    hint: 'Have an administrator raise the limit, or divide the lab.',
  };
}

/** Starts a lab that fits on this computer; why it does not, else. */
export async function ifThereIsRoom<T>(topology: Topology, start: (topology: Topology) => Promise<Result<T>>): Promise<Result<T>> {
  const error = tooLarge(topology, await limitsHere());
  return error ? fail(error) : start(topology);
}

/** The limits of this process and user. Reads a few files of /proc. */
export async function limitsHere(): Promise<Limits> {
  const number = async (path: string): Promise<number> => {
    const value = Number(await readFile(path, 'utf8').catch(() => ''));
    return value > 0 ? value : Infinity;
  };
  const kinds = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'];
  const [group, processes, own, ...most] = await Promise.all([
    mostProcesses(),
    number('/proc/sys/kernel/pid_max'),
    readFile('/proc/self/limits', 'utf8').catch(() => ''),
    ...kinds.map((kind) => number(`/proc/sys/user/max_${kind}_namespaces`)),
  ]);
  const value = Math.min(...most);
  const limit = (name: string, column: 1 | 2): number => {
    const text = new RegExp(`^${name} +(\\S+) +(\\S+)`, 'm').exec(own)?.[column];
    return text === undefined || text === 'unlimited' ? Infinity : Number(text);
  };
  return {
    namespaces: { kind: kinds[most.indexOf(value)]!, value },
    files: limit('Max open files', 2),
    processes,
    ownProcesses: process.getuid!() === 0 ? Infinity : limit('Max processes', 1),
    group,
  };
}
