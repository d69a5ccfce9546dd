/** The kernel's own word on a node, by the tools that a person would use: nsenter and ip. Nothing here asks Nestwork. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface KernelInterface {
  ifname: string;
  flags: string[];
  mtu: number;
  address: string;
  master?: string;
  linkinfo?: { info_kind?: string };
  addr_info: { local: string; prefixlen: number; scope: string; family: string }[];
}

/** Runs a command in the network namespace of process `pid` (of a node's first process) and gives its output. */
export async function inNetwork(pid: number, ...command: string[]): Promise<string> {
  const { stdout } = await run('nsenter', ['--target', String(pid), '--user', '--preserve-credentials', '--net', ...command], {
    maxBuffer: 1 << 26,
  });
  return stdout;
}

/** `ip` in the network of each process that is an argument: one line of JSON for each, `null` for one that is gone. */
const interfacesOfEach = `for pid do nsenter --target "$pid" --user --preserve-credentials --net ip -j -d address 2>/dev/null || echo null; done`;

/** All interfaces but `lo` of each node by name, in the order asked; undefined for a process that is gone. */
export async function interfacesOf(pids: readonly number[]): Promise<(Map<string, KernelInterface> | undefined)[]> {
  const { stdout } = await run('sh', ['-c', interfacesOfEach, 'sh', ...pids.map(String)], { maxBuffer: 1 << 26 });
  const lists = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line || 'null') as KernelInterface[] | null);
  return pids.map((_, at) => {
    const list = lists[at];
    return list ? new Map(list.filter((one) => one.ifname !== 'lo').map((one) => [one.ifname, one])) : undefined;
  });
}

/** True if one ping from the node gets an answer within a second. */
export async function pings(pid: number, address: string): Promise<boolean> {
  return inNetwork(pid, 'ping', '-n', '-c', '1', '-W', '1', address).then(
    () => true,
    () => false,
  );
}
