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

/** All interfaces of the node but `lo`, by name. */
export async function interfacesOf(pid: number): Promise<Map<string, KernelInterface>> {
  const list = JSON.parse(await inNetwork(pid, 'ip', '-j', '-d', 'address')) as KernelInterface[];
  return new Map(list.filter((one) => one.ifname !== 'lo').map((one) => [one.ifname, one]));
}

/** True if one ping from the node gets an answer within a second. */
export async function pings(pid: number, address: string): Promise<boolean> {
  return inNetwork(pid, 'ping', '-n', '-c', '1', '-W', '1', address).then(
    () => true,
    () => false,
  );
}
