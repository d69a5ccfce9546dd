/** What the kernel does when network settings are written, for `model.ts`: which there are, what they spread to, and what IPv6 loses when it is turned off. */
import { isOfIpv6, settingInterface, settingName, inherited } from '../shared/topology/sysctl';
import type { ModelInterface, ModelNode, ModelRoute } from './model';

export type Settings = ReadonlyMap<string, string>;

/** Those that the kernel reads on its own account: always there, so that two ways to one state can be compared. */
export function bornSettings(forwarding: boolean): Settings {
  const value = String(Number(forwarding));
  return new Map([
    ['net.ipv4.ip_forward', value],
    ['net.ipv4.conf.default.forwarding', value],
    ['net.ipv6.conf.all.forwarding', value],
    ['net.ipv6.conf.default.forwarding', value],
    ['net.ipv6.conf.all.disable_ipv6', '0'],
    ['net.ipv6.conf.default.disable_ipv6', '0'],
  ]);
}

/** A new interface begins with what `default` says. */
export function withInterfaceBorn(settings: Settings, name: string, mtu: number): Settings {
  const next = new Map(settings);
  next.set(settingName(`net/ipv4/conf/${name}/forwarding`), settings.get('net.ipv4.conf.default.forwarding')!);
  return mtu < 1280 ? next : withIpv6Born(next, name);
}
function withIpv6Born(settings: Settings, name: string): Settings {
  const next = new Map(settings);
  for (const what of ['forwarding', 'disable_ipv6'])
    next.set(settingName(`net/ipv6/conf/${name}/${what}`), settings.get(`net.ipv6.conf.default.${what}`)!);
  return next;
}
export const withoutInterface = (settings: Settings, name: string): Settings =>
  new Map([...settings].filter(([setting]) => settingInterface(setting) !== name));

/** Below 1,280 bytes IPv6 and all that was set of it goes; above, it is born again. */
export function withMtu(settings: Settings, name: string, before: number, now: number): Settings {
  if (now < 1280) return new Map([...settings].filter(([setting]) => settingInterface(setting) !== name || !isOfIpv6(setting)));
  return before < 1280 ? withIpv6Born(settings, name) : settings;
}

export const hasIpv6 = (node: ModelNode, name: string, one: ModelInterface): boolean =>
  one.mtu >= 1280 && node.settings.get(settingName(`net/ipv6/conf/${name}/disable_ipv6`)) === '0';

/** @param value null: as it was, for settings that nobody else writes. @returns the node after it, or why not. */
export function withSetting(
  node: ModelNode,
  name: string,
  value: string | null,
): ModelNode | { readonly errno: string; readonly why: string } {
  const place = settingInterface(name);
  const one = node.interfaces.get(place ?? '');
  if (place !== undefined && !one && place !== 'lo' && !(place === 'br0' && node.mac !== undefined))
    return { errno: 'ENOENT', why: 'no such interface' };
  if (one && one.mtu < 1280 && isOfIpv6(name)) return { errno: 'ENOENT', why: 'IPv6 is off on the interface' };
  const settings = new Map(node.settings);
  if (value === null) {
    if (!settings.has(name)) return { errno: 'EINVAL', why: 'it was not set' };
    if (/forward|disable_ipv6/.test(name)) return { errno: 'EINVAL', why: 'the model does not know what it was' };
    settings.delete(name);
    return { ...node, settings };
  }
  settings.set(name, value);
  const targets = inherited.find(({ all }) => all === name)?.targets;
  if (targets) for (const other of settings.keys()) if (targets.test(other) && !ofLoopback(other)) settings.set(other, value);
  return flushed({ ...node, settings });
}
const ofLoopback = (name: string): boolean => settingInterface(name) === 'lo';

/** What becoming a router or a host writes; only if it is not so already. */
export function withForwarding(node: ModelNode, forwarding: boolean): ModelNode {
  if (node.forwarding === forwarding) return node;
  let next: ModelNode = { ...node, forwarding };
  for (const name of ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'])
    next = withSetting(next, name, String(Number(forwarding))) as ModelNode;
  return next;
}

/** Where IPv6 is off, its addresses and routes are gone. */
function flushed(node: ModelNode): ModelNode {
  const interfaces = new Map<string, ModelInterface>();
  let routes: ReadonlyMap<string, ModelRoute> = node.routes;
  for (const [name, one] of node.interfaces) {
    const off = !hasIpv6(node, name, one);
    interfaces.set(name, off ? { ...one, addresses: one.addresses.filter((address) => !address.includes(':')) } : one);
    if (off) routes = new Map([...routes].filter(([, route]) => route.through !== name || !route.to.includes(':')));
  }
  return { ...node, interfaces, routes };
}
