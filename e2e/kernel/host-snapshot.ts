/** Everything about this computer's own network and mounts that a lab must leave as it was (safety.md, S25). */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export type HostSnapshot = Record<string, string>;

/** Settings that count or drift by themselves, whoever looks. */
const drifting =
  /^(net\.netfilter\.nf_conntrack_count|net\.ipv4\.tcp_fastopen_key|net\.ipv4\.inet_peer_.*|net\.core\.flow_limit.*|.*stable_secret)\s*=/;
/** Fields of `ip` that count time. */
const timers = /"(valid_life_time|preferred_life_time|expires|used|age|hello_timer|gc_timer|tcn_timer|topology_change_timer)":[\d.]+,?/g;

function output(file: string, ...args: string[]): string {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 });
  } catch (error) {
    const failed = error as NodeJS.ErrnoException & { stdout?: string };
    return `${failed.code ?? 'failed'}: ${failed.stdout ?? ''}`;
  }
}
const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
};
const sorted = (text: string, keep: (line: string) => boolean = () => true): string => text.split('\n').filter(keep).sort().join('\n');

/** `enter`: a command in front of every question, to take the snapshot of another namespace. */
export function hostSnapshot(enter: string[] = []): HostSnapshot {
  const ask = (...argv: string[]): string => {
    const [file = '', ...args] = [...enter, ...argv];
    return output(file, ...args);
  };
  return {
    links: ask('ip', '-j', '-d', 'link').replace(timers, ''),
    addresses: ask('ip', '-j', 'address').replace(timers, ''),
    routes4: ask('ip', '-j', 'route', 'show', 'table', 'all').replace(timers, ''),
    routes6: ask('ip', '-6', '-j', 'route', 'show', 'table', 'all').replace(timers, ''),
    rules: ask('ip', '-j', 'rule') + ask('ip', '-6', '-j', 'rule'),
    qdiscs: ask('tc', 'qdisc', 'show'),
    nft: ask('nft', 'list', 'ruleset'),
    sysctl: sorted(ask('sysctl', '-a', '--pattern', '^net\\.'), (line) => !drifting.test(line)),
    mounts: ask('cat', '/proc/self/mountinfo'),
    resolver: read('/etc/resolv.conf'),
    namedNetworks: (() => {
      try {
        return readdirSync('/run/netns').sort().join('\n');
      } catch {
        return '';
      }
    })(),
    listening: sorted(ask('ss', '-Hltun')),
  };
}

/** The parts in which two snapshots differ, in words; empty when nothing changed. */
export function differences(before: HostSnapshot, after: HostSnapshot): string[] {
  return Object.keys(before).flatMap((part) => {
    if (before[part] === after[part]) return [];
    const [old, now] = [before[part] ?? '', after[part] ?? ''].map((text) => text.split('\n'));
    const gone = old?.filter((line) => !now?.includes(line)) ?? [];
    const come = now?.filter((line) => !old?.includes(line)) ?? [];
    return [`${part}: ${[...gone.map((line) => `- ${line}`), ...come.map((line) => `+ ${line}`)].join('\n').slice(0, 2000)}`];
  });
}
