/** What this computer lacks or limits, each as one sentence with the value found and one with what to do. Changes nothing. */
import { access, constants, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { execFile } from 'node:child_process';
import { findSupervisor } from '../helper/supervisor';
import { runtimeDirectory } from '../helper/directory';
import { controlGroups } from './control-groups';
import type { Finding } from '../shared/contract';
import { finding } from '../shared/text/finding';
import { usualNeighbours } from '../shared/topology/neighbours';
import { neighbourLimits } from './neighbours';
import type { FindingCode } from '../shared/text/finding';

type Args = Record<string, string | number>;
const good = (check: string, code: FindingCode, args?: Args): Finding => finding(check, 'ok', code, args);
const limit = (check: string, code: FindingCode, args?: Args): Finding => finding(check, 'limit', code, args);
/** No lab starts, or none as drawn. */
const cannot = (check: string, code: FindingCode, args?: Args): Finding => finding(check, 'problem', code, args);

/** Everything, in the order in which a person would look. */
export async function doctor(root: string): Promise<Finding[]> {
  const parts = await Promise.all([
    supervisor(root),
    runtime(),
    userNamespaces(root),
    namespaceCount(),
    mapping(),
    neighbours(),
    processes(),
    files(),
    terminals(),
    inotify(),
    groups(),
    modules(),
    tools(),
  ]);
  return [...parts.flat(), ...kernelNumbers()];
}

async function supervisor(root: string): Promise<Finding[]> {
  const found = await findSupervisor(root);
  if (!found.ok) return [cannot('supervisor', 'supervisor-missing', { error: found.error.message, hint: found.error.hint ?? '' })];
  const version = await output(found.value, ['--version']);
  return version === null
    ? [cannot('supervisor', 'supervisor-broken', { path: found.value })]
    : [good('supervisor', 'supervisor', { path: found.value, version })];
}

async function runtime(): Promise<Finding[]> {
  const folder = await runtimeDirectory();
  return folder.ok
    ? [good('runtime-directory', 'runtime-directory', { path: folder.value })]
    : [cannot('runtime-directory', 'runtime-directory-missing', { error: folder.error.message, hint: folder.error.hint ?? '' })];
}

/** The one certain answer is to make them; by the program that a profile of AppArmor's names, whatever others may. */
async function userNamespaces(root: string): Promise<Finding[]> {
  const program = await findSupervisor(root);
  const works = program.ok
    ? await output(program.value, ['--probe'])
    : await output('/usr/bin/unshare', ['--user', '--map-root-user', '/bin/true']);
  if (works !== null) return [good('user-namespaces', 'user-namespaces')];
  const off = (await number('/proc/sys/kernel/unprivileged_userns_clone')) === 0;
  const restricted = (await number('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')) === 1;
  return [
    cannot('user-namespaces', off ? 'user-namespaces-off' : 'user-namespaces-refused'),
    ...(restricted ? [limit('apparmor', 'apparmor')] : []),
  ];
}

async function namespaceCount(): Promise<Finding[]> {
  const kinds = ['user', 'net', 'pid', 'mnt', 'ipc', 'uts'];
  const values = await Promise.all(kinds.map((kind) => number(`/proc/sys/user/max_${kind}_namespaces`)));
  const known = values
    .map((value, index) => ({ value, kind: kinds[index]! }))
    .filter((one): one is { value: number; kind: string } => one.value !== null);
  if (known.length === 0) return [];
  const least = known.reduce((a, b) => (b.value < a.value ? b : a));
  // The lab itself has one of each.
  const args = { ...least, devices: Math.max(0, least.value - 2) };
  if (least.value < 8) return [cannot('namespace-count', 'namespace-count-none', args)];
  if (least.value < 1100) return [limit('namespace-count', 'namespace-count-low', args)];
  return [good('namespace-count', 'namespace-count', args)];
}

async function mapping(): Promise<Finding[]> {
  if (process.getuid!() === 0) return [good('id-range', 'id-range-root')];
  const { username, uid } = userInfo();
  const [uids, gids] = await Promise.all(['/etc/subuid', '/etc/subgid'].map((file) => range(file, username, uid)));
  const helpers = await Promise.all(['/usr/bin/newuidmap', '/usr/bin/newgidmap'].map(executable));
  if (!helpers.every(Boolean)) return [limit('id-range', 'id-range-uidmap')];
  if (!uids || !gids) return [limit('id-range', 'id-range-none', { file: uids ? '/etc/subgid' : '/etc/subuid', user: username })];
  return [good('id-range', 'id-range', { value: Math.min(uids, gids) })];
}

async function range(file: string, name: string, uid: number): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const counts = text
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([owner]) => owner === name || owner === String(uid))
    .map((fields) => Number(fields[2]));
  return Math.max(0, ...counts.filter(Number.isInteger));
}

async function neighbours(): Promise<Finding[]> {
  const found = await neighbourLimits();
  const args = { ipv4: found.ipv4 ?? usualNeighbours.ipv4, ipv6: found.ipv6 ?? usualNeighbours.ipv6 };
  if (found.ipv4 === null && found.ipv6 === null) return [good('neighbour-table', 'neighbour-table-unknown', args)];
  const small = Math.min(args.ipv4, args.ipv6) <= 1024;
  return [small ? limit('neighbour-table', 'neighbour-table-small', args) : good('neighbour-table', 'neighbour-table', args)];
}

