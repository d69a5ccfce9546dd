/**
 * A lab as one bash script that needs nothing but what every Linux has: it makes the lab with the commands that `explain` shows, in order and with their
 * reasons, and removes what it made. It knows its own by name and inode, and touches no network namespace of somebody else.
 */
import type { Operation, Step } from '../shared/lab/operation';
import type { Topology } from '../shared/topology/schema';
import { derive } from './derive';
import type { DeriveOptions } from './derive';
import { describe } from './describe';
import { endsIn, explain } from './explain';
import { quote } from './explain-node';
import { plan } from './plan';
import { emptyLab } from './wanted';

/** @param options texts of private files beside the lab file. */
export function script(topology: Topology, options: DeriveOptions = {}): string {
  const wanted = derive(topology, undefined, options);
  const { steps } = plan(wanted, emptyLab);
  const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  const endsOf = endsIn(topology);
  const places = { folder: `/run/nestwork-script/${topology.id}`, network: `nestwork-${topology.id}` };
  const runs: Operation[] = [];
  const lines: string[] = [];
  let part = '';
  for (const step of steps) {
    const { operation } = step;
    if (operation.op === 'command.run') {
      runs.push(operation);
      continue;
    }
    if (part !== titles[operation.op]) lines.push('', `# --- ${(part = titles[operation.op])}`);
    lines.push(`# ${comment(step, nameOf, endsOf)}`);
    if (left[operation.op]) lines.push(`# ${left[operation.op]}`);
    else lines.push(...explain(operation, nameOf, endsOf, places).flatMap(inScript));
  }
  const commands = startup(runs, nameOf);
  const edge = [...wanted.uplinks.keys()].map((id) => `# ${nameOf(id)} leads out of the lab in Nestwork; here it leads nowhere.`);
  return [
    ...head(topology, places),
    '# shellcheck disable=SC2016 # What stands in single quotes is for the devices.',
    'build() {',
    ...indented([`make ${places.network}`, ...edge, ...lines, ...(commands.length ? ['', '# --- Start-up commands', ...commands] : [])]),
    '}',
    '',
    ...tail,
  ].join('\n');
}

/** A namespace is written down; what stays in the background holds on to nothing of whoever called, and its end is nobody's news. */
function inScript(line: string): string[] {
  if (line.startsWith('ip netns add ')) return [line.replace('ip netns add', 'make')];
  return line.endsWith(' &') ? [`${line.slice(0, -2)} < /dev/null > /dev/null 2>&1 &`, 'disown'] : [line];
}

const titles: Readonly<Record<Operation['op'], string>> = {
  'node.create': 'Devices',
  'node.delete': 'Devices',
  'node.rename': 'Devices',
  'node.kind': 'Devices',
  'node.stp': 'Devices',
  'node.limits': 'Devices',
  'node.files': 'Devices',
  'lab.resolver': 'Names',
  'node.sysctl': 'Settings',
  'link.create': 'Cables',
  'link.delete': 'Cables',
  'link.cut': 'Cables',
  'link.restore': 'Cables',
  'interface.set': 'Interfaces',
  'interface.delete': 'Interfaces',
  'address.add': 'Addresses',
  'address.delete': 'Addresses',
  'route.add': 'Routes',
  'route.delete': 'Routes',
  'command.run': 'Start-up commands',
};
/** What a script leaves to others. */
const left: Readonly<Partial<Record<Operation['op'], string>>> = {
  'node.limits': 'Not here: control groups belong to systemd on most computers; see systemd-run(1), --scope --property=CPUQuota=… .',
  'lab.resolver': 'Not here: nobody answers at that address without a way to the Internet.',
};

/** `r1 eth0: Set 10.0.1.1/24 (free in 10.0.1.0/24)`. Only reasons that are not "you drew it" tell something. */
function comment({ operation, reason }: Step, nameOf: (id: string) => string, endsOf: ReturnType<typeof endsIn>): string {
  const { what, on } = describe(operation, nameOf, endsOf);
  const why = ['address.add', 'route.add'].includes(operation.op) ? ` (${reason.text})` : '';
  return oneLine(`${on && `${on}: `}${what}${why}`);
}

/** What a person typed stays in its comment. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** The commands of a device one after the other, those of all devices side by side. */
function startup(runs: readonly Operation[], nameOf: (id: string) => string): string[] {
  const lines: string[] = [];
  const devices = new Map<string, string[]>();
  for (const run of runs) {
    if (run.op !== 'command.run') continue;
    const { node, command, until, timeout, restart } = run;
    const wait = typeof until === 'string' ? until : 'listen' in until ? `listen:${until.listen}` : `file:${until.file}`;
    const own = devices.get(node) ?? [];
    devices.set(node, [...own, `start ${nameOf(node)} ${own.length + 1} ${quote(wait)} ${timeout} ${restart} ${quote(command)}`]);
  }
  for (const own of devices.values()) lines.push('{', ...indented(own), '} &');
  return lines;
}

