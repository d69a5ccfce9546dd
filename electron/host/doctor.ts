/** What this computer lacks or limits, each as one sentence with the value found and one with what to do. Changes nothing. */
import { access, constants, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { execFile } from 'node:child_process';
import { findSupervisor } from '../helper/supervisor';
import { runtimeDirectory } from '../helper/directory';
import type { Finding } from '../shared/contract';

const good = (check: string, message: string): Finding => ({ check, level: 'ok', message });
const limit = (check: string, message: string, hint: string): Finding => ({ check, level: 'limit', message, hint });
const problem = (check: string, message: string, hint: string): Finding => ({ check, level: 'problem', message, hint });

/** Everything, in the order in which a person would look. */
export async function doctor(root: string): Promise<Finding[]> {
  const parts = await Promise.all([
    supervisor(root),
    runtime(),
    userNamespaces(),
    namespaceCount(),
    apparmor(),
    mapping(),
    neighbours(),
    processes(),
    files(),
    terminals(),
    inotify(),
    modules(),
    tools(),
  ]);
  return parts.flat();
}

async function supervisor(root: string): Promise<Finding[]> {
  const found = await findSupervisor(root);
  if (!found.ok) return [problem('supervisor', found.error.message, found.error.hint ?? 'Install Nestwork again.')];
  const version = await output(found.value, ['--version']);
  return version === null
    ? [
        problem(
          'supervisor',
          `${found.value} is there but does not run.`,
          'Build it again with `make -C native`, or install Nestwork again.',
        ),
      ]
    : [good('supervisor', `The supervisor is ${found.value} (${version}).`)];
}

async function runtime(): Promise<Finding[]> {
  const folder = await runtimeDirectory();
  return folder.ok
    ? [good('runtime-directory', `Running labs have their sockets in ${folder.value}.`)]
    : [problem('runtime-directory', folder.error.message, folder.error.hint ?? 'Set XDG_RUNTIME_DIR.')];
}

async function userNamespaces(): Promise<Finding[]> {
  // The one certain answer is to make one, in a process of its own.
  const works = await output('/usr/bin/unshare', ['--user', '--map-root-user', '/bin/true']);
  if (works !== null) return [good('user-namespaces', 'The kernel lets you make user namespaces.')];
  if ((await number('/proc/sys/kernel/unprivileged_userns_clone')) === 0)
    return [
      problem(
        'user-namespaces',
        'kernel.unprivileged_userns_clone is 0, so no lab can be started without root.',
        'Have an administrator run `sysctl kernel.unprivileged_userns_clone=1`.',
      ),
    ];
  return [
    problem(
      'user-namespaces',
      'The kernel refuses to make a user namespace for you, so no lab can be started.',
      'In a container, allow the unshare and clone calls in its seccomp profile; otherwise see the next findings.',
    ),
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
  const words = `user.max_${least.kind}_namespaces is ${least.value}`;
  const hint = `Have an administrator run \`sysctl user.max_${least.kind}_namespaces=65536\`.`;
  if (least.value < 8) return [problem('namespace-count', `${words}: no lab fits into that.`, hint)];
  if (least.value < 1100)
    return [limit('namespace-count', `${words}: about ${least.value - 2} devices can run at once, in all labs together.`, hint)];
  return [good('namespace-count', `${words}, enough for ${least.value - 2} devices at once.`)];
}

async function apparmor(): Promise<Finding[]> {
  if ((await number('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')) !== 1) return [];
  return [
    limit(
      'apparmor',
      'AppArmor restricts user namespaces here (kernel.apparmor_restrict_unprivileged_userns is 1): only programs with a profile that allows them may make one.',
      'Install the Debian package of Nestwork, which brings the profile for nestwork-lab.',
    ),
  ];
}

async function mapping(): Promise<Finding[]> {
  if (process.getuid!() === 0) return [good('id-range', 'You are root: a range of ids is mapped into labs directly.')];
  const { username, uid } = userInfo();
  const [uids, gids] = await Promise.all(['/etc/subuid', '/etc/subgid'].map((file) => range(file, username, uid)));
  const helpers = await Promise.all(['/usr/bin/newuidmap', '/usr/bin/newgidmap'].map(executable));
  const cost =
    'Only one id is mapped into labs, so in a device `su`, `tcpdump` and daemons that change their user fail; everything else works.';
  if (!helpers.every(Boolean))
    return [limit('id-range', `newuidmap and newgidmap are not installed. ${cost}`, 'Install the package uidmap.')];
  if (!uids || !gids)
    return [
      limit(
        'id-range',
        `You have no range in ${uids ? '/etc/subgid' : '/etc/subuid'}. ${cost}`,
        `Have an administrator run \`usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}\`.`,
      ),
    ];
  return [
    good('id-range', `A range of ${Math.min(uids, gids)} ids is mapped into labs, so \`su\`, \`tcpdump\` and daemons work in devices.`),
  ];
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
  const value = await number('/proc/sys/net/ipv4/neigh/default/gc_thresh3');
  if (value === null)
    return [good('neighbour-table', 'The size of the neighbour table cannot be read here; it is 1024 entries unless somebody changed it.')];
  if (value > 1024) return [good('neighbour-table', `The neighbour table holds ${value} entries.`)];
  return [
    limit(
      'neighbour-table',
      `The neighbour table holds ${value} entries for all devices of all labs together; when more than that talk to each other at once, packets are dropped ("neighbour table overflow").`,
      'For labs of hundreds of busy devices, have an administrator run `sysctl net.ipv4.neigh.default.gc_thresh3=65536 net.ipv6.neigh.default.gc_thresh3=65536`.',
    ),
  ];
}

async function processes(): Promise<Finding[]> {
  const [pidMax, limits] = await Promise.all([number('/proc/sys/kernel/pid_max'), ownLimits()]);
  const mine = limits.get('Max processes');
  const least = Math.min(pidMax ?? Infinity, mine ?? Infinity);
  const words = `There may be ${pidMax ?? 'an unknown number of'} processes on this computer, and ${mine === undefined || mine === Infinity ? 'any number' : mine} of them yours`;
  if (least < 4096)
    return [limit('processes', `${words}: each device needs one, each shell in it one or more.`, 'Raise `ulimit -u`, or kernel.pid_max.')];
  return [good('processes', `${words}.`)];
}

async function files(): Promise<Finding[]> {
  const limits = await ownLimits('hard');
  const value = limits.get('Max open files') ?? Infinity;
  // A supervisor holds a few descriptors for each device.
  if (value < 8192)
    return [
      limit(
        'open-files',
        `A process may have ${value} files open: a lab of more than about ${Math.floor(value / 4)} devices does not fit.`,
        'Raise the hard limit of `ulimit -n` (in /etc/security/limits.conf).',
      ),
    ];
  return [good('open-files', `A process may have ${value === Infinity ? 'any number of' : value} files open.`)];
}

async function terminals(): Promise<Finding[]> {
  const [max, reserve] = await Promise.all([number('/proc/sys/kernel/pty/max'), number('/proc/sys/kernel/pty/reserve')]);
  if (max === null) return [];
  const free = max - (reserve ?? 0);
  return free < 256
    ? [
        limit(
          'terminals',
          `kernel.pty.max leaves ${free} terminals for the whole computer.`,
          'Have an administrator run `sysctl kernel.pty.max=4096`.',
        ),
      ]
    : [good('terminals', `There may be ${free} terminals at once.`)];
}

async function inotify(): Promise<Finding[]> {
  const value = await number('/proc/sys/fs/inotify/max_user_instances');
  if (value === null || value >= 128) return [];
  return [
    limit(
      'inotify',
      `fs.inotify.max_user_instances is ${value}: programs in devices that watch files may fail.`,
      'Have an administrator run `sysctl fs.inotify.max_user_instances=1024`.',
    ),
  ];
}

/** Parts of the kernel that some features need. Asked in a namespace of its own, so that nothing is left. */
async function modules(): Promise<Finding[]> {
  const trials: [string, string, string][] = [
    ['veth', 'ip link add name nw0 type veth peer name nw1', 'cables cannot be made, so no lab works'],
    ['bridge', 'ip link add name nw0 type bridge', 'switches and hubs cannot be made'],
    [
      'mirred',
      'ip link add name nw0 type veth peer name nw1 && tc qdisc add dev nw0 ingress && tc filter add dev nw0 parent ffff: u32 match u32 0 0 action mirred egress redirect dev nw1',
      'cables between two hosts or routers cannot be made',
    ],
    [
      'netem',
      'ip link add name nw0 type veth peer name nw1 && tc qdisc add dev nw0 root netem delay 1ms',
      'delay, loss and other impairments are not to be had',
    ],
    ['vlan', 'ip link add name nw0 type bridge vlan_filtering 1', 'switches have no VLANs'],
    ['vrf', 'ip link add name nw0 type vrf table 10', 'routers have no VRFs'],
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
  const missing = trials.filter((_, index) => !results[index]);
  return [
    ...(found.length ? [good('kernel', `The kernel has ${found.join(', ')}.`)] : []),
    ...missing.map(([name, , cost]) =>
      essential.has(name)
        ? problem(
            `kernel-${name}`,
            `The kernel has no ${name} (or \`ip\` and \`tc\` are not installed): ${cost}.`,
            `Load the module, or install a kernel that has it, and the package iproute2.`,
          )
        : limit(`kernel-${name}`, `The kernel has no ${name}: ${cost}.`, 'Nothing that labs need today; a distribution kernel has it.'),
    ),
  ];
}

async function tools(): Promise<Finding[]> {
  const wanted: [string, string, string][] = [
    ['ip', 'iproute2', 'to look at devices from their shells'],
    ['ping', 'iputils-ping', 'to try whether devices reach each other'],
    ['tcpdump', 'tcpdump', 'to watch packets in a shell'],
    ['nft', 'nftables', 'to write firewall rules in a device'],
    ['dnsmasq', 'dnsmasq-base', 'for DHCP and names in a device'],
    ['vtysh', 'frr', 'for OSPF, BGP and other routing protocols'],
    ['iperf3', 'iperf3', 'to measure throughput'],
  ];
  const found = await Promise.all(wanted.map(([program]) => onPath(program)));
  const there = wanted.filter((_, index) => found[index]).map(([program]) => program);
  const missing = wanted.filter((_, index) => !found[index]);
  return [
    ...(there.length ? [good('tools', `For use in devices there are ${there.join(', ')}.`)] : []),
    ...missing.map(([program, debian, purpose]) =>
      limit(program, `${program} is not installed; it is used ${purpose}.`, `Install the package ${debian} if you want it.`),
    ),
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
