/** Commands by hand for what a node is and has inside: namespaces, bridge, settings, private files, limits, start-up commands. */
import type { Operation } from '../shared/lab/operation';
import type { NamespaceKind } from '../shared/topology/schema';
import { settingInterface, settingName } from '../shared/topology/sysctl';
import type { Places } from './places';

type Of<O extends Operation['op']> = Extract<Operation, { op: O }>;

/** One word of a shell, whatever is in it. */
export const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Holds the id of the process whose namespaces, beside that of the network, are the node's. */
export const pidFile = (name: string, { folder }: Places): string => `${folder}/netns-${name}.pid`;
/** With a process namespace of its own the first one in it is a child of that. */
const firstProcess = (name: string, places: Places): string =>
  `"$(pgrep --parent "$(cat ${pidFile(name, places)})" || cat ${pidFile(name, places)})"`;

export function explainNode(
  { name, kind, isolation, forwarding: forwards, mac, stp, readOnly }: Of<'node.create'>,
  places: Places,
): string[] {
  const lines = [`ip netns add ${name}`];
  const own = isolation.filter((one) => one !== 'net');
  if (own.length > 0) {
    const flags = own.flatMap((one) => unshareFlags[one] ?? []);
    if (own.includes('pid')) flags.push('--fork', ...(own.includes('mnt') ? ['--mount-proc'] : []));
    const first = [...(own.includes('uts') ? [`hostname ${name}`] : []), ...(readOnly ? [writeProtection] : []), 'exec sleep infinity'];
    lines.push(
      `ip netns exec ${name} unshare ${flags.join(' ')} sh -c ${quote(first.join('; '))} &`,
      `echo $! > ${pidFile(name, places)}`,
      `until ip netns pids ${name} | xargs --no-run-if-empty ps -o comm= -p | grep -qx sleep; do sleep 0.05; done`,
    );
  }
  if (forwards) lines.push(...forwarding(name, true));
  if (mac === undefined) {
    lines.push(
      // Link-local addresses are usable at once, without a second of probing for duplicates; and who is not root may ping, too.
      `ip netns exec ${name} sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv4.ping_group_range="0 65535"`,
      `ip -n ${name} link set dev lo up`,
    );
  } else {
    lines.push(
      // Ports have no addresses: else each would talk to all others when it comes up.
      `ip netns exec ${name} sysctl -qw net.ipv6.conf.default.addr_gen_mode=1`,
      `ip -n ${name} link set dev lo up`,
      `ip -n ${name} link add name br0 address ${mac} type bridge`,
      ...(kind === 'hub' ? learning(name, false) : []),
      ...(stp ? [`ip -n ${name} link set dev br0 type bridge stp_state 1`] : []),
      `ip -n ${name} link set dev br0 up`,
    );
  }
  return lines;
}

export const explainDeletion = (name: string, places: Places): string[] => [
  `ip netns pids ${name} | xargs --no-run-if-empty kill -9`,
  `ip netns delete ${name}`,
  `rm -f ${pidFile(name, places)}`,
];

/** A named network is a mount; and a hostname is changed only where it is not that of this computer. */
export function explainRename(old: string, name: string, places: Places): string[] {
  const [file, next] = [pidFile(old, places), pidFile(name, places)];
  const uts = `nsenter --target "$(cat ${file})" --uts`;
  return [
    `touch /run/netns/${name}`,
    `mount --bind /run/netns/${old} /run/netns/${name}`,
    `ip netns delete ${old}`,
    `if [ -e ${file} ]; then [ "/proc/$(cat ${file})/ns/uts" -ef /proc/self/ns/uts ] || ${uts} hostname ${name}; mv ${file} ${next}; fi`,
  ];
}

const unshareFlags: Partial<Record<NamespaceKind, string[]>> = {
  user: ['--user', '--map-root-user'],
  pid: ['--pid'],
  mnt: ['--mount'],
  ipc: ['--ipc'],
  uts: ['--uts'],
};
/** Each mount for itself: one that cannot be is the kernel's own. */
const writeProtection =
  'cut -d" " -f5 /proc/self/mountinfo | while read -r at; do mount -o remount,bind,ro "$at" 2>/dev/null; done; mount -t tmpfs tmpfs /tmp';

/** A bridge that forgets at once sends every frame to every port (bridge(8), ageing_time). */
export const learning = (name: string, learns: boolean): string[] => [
  `ip -n ${name} link set dev br0 type bridge ageing_time ${learns ? 30000 : 0}`,
];
export const forwarding = (name: string, on: boolean): string[] => [
  `ip netns exec ${name} sysctl -qw net.ipv4.ip_forward=${Number(on)}`,
  `ip netns exec ${name} sysctl -qw net.ipv6.conf.all.forwarding=${Number(on)}`,
];

