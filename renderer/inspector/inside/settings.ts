/** Network settings that people use, as suggestions: sysctl(8) names below net., by the kernel's ip-sysctl and nf_conntrack documentation. */

export interface KnownSetting {
  /** Key of its sentence in the catalogue (`inspector.sysctl`). */
  readonly key: string;
  /** `{interface}` stands for the name of an interface, `all` or `default`. */
  readonly name: string;
  /** A value that somebody who names it probably wants. */
  readonly value: string;
}

export const knownSettings = [
  { key: 'ipForward', name: 'net.ipv4.ip_forward', value: '1' },
  { key: 'forward6', name: 'net.ipv6.conf.all.forwarding', value: '1' },
  { key: 'rpFilter', name: 'net.ipv4.conf.{interface}.rp_filter', value: '0' },
  { key: 'proxyArp', name: 'net.ipv4.conf.{interface}.proxy_arp', value: '1' },
  { key: 'arpIgnore', name: 'net.ipv4.conf.{interface}.arp_ignore', value: '1' },
  { key: 'arpAnnounce', name: 'net.ipv4.conf.{interface}.arp_announce', value: '2' },
  { key: 'acceptLocal', name: 'net.ipv4.conf.{interface}.accept_local', value: '1' },
  { key: 'routeLocalnet', name: 'net.ipv4.conf.{interface}.route_localnet', value: '1' },
  { key: 'acceptRedirects', name: 'net.ipv4.conf.{interface}.accept_redirects', value: '0' },
  { key: 'sendRedirects', name: 'net.ipv4.conf.{interface}.send_redirects', value: '0' },
  { key: 'logMartians', name: 'net.ipv4.conf.{interface}.log_martians', value: '1' },
  { key: 'ignoreLinkdown', name: 'net.ipv4.conf.{interface}.ignore_routes_with_linkdown', value: '1' },
  { key: 'disable6', name: 'net.ipv6.conf.{interface}.disable_ipv6', value: '1' },
  { key: 'acceptRa', name: 'net.ipv6.conf.{interface}.accept_ra', value: '0' },
  { key: 'dad', name: 'net.ipv6.conf.{interface}.accept_dad', value: '0' },
  { key: 'seg6', name: 'net.ipv6.conf.{interface}.seg6_enabled', value: '1' },
  { key: 'mplsInput', name: 'net.mpls.conf.{interface}.input', value: '1' },
  { key: 'mplsLabels', name: 'net.mpls.platform_labels', value: '1000' },
  { key: 'echoIgnore', name: 'net.ipv4.icmp_echo_ignore_all', value: '1' },
  { key: 'echoBroadcasts', name: 'net.ipv4.icmp_echo_ignore_broadcasts', value: '0' },
  { key: 'icmpRatelimit', name: 'net.ipv4.icmp_ratelimit', value: '0' },
  { key: 'ttl', name: 'net.ipv4.ip_default_ttl', value: '64' },
  { key: 'multipathHash', name: 'net.ipv4.fib_multipath_hash_policy', value: '1' },
  { key: 'nonlocalBind', name: 'net.ipv4.ip_nonlocal_bind', value: '1' },
  { key: 'portStart', name: 'net.ipv4.ip_unprivileged_port_start', value: '0' },
  { key: 'pmtu', name: 'net.ipv4.ip_no_pmtu_disc', value: '1' },
  { key: 'mtuProbing', name: 'net.ipv4.tcp_mtu_probing', value: '1' },
  { key: 'congestion', name: 'net.ipv4.tcp_congestion_control', value: 'reno' },
  { key: 'ecn', name: 'net.ipv4.tcp_ecn', value: '1' },
  { key: 'syncookies', name: 'net.ipv4.tcp_syncookies', value: '0' },
  { key: 'finTimeout', name: 'net.ipv4.tcp_fin_timeout', value: '15' },
  { key: 'keepalive', name: 'net.ipv4.tcp_keepalive_time', value: '60' },
  { key: 'rmem', name: 'net.ipv4.tcp_rmem', value: '4096 131072 6291456' },
  { key: 'wmem', name: 'net.ipv4.tcp_wmem', value: '4096 16384 4194304' },
  { key: 'neighTime', name: 'net.ipv4.neigh.{interface}.base_reachable_time_ms', value: '5000' },
  { key: 'somaxconn', name: 'net.core.somaxconn', value: '4096' },
] as const satisfies readonly KnownSetting[];

/** With slashes, where the interface has dots itself. */
const written = (pattern: string, name: string): string =>
  pattern
    .split('.')
    .map((part) => (part === '{interface}' ? name : part))
    .join(name.includes('.') ? '/' : '.');

/** Names for a device with these interfaces: of each of them, of all together, and of those that come. */
export function suggestedSettings(
  interfaces: readonly string[],
): { readonly name: string; readonly known: (typeof knownSettings)[number] }[] {
  return knownSettings.flatMap((known) => {
    if (!known.name.includes('{interface}')) return [{ name: known.name, known }];
    return [...interfaces, 'all', 'default'].map((one) => ({ name: written(known.name, one), known }));
  });
}

/** What a name means, if it is one of the known; undefined: it is not. */
export function knownSetting(name: string): (typeof knownSettings)[number] | undefined {
  const parts = name.split(name.includes('/') ? '/' : '.');
  return knownSettings.find((known) => {
    const pattern = known.name.split('.');
    return pattern.length === parts.length && pattern.every((part, at) => part === '{interface}' || part === parts[at]);
  });
}
