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
 * Settings of interfaces that the kernel keeps in step: writing `all` writes each of them and `default` (inet_forward_change, addrconf_fixup_forwarding,
 * addrconf_disable_ipv6); a new interface begins with `default`.
 */
export interface Inherited {
  /** The setting that is written through. */
  readonly all: string;
  readonly default: string;
  /** Matches `default` and each interface's. */
  readonly targets: RegExp;
  /** That of one interface. */
  readonly of: (name: string) => string;
}
const inheritedFrom = (all: string, protocol: string, what: string): Inherited => ({
  all,
  default: `net.${protocol}.conf.default.${what}`,
  targets: new RegExp(`^net[./]${protocol}[./]conf[./](?!all[./]).+[./]${what}$`),
  of: (name) => settingName(`net/${protocol}/conf/${name}/${what}`),
});
export const inheritedForwarding: readonly Inherited[] = [
  inheritedFrom('net.ipv4.ip_forward', 'ipv4', 'forwarding'),
  inheritedFrom('net.ipv6.conf.all.forwarding', 'ipv6', 'forwarding'),
];
const inheritedDisable = inheritedFrom('net.ipv6.conf.all.disable_ipv6', 'ipv6', 'disable_ipv6');
export const inherited: readonly Inherited[] = [...inheritedForwarding, inheritedDisable];

/** What is set of an interface: its own setting, else what `default` or `all` say; undefined: nobody says anything. Names are as `settingName` writes them. */
export function inheritedValue(
  settings: ReadonlyMap<string, string>,
  { all, default: usual, of }: Inherited,
  name: string,
): string | undefined {
  return settings.get(of(name)) ?? settings.get(usual) ?? settings.get(all);
}

/** Those that spread first, then `all` and `default`, then the rest by name: so that the special is set after the general. */
export function bySetting(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}
function rankOf(name: string): number {
  if (inherited.some(({ all }) => all === name)) return 0;
  const place = partsOf(name)[3];
  return place === 'all' ? 1 : place === 'default' ? 2 : 3;
}

/** Whether IPv6 is off on an interface by what is set. */
export const isIpv6Off = (settings: ReadonlyMap<string, string>, name: string): boolean =>
  settings.size > 0 && Number(inheritedValue(settings, inheritedDisable, name)?.trim() ?? 0) !== 0;