/** What it was before it was set is what a new interface, or a new network, begins with. */
export function explainSetting(node: string, setting: string, value: string | null): string {
  const place = settingInterface(setting);
  const parts = setting.split(setting.includes('/') ? '/' : '.');
  const original =
    place === undefined || place === 'lo'
      ? `unshare --net sysctl -n ${setting}`
      : `ip netns exec ${node} sysctl -n ${settingName(parts.map((part, at) => (at === 3 ? 'default' : part)).join('/'))}`;
  return `ip netns exec ${node} sysctl -qw ${value === null ? `${setting}="$(${original})"` : quote(`${setting}=${value}`)}`;
}

/**
 * Private files lie over the computer's own folder as the upper layer of an overlay (mount(8), kernel's overlayfs), in the node's mount namespace alone: so a file
 * may be new, or hide one that is there, and nothing is written to the computer's.
 */
export function explainFiles(node: string, files: Of<'node.files'>['files'], places: Places): string[] {
  const base = `${places.folder}/private-files/${node}`;
  const inside = `nsenter --target ${firstProcess(node, places)} --all --preserve-credentials`;
  const lines = [
    `${inside} sh -c ${quote(`grep -F " - overlay ${base} " /proc/self/mountinfo | cut -d" " -f5 | xargs --no-run-if-empty umount`)}`,
    `rm -rf ${base}`,
  ];
  const tops = new Set<string>();
  for (const { path, content, mode } of files) {
    const [, top = '', ...rest] = path.split('/');
    const folder = rest.length > 0 ? top : '';
    tops.add(folder);
    const copy = `${base}/upper${folder && `-${folder}`}/${(rest.length > 0 ? rest : [top]).join('/')}`;
    lines.push(`printf %s ${quote(content)} | install -D --mode=${mode.toString(8).padStart(3, '0')} /dev/stdin ${quote(copy)}`);
  }
  for (const top of tops) {
    const [upper, work] = ['upper', 'work'].map((kind) => `${base}/${kind}${top && `-${top}`}`);
    lines.push(
      `mkdir -p ${quote(work!)}`,
      `${inside} mount -t overlay ${base} -o ${quote(`lowerdir=/${top},upperdir=${upper},workdir=${work}`)} ${quote(`/${top}`)}`,
    );
  }
  return lines;
}

/** Control group version 2 (cgroups(7)). */
export function explainLimits(node: string, { cpu, memory, pids }: Of<'node.limits'>): string[] {
  const group = `/sys/fs/cgroup/${node}`;
  const period = 100000;
  return [
    `mkdir -p ${group}`,
    `ip netns pids ${node} | while read -r pid; do echo "$pid" > ${group}/cgroup.procs; done`,
    `echo "${cpu === undefined ? 'max' : Math.round(cpu * period)} ${period}" > ${group}/cpu.max`,
    `echo ${memory ?? 'max'} > ${group}/memory.max`,
    `echo ${memory === undefined ? 'max' : 0} > ${group}/memory.swap.max`,
    `echo ${pids ?? 'max'} > ${group}/pids.max`,
  ];
}

/** Laid over the file of each device that has a mount namespace of its own. */
export function explainResolver({ servers, search }: Of<'lab.resolver'>, { folder }: Places): string[] {
  const file = `${folder}/netns-resolv.conf`;
  const inEach = (command: string): string =>
    `for pid in ${folder}/netns-*.pid; do nsenter --target "$(cat "$pid")" --user --preserve-credentials --mount ${command}; done`;
  if (servers.length === 0) return [inEach('umount /etc/resolv.conf'), `rm ${file}`];
  const lines = [...servers.map((server) => `nameserver ${server}`), ...(search === undefined ? [] : [`search ${search}`])];
  return [`printf '%s\\n' ${lines.map((line) => quote(line)).join(' ')} > ${file}`, inEach(`mount --bind ${file} /etc/resolv.conf`)];
}

/** What the next command waits for is waited for here, at most as long. */
export function explainCommand(node: string, { command, until, timeout, restart }: Of<'command.run'>): string[] {
  const inside = `ip netns exec ${node}`;
  const once = `${inside} sh -c ${quote(command)}`;
  const run = {
    never: once,
    'on-failure': `until ${once}; do sleep 1; done`,
    always: `while :; do ${once}; sleep 1; done`,
  }[restart];
  if (until === 'exit' && restart === 'never') return [run];
  const background = `${run} &`;
  if (typeof until === 'string') return [background];
  const check =
    'listen' in until ? `${inside} ss -Hltn ${quote(`sport = :${until.listen}`)} | grep -q .` : `${inside} test -e ${quote(until.file)}`;
  return [background, `timeout ${timeout} sh -c ${quote(`until ${check}; do sleep 0.1; done`)}`];
}
