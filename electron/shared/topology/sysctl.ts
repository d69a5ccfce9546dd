/** Names of network settings (sysctl(8)) below /proc/sys/net: one writing for each, and what it is a setting of. */

/** `net.ipv4.conf.eth0.rp_filter` and `net/ipv4/conf/eth0.10/rp_filter` alike. */
const partsOf = (name: string): string[] => name.split(name.includes('/') ? '/' : '.');

/** The same setting under two names; the first is the one that is written. */
const aliases = new Map([['net.ipv4.conf.all.forwarding', 'net.ipv4.ip_forward']]);

/** One writing of a name: with dots, but where a part of it (an interface) has dots itself. */
export function settingName(name: string): string {
  const parts = partsOf(name);
  const written = parts.join(parts.some((part) => part.includes('.')) ? '/' : '.');
  return aliases.get(written) ?? written;
}

/** The interface that it is a setting of (`net.ipv4.conf.eth0.…`, `net.ipv6.neigh.eth0.…`); undefined: of the whole network, or of `all`, `default`. */
export function settingInterface(name: string): string | undefined {
  const [, protocol, table, place] = partsOf(name);
  if (!place || !['ipv4', 'ipv6', 'mpls'].includes(protocol ?? '') || !['conf', 'neigh'].includes(table ?? '')) return undefined;
  return place === 'all' || place === 'default' ? undefined : place;
}

/** True for settings that go, and come back as they were at first, with IPv6 on the interface. */
export const isOfIpv6 = (name: string): boolean => partsOf(name)[1] === 'ipv6';

/** Where the file of the setting is. */
export const settingPath = (name: string): string => `/proc/sys/${partsOf(name).join('/')}`;

/**
 * Settings that the kernel writes through to every interface when they are set (inet_forward_change, addrconf_fixup_forwarding, addrconf_disable_ipv6), with
 * the pattern of those that they overwrite.
 */
export const spreading: ReadonlyMap<string, RegExp> = new Map([
  ['net.ipv4.ip_forward', /^net[./]ipv4[./]conf[./].+[./]forwarding$/],
  ['net.ipv6.conf.all.forwarding', /^net[./]ipv6[./]conf[./](?!all[./]).+[./]forwarding$/],
  ['net.ipv6.conf.all.disable_ipv6', /^net[./]ipv6[./]conf[./](?!all[./]).+[./]disable_ipv6$/],
]);

/** Those that spread first, then `all` and `default`, then the rest by name: so that the special is set after the general. */
export function bySetting(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}
function rankOf(name: string): number {
  if (spreading.has(name)) return 0;
  const place = partsOf(name)[3];
  return place === 'all' ? 1 : place === 'default' ? 2 : 3;
}

/** Whether IPv6 is off on an interface by what is set. Settings are named as `settingName` writes them. */
export function isIpv6Off(settings: ReadonlyMap<string, string>, name: string): boolean {
  if (settings.size === 0) return false;
  const own = settings.get(settingName(`net/ipv6/conf/${name}/disable_ipv6`));
  const value = own ?? settings.get('net.ipv6.conf.default.disable_ipv6') ?? settings.get('net.ipv6.conf.all.disable_ipv6') ?? '0';
  return Number(value.trim()) !== 0;
}
