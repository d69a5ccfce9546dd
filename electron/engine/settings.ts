/**
 * Network settings of one node, before and after, as changes: those of the whole network come before new cables, so that interfaces are born with them; those
 * of an interface once it is there. Some the kernel writes through to others: those are set again behind them.
 */
import type { Reason } from '../shared/lab/operation';
import { because } from '../shared/text/reason';
import { bySetting, isIpv6Off, isOfIpv6, settingInterface, settingName, spreading } from '../shared/topology/sysctl';
import { leastIpv6Mtu } from './records';
import type { WantedNode } from './wanted';

export interface SettingChange {
  readonly name: string;
  /** null: as it was before it was set the first time. */
  readonly value: string | null;
  readonly reason: Reason;
}
export interface SettingChanges {
  /** Of the whole network. */
  readonly general: readonly SettingChange[];
  readonly ofInterfaces: readonly SettingChange[];
}
const none: SettingChanges = { general: [], ofInterfaces: [] };
const general = { forwarding: ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'], allIpv6: 'net.ipv6.conf.all.disable_ipv6' } as const;
const defaultIpv6 = 'net.ipv6.conf.default.disable_ipv6';

/** @param before undefined: the node is new. @param lasts whether an interface is the same kernel object as before. */
export function compareSettings(now: WantedNode, before: WantedNode | undefined, lasts: (name: string) => boolean): SettingChanges {
  if (now.sysctls.size === 0 && !before?.sysctls.size) return none;
  const changes = new Map<string, SettingChange>();
  const change = (name: string, value: string | null, reason: Reason): void => void changes.set(name, { name, value, reason });
  const there = (name: string): boolean => isThere(name, now, lasts);

  for (const name of before?.sysctls.keys() ?? [])
    if (!now.sysctls.has(name) && there(name)) change(name, plainValue(now, name), because('setting-removed'));
  for (const [name, value] of now.sysctls) {
    if (before?.sysctls.get(name) !== value) change(name, value, because('setting'));
    else if (!there(name) || isBornAgain(name, before)) change(name, value, because('setting-again'));
  }
  // Becoming a router or a host writes both of these.
  const refrozen = before !== undefined && before.forwarding !== now.forwarding;
  for (const [source, targets] of spreading) {
    const isWritten = changes.has(source) || (refrozen && general.forwarding.some((name) => name === source));
    if (!isWritten) continue;
    for (const [name, value] of now.sysctls)
      if (!changes.has(name) && (name === source || targets.test(name))) change(name, value, because('setting-again'));
  }
  // What `default` says of IPv6 counts for interfaces that come later; those that are there are told one by one.
  if (before && (changes.has(defaultIpv6) || (changes.has(general.allIpv6) && now.sysctls.has(defaultIpv6)))) {
    for (const name of now.interfaces.keys()) {
      const own = settingName(`net/ipv6/conf/${name}/disable_ipv6`);
      if (!now.sysctls.has(own) && there(own)) change(own, isIpv6Off(now.sysctls, name) ? '1' : '0', because('setting'));
    }
  }
  const all = [...changes.values()].sort((a, b) => bySetting(a.name, b.name));
  const isOfInterface = ({ name }: SettingChange): boolean => now.interfaces.has(settingInterface(name) ?? '');
  return { general: all.filter((one) => !isOfInterface(one)), ofInterfaces: all.filter(isOfInterface) };
}

/** What the setting is of was there before, and stays: the whole network, `lo`, the bridge, or an interface on which its protocol is on. */
function isThere(name: string, now: WantedNode, lasts: (name: string) => boolean): boolean {
  const place = settingInterface(name);
  if (place === undefined || place === 'lo' || (now.mac !== undefined && place === 'br0')) return true;
  const one = now.interfaces.get(place);
  return one !== undefined && lasts(place) && (one.mtu >= leastIpv6Mtu || !isOfIpv6(name));
}

/** Below 1,280 bytes the kernel forgets all that was set of IPv6 on the interface. */
function isBornAgain(name: string, before: WantedNode | undefined): boolean {
  const old = before?.interfaces.get(settingInterface(name) ?? '');
  return old !== undefined && old.mtu < leastIpv6Mtu && isOfIpv6(name);
}

/** The value that the node would have without the setting, where others decide it; else null. */
function plainValue(now: WantedNode, name: string): string | null {
  const place = settingInterface(name);
  const forwards = String(Number(now.forwarding));
  if (general.forwarding.some((one) => one === name)) return forwards;
  for (const source of general.forwarding) if (spreading.get(source)!.test(name)) return now.sysctls.get(source) ?? forwards;
  if (name === general.allIpv6) return '0';
  if (name === defaultIpv6) return now.sysctls.get(general.allIpv6) ?? '0';
  if (spreading.get(general.allIpv6)!.test(name)) return isIpv6Off(now.sysctls, place ?? '') ? '1' : '0';
  return null;
}
