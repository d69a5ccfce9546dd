/**
 * Network settings of one node, before and after, as changes: those of the whole network come before new cables, so that interfaces are born with them; those
 * of an interface once it is there. Some the kernel writes through to others: those are set again behind them.
 */
import type { Reason } from '../shared/lab/operation';
import { because } from '../shared/text/reason';
import { bySetting, inherited, inheritedForwarding, inheritedValue, isOfIpv6, settingInterface } from '../shared/topology/sysctl';
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
  /** Lasting interfaces that have IPv6 before and after, but lose its addresses and routes on the way: it is turned off for all, then on again for them. */
  readonly flushed: ReadonlySet<string>;
}
const none: SettingChanges = { general: [], ofInterfaces: [], flushed: new Set() };

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
  for (const group of inherited) {
    // Becoming a router or a host writes both kinds of forwarding.
    const refrozen = before !== undefined && before.forwarding !== now.forwarding && inheritedForwarding.includes(group);
    const isWritten = refrozen || changes.has(group.all);
    for (const [name, value] of now.sysctls)
      if (isWritten && !changes.has(name) && (name === group.all || group.targets.test(name)))
        change(name, value, because('setting-again'));
    // What `default` says counts for interfaces that come later; those that are there are told one by one.
    if (!before || !(changes.has(group.default) || (isWritten && now.sysctls.has(group.default)))) continue;
    for (const name of now.interfaces.keys()) {
      const own = group.of(name);
      if (!now.sysctls.has(own) && there(own)) change(own, plainValue(now, own), because('setting'));
    }
  }
  const all = [...changes.values()].sort((a, b) => bySetting(a.name, b.name));
  const isOfInterface = ({ name }: SettingChange): boolean => now.interfaces.has(settingInterface(name) ?? '');
  const turnsOff = all.some(({ name, value }) => name === allIpv6 && value !== null && Number(value) !== 0);
  const flushed = turnsOff ? [...now.interfaces.values()].filter((one) => one.ipv6 && lasts(one.name)) : [];
  return {
    general: all.filter((one) => !isOfInterface(one)),
    ofInterfaces: all.filter(isOfInterface),
    flushed: new Set(flushed.map(({ name }) => name)),
  };
}
const allIpv6 = 'net.ipv6.conf.all.disable_ipv6';

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
  for (const group of inherited) {
    const usual = inheritedForwarding.includes(group) ? String(Number(now.forwarding)) : '0';
    if (name === group.all) return usual;
    if (name === group.default) return now.sysctls.get(group.all) ?? usual;
    if (group.targets.test(name)) return inheritedValue(now.sysctls, group, settingInterface(name) ?? '') ?? usual;
  }
  return null;
}
