/** Problems of what one device has inside: settings, private files, limits, namespaces. */
import type { Problem } from '../contract';
import { problem } from '../text/problem';
import { isBridge, kernelKindOf } from './kinds';
import { allFilesLimit } from './schema';
import type { PrivateFile, TopologyNode } from './schema';
import { settingInterface, settingName } from './sysctl';

/** Files that every device gets from the supervisor. */
const ours = new Set(['/etc/hosts', '/etc/resolv.conf', '/etc/hostname']);

export function* insideProblems(node: TopologyNode): Generator<Problem> {
  yield* settings(node);
  yield* files(node);
  yield* namespaces(node);
  const { limits, startup = [], stp } = node;
  const [place, device] = [{ node: node.id }, node.name];
  if (limits?.pids !== undefined && limits.pids < startup.length + 2)
    yield problem('few-processes', 'warning', place, { device, n: limits.pids });
  const isLimited = limits && (limits.cpu ?? limits.memory ?? limits.pids) !== undefined;
  if (isLimited && isBridge(node)) yield problem('limits-on-bridge', 'info', place, { device }, removeField(node, 'limits'));
  if (stp && node.kind !== 'switch') yield problem('stp-without-switch', 'warning', place, { device }, removeField(node, 'stp'));
  for (const [field, kind] of [
    ['internet', 'internet'],
    ['computer', 'this-computer'],
    ['nic', 'nic'],
  ] as const) {
    if (node[field] === undefined || node.kind === kind) continue;
    yield problem('field-of-other-kind', 'info', place, { device, field }, removeField(node, field));
  }
}

const removeField = (node: TopologyNode, field: string) => ({ code: 'remove-field', args: { node: node.id, field } }) as const;

function* settings(node: TopologyNode): Generator<Problem> {
  const writings = new Map<string, string>();
  for (const setting of Object.keys(node.sysctls ?? {}).sort()) {
    const written = settingName(setting);
    const other = writings.get(written);
    const name = settingInterface(setting);
    const place = { node: node.id, ...(name !== undefined && { interface: name }) };
    const fix = { code: 'remove-setting', args: { node: node.id, setting } } as const;
    if (other === undefined) writings.set(written, setting);
    else yield problem('setting-twice', 'warning', place, { device: node.name, setting, other }, fix);
    const forwards = written === 'net.ipv4.ip_forward' || written === 'net.ipv6.conf.all.forwarding';
    if (forwards && kernelKindOf[node.kind] === 'router' && Number(node.sysctls![setting]) === 0)
      yield problem('does-not-forward', 'warning', place, { device: node.name, setting }, fix);
  }
}

function* files(node: TopologyNode): Generator<Problem> {
  const list = node.files ?? [];
  const [place, device] = [{ node: node.id }, node.name];
  const paths = new Map<string, number>();
  for (const [index, { path }] of list.entries()) {
    const fix = { code: 'remove-file', args: { node: node.id, index, path } } as const;
    if (paths.has(path)) yield problem('file-twice', 'error', place, { device, path }, fix);
    else paths.set(path, index);
    if (ours.has(path)) yield problem('file-of-ours', 'info', place, { device, path });
  }
  for (const { path } of list) {
    const other = parentsOf(path).find((parent) => paths.has(parent));
    if (other !== undefined) yield problem('file-in-file', 'error', place, { device, path, other });
  }
  const size = list.reduce((sum, { content }: PrivateFile) => sum + (content?.length ?? 0), 0);
  if (size > allFilesLimit) yield problem('files-too-large', 'error', place, { device, size, limit: allFilesLimit });
}
const parentsOf = (path: string): string[] => {
  const parts = path.split('/');
  return parts.slice(2).map((_, at) => parts.slice(0, at + 2).join('/'));
};

function* namespaces(node: TopologyNode): Generator<Problem> {
  const own = node.isolation;
  if (!own) return;
  const [place, device] = [{ node: node.id }, node.name];
  const give = (kind: string) => ({ code: 'own-namespace', args: { node: node.id, kind } }) as const;
  if (!own.includes('net')) yield problem('network-not-own', 'info', place, { device }, give('net'));
  if (own.includes('mnt')) {
    // Root of the lab's user namespace could take the protection away.
    if (node.filesystem === 'read-only' && !own.includes('user'))
      yield problem('read-only-needs-user', 'warning', place, { device }, give('user'));
    return;
  }
  if (node.files?.length) yield problem('files-need-mount', 'warning', place, { device }, give('mnt'));
  if (node.filesystem === 'read-only') yield problem('read-only-needs-mount', 'warning', place, { device }, give('mnt'));
}