function head({ id, name, description }: Topology, { folder }: { folder: string }): string[] {
  const about = (description ?? '')
    .split(/\r\n|[\r\n]/)
    .map(oneLine)
    .filter((line) => line !== '');
  return [
    '#!/usr/bin/env bash',
    `# The lab "${oneLine(name)}", made and removed with ip(8), as root. Written by Nestwork.`,
    ...about.map((line) => `# ${line}`),
    '#',
    `#   sudo ./${id}.sh up                  make it`,
    `#   sudo ./${id}.sh exec DEVICE COMMAND…  run a command in a device`,
    `#   sudo ./${id}.sh down                remove what it made, and nothing else`,
    'set -euo pipefail',
    '',
    '# What was made is written down here.',
    `state=${folder}`,
    '',
    'die() {',
    '  echo "$1" >&2',
    '  exit 1',
    '}',
    '',
    '# A network namespace of this lab, known again by its inode.',
    'make() {',
    '  [ ! -e "/run/netns/$1" ] || die "A network namespace $1 is there already, and is not of this lab. Rename the device, or remove that one."',
    '  # Ctrl-C waits: it also reaches ip, which would leave a file that is no namespace; and what is made must be written down.',
    '  (',
    "    trap '' INT TERM",
    '    ip netns add "$1"',
    '    echo "$1 $(stat --format=%i "/run/netns/$1")" >> "$state/made"',
    '  )',
    '}',
    '',
    '# inside DEVICE COMMAND…: in all of its namespaces.',
    'inside() {',
    '  local device=$1 first',
    '  shift',
    '  if [ ! -e "$state/netns-$device.pid" ]; then',
    '    ip netns exec "$device" "$@"',
    '    return',
    '  fi',
    '  first=$(cat "$state/netns-$device.pid")',
    '  first=$(pgrep --parent "$first" | head -n 1 || echo "$first")',
    '  nsenter --target "$first" --all --preserve-credentials -- "$@"',
    '}',
    '',
    '# start DEVICE NUMBER UNTIL TIMEOUT RESTART COMMAND: the next one waits until the command has ended, listens, or has made a file.',
    '# shellcheck disable=SC2016 # The inner shell reads its own arguments.',
    'start() {',
    '  local device=$1 number=$2 until=$3 timeout=$4 restart=$5 command=$6 pid end',
    '  inside "$device" bash -c \'while :; do sh -c "$1"; status=$?; case $2-$status in never-*|on-failure-0) exit "$status";; esac; sleep 1; done\' \\',
    '    loop "$command" "$restart" < /dev/null > "$state/$device-$number.log" 2>&1 &',
    '  pid=$!',
    '  end=$((SECONDS + timeout))',
    '  while [ "$SECONDS" -lt "$end" ]; do',
    '    case $until in',
    '      start) return ;;',
    '      exit) kill -0 "$pid" 2> /dev/null || return 0 ;;',
    '      listen:*) if inside "$device" ss -Hltn "sport = :${until#listen:}" | grep -q .; then return; fi ;;',
    '      file:*) if inside "$device" test -e "${until#file:}"; then return; fi ;;',
    '    esac',
    '    sleep 0.1',
    '  done',
    '}',
    '',
  ];
}

const tail = [
  '# What was begun and not ended is taken back.',
  'undo() {',
  '  local status=$?',
  '  trap - EXIT',
  "  trap '' INT TERM",
  '  disown -a',
  '  [ "$status" = 0 ] || down',
  '  exit "$status"',
  '}',
  '',
  'up() {',
  '  [ ! -e "$state/made" ] || die "The lab is up. Take it down first."',
  '  mkdir -p "$state"',
  '  trap undo EXIT',
  "  trap 'exit 130' INT TERM",
  '  build',
  '}',
  '',
  'down() {',
  '  local name inode',
  '  if [ -e "$state/made" ]; then',
  '    while read -r name inode; do',
  '      [ "$(stat --format=%i "/run/netns/$name" 2> /dev/null)" = "$inode" ] || continue',
  '      ip netns pids "$name" | xargs --no-run-if-empty kill -9 2> /dev/null || true',
  '      ip netns delete "$name"',
  '    done < "$state/made"',
  '  fi',
  '  rm -rf "$state"',
  '  rmdir "${state%/*}" 2> /dev/null || true',
  '}',
  '',
  '[ "$(id -u)" = 0 ] || die "Network namespaces with names need root: sudo $0 $*"',
  'case ${1:-} in',
  '  up) up ;;',
  '  down) down ;;',
  '  exec)',
  '    [ $# -ge 3 ] || die "Usage: $0 exec DEVICE COMMAND…"',
  '    shift',
  '    inside "$@"',
  '    ;;',
  '  *) die "Usage: $0 up | exec DEVICE COMMAND… | down" ;;',
  'esac',
  '',
];