async function processes(): Promise<Finding[]> {
  const [pidMax, limits] = await Promise.all([number('/proc/sys/kernel/pid_max'), ownLimits()]);
  const [value, own] = [pidMax ?? Infinity, limits.get('Max processes') ?? Infinity];
  const args = { value: Number.isFinite(value) ? value : '∞', own: Number.isFinite(own) ? own : '∞' };
  return [Math.min(value, own) < 4096 ? limit('processes', 'processes-few', args) : good('processes', 'processes', args)];
}

async function files(): Promise<Finding[]> {
  const limits = await ownLimits('hard');
  const value = limits.get('Max open files') ?? Infinity;
  if (!Number.isFinite(value)) return [good('open-files', 'open-files-any')];
  // A supervisor holds a few descriptors for each device.
  return [
    value < 8192
      ? limit('open-files', 'open-files-few', { value, devices: Math.floor(value / 4) })
      : good('open-files', 'open-files', { value }),
  ];
}

async function terminals(): Promise<Finding[]> {
  const [max, reserve] = await Promise.all([number('/proc/sys/kernel/pty/max'), number('/proc/sys/kernel/pty/reserve')]);
  if (max === null) return [];
  const value = max - (reserve ?? 0);
  return [value < 256 ? limit('terminals', 'terminals-few', { value }) : good('terminals', 'terminals', { value })];
}

async function inotify(): Promise<Finding[]> {
  const value = await number('/proc/sys/fs/inotify/max_user_instances');
  if (value === null) return [];
  return [value < 128 ? limit('inotify', 'inotify', { value }) : good('inotify', 'inotify-enough', { value })];
}

/** Limits of devices, and pausing that programs cannot see, need groups of the user's own. */
async function groups(): Promise<Finding[]> {
  const { folder, controllers, missing, own } = await controlGroups();
  if (own === null) return [limit('control-groups', 'control-groups-none')];
  if (folder === null) return [limit('control-groups', 'control-groups-refused', { group: own })];
  if (missing.length > 0) return [limit('control-groups', 'control-groups-some', { group: folder, list: missing.join(', ') })];
  return [good('control-groups', 'control-groups', { list: controllers.join(', ') })];
}

/** What is the same on every Linux, and cannot be raised. */
function kernelNumbers(): Finding[] {
  return [good('interface-names', 'interface-names', { value: 15 }), good('bridge-ports', 'bridge-ports', { value: 1023 })];
}

/** Parts of the kernel that some features need. Asked in a namespace of its own, so that nothing is left. */
async function modules(): Promise<Finding[]> {
  const trials: [name: string, command: string][] = [
    ['veth', 'ip link add name nw0 type veth peer name nw1'],
    ['bridge', 'ip link add name nw0 type bridge'],
    [
      'mirred',
      'ip link add name nw0 type veth peer name nw1 && tc qdisc add dev nw0 ingress && tc filter add dev nw0 parent ffff: u32 match u32 0 0 action mirred egress redirect dev nw1',
    ],
    ['netem', 'ip link add name nw0 type veth peer name nw1 && tc qdisc add dev nw0 root netem delay 1ms'],
    ['vlan', 'ip link add name nw0 type bridge vlan_filtering 1'],
    ['vrf', 'ip link add name nw0 type vrf table 10'],
  ];
  const essential = new Set(['veth', 'bridge', 'mirred']);
  const works = await output('/usr/bin/unshare', ['--user', '--map-root-user', '--net', '/bin/true']);
  if (works === null) return [];
  const results = await Promise.all(
    trials.map(
      async ([, command]) => (await output('/usr/bin/unshare', ['--user', '--map-root-user', '--net', '/bin/sh', '-c', command])) !== null,
    ),
  );
  const found = trials.filter((_, index) => results[index]).map(([name]) => name);
  const missing = trials.filter((_, index) => !results[index]).map(([name]) => `kernel-${name}` as FindingCode);
  return [
    ...(found.length ? [good('kernel', 'kernel', { list: found.join(', ') })] : []),
    ...missing.map((code) => (essential.has(code.slice('kernel-'.length)) ? cannot(code, code) : limit(code, code))),
  ];
}

async function tools(): Promise<Finding[]> {
  const wanted = ['ip', 'ping', 'tcpdump', 'nft', 'dnsmasq', 'vtysh', 'iperf3'];
  const found = await Promise.all(wanted.map(onPath));
  const there = wanted.filter((_, index) => found[index]);
  const missing = wanted.filter((_, index) => !found[index]);
  return [
    ...(there.length ? [good('tools', 'tools', { list: there.join(', ') })] : []),
    ...missing.map((program) => limit(program, `tool-${program}` as FindingCode)),
  ];
}

/** As a device's shell sees it, not as this process' PATH says. */
async function onPath(program: string): Promise<boolean> {
  const folders = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/frr'.split(delimiter);
  return (await Promise.all(folders.map((folder) => executable(join(folder, program))))).some(Boolean);
}

function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function number(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  const value = text === null ? NaN : Number(text.trim());
  return Number.isFinite(value) ? value : null;
}

/** /proc/self/limits, by name; `unlimited` is Infinity. */
async function ownLimits(which: 'soft' | 'hard' = 'soft'): Promise<Map<string, number>> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const lines = [...text.matchAll(/^(.+?) {2,}(\S+) +(\S+)/gm)];
  return new Map(lines.map(([, name, soft, hard]) => [name!, Number((which === 'soft' ? soft : hard)!.replace('unlimited', 'Infinity'))]));
}

/** First line of what a program prints; null if it fails. */
function output(program: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 5000, env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }, cwd: '/' }, (error, stdout) =>
      resolve(error ? null : (stdout.split('\n')[0] ?? '')),
    );
  });
}
