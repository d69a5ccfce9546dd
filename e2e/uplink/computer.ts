/**
 * A computer of the tests' own, with a LAN: two network namespaces joined by a cable, whose end in the computer is called `eth0` and plays its NIC. The computer
 * has its own /run, /sys, and a layer over /etc and /var/lib/dhcp, so that nothing of the real one is touched. All of it is gone when its first process ends.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { differences, hostSnapshot } from '../kernel/host-snapshot';
import type { HostSnapshot } from '../kernel/host-snapshot';
import { until } from '../kernel/lab';
import { inNetworkOf, kill } from './processes';

const run = promisify(execFile);

/** What stands in for the first process: everything is mounted, then it waits for ever. */
const begin = `
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run && mkdir -p /run/lock /run/sshd /run/netns && rmdir /run/netns
mount -t tmpfs tmpfs "$0" && mkdir "$0/etc" "$0/work" && mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/etc,workdir=$0/work" /etc
[ -d /var/lib/dhcp ] && mount -t tmpfs tmpfs /var/lib/dhcp
mount -t sysfs sysfs /sys
mknod -m 666 /run/tun c 10 200 && mount --bind /run/tun /dev/net/tun
ip link set lo up
sysctl -qw net.ipv6.conf.default.accept_dad=0
echo ready
exec sleep infinity`;

/** Of the LAN: its gateway, DHCP and DNS server, and web server. */
export const lanAddress = '192.168.5.1';

async function firstProcess(argv: string[]): Promise<ChildProcess> {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await until('a computer of the tests', () => said.includes('ready'), 60);
  return child;
}

export class Computer {
  private readonly children: ChildProcess[] = [];
  private constructor(
    private readonly dir: string,
    private readonly first: ChildProcess,
    private readonly lan: ChildProcess,
  ) {}

  /** @param dhcp `lease`: eth0 gets its address from the LAN by dhclient(8). `static`: 192.168.5.5/24 and a default route by hand. */
  static async start({ dhcp = 'static' }: { dhcp?: 'lease' | 'static' | 'none' } = {}): Promise<Computer> {
    const dir = mkdtempSync(join(tmpdir(), 'nestwork-computer-'));
    const lan = await firstProcess(['unshare', '--net', 'sh', '-c', 'ip link set lo up; echo ready; exec sleep infinity']);
    const first = await firstProcess(['unshare', '--net', '--mount', '--propagation', 'private', 'sh', '-c', begin, dir]);
    const computer = new Computer(dir, first, lan);
    await computer.connect();
    if (dhcp === 'static') await computer.sh('ip address add 192.168.5.5/24 dev eth0; ip route add default via 192.168.5.1');
    if (dhcp === 'lease') {
      await computer.serveLan();
      await computer.sh('dhclient -4 -q -pf /run/dhclient.eth0.pid -lf /var/lib/dhcp/dhclient.eth0.leases eth0');
    }
    return computer;
  }

  /** Its first process. */
  get pid(): number {
    return this.first.pid ?? -1;
  }
  /** What runs a command in the computer. */
  get enter(): string[] {
    return ['nsenter', '--target', String(this.first.pid), '--net', '--mount', '--wd=/'];
  }
  private get enterLan(): string[] {
    return ['nsenter', '--target', String(this.lan.pid), '--net'];
  }

  private async connect(): Promise<void> {
    await this.sh(`ip link add eth0 address 02:aa:00:00:00:05 type veth peer name lan0 netns ${this.lan.pid} && ip link set eth0 up`);
    // Its IPv6 addresses neither go with the carrier nor are in doubt when it comes.
    await this.inLan(
      'sysctl -qw net.ipv6.conf.lan0.keep_addr_on_down=1 net.ipv6.conf.lan0.accept_dad=0; ip link set lan0 up; ip address add 192.168.5.1/24 dev lan0; ip -6 address add fd00:5::1/64 dev lan0 nodad',
    );
    // Addresses that the kernel gives by itself are there and settled, so that a snapshot stays what it is.
    await until('link-local addresses', async () => {
      const told = await this.sh('ip -6 address; ip -6 route show table local dev eth0');
      return !/tentative/.test(told) && /^local fe80/m.test(told);
    });
  }

  /** DHCP, DNS and a web server in the LAN. @param router it tells of an IPv6 network of its own, too (RFC 4861) */
  async serveLan({ router = false } = {}): Promise<void> {
    const options = [
      '--interface=lan0',
      '--bind-interfaces',
      '--dhcp-range=192.168.5.100,192.168.5.200,255.255.255.0,1h',
      '--dhcp-authoritative',
      '--no-ping',
      ...(router ? ['--enable-ra', '--dhcp-range=fd00:5::,ra-only'] : []),
    ];
    const plain = [
      '--no-daemon',
      '--conf-file=/dev/null',
      '--no-resolv',
      '--no-hosts',
      '--dhcp-leasefile=/dev/null',
      '--leasefile-ro',
      '--user=root',
    ];
    this.startInLan('dnsmasq', ...plain, ...options, '--address=/web.lan/192.168.5.1');
    this.startInLan(process.execPath, '-e', "require('http').createServer((_, r) => r.end('hello from the LAN')).listen(80)");
    await until('the servers of the LAN', async () => {
      const listening = await this.inLan('ss -Hltun');
      return listening.includes('*:80') && listening.includes(':67');
    });
  }

  /** Inode of its network namespace. */
  async network(): Promise<number> {
    return Number(/\d+/.exec(await this.run('readlink', '/proc/self/ns/net'))?.[0]);
  }
  /** A program that goes on until it, or the computer, is stopped. */
  start(...argv: string[]): ChildProcess {
    return this.keep([...this.enter, ...argv]);
  }
  startInLan(...argv: string[]): ChildProcess {
    return this.keep([...this.enterLan, ...argv]);
  }
  private keep([file = '', ...args]: string[]): ChildProcess {
    const child = spawn(file, args, { stdio: 'ignore' });
    this.children.push(child);
    return child;
  }

  async run(...argv: string[]): Promise<string> {
    const [file = '', ...args] = [...this.enter, ...argv];
    return (await run(file, args, { maxBuffer: 1 << 26 })).stdout;
  }
  /** A command line in the computer; its output, and an error if it fails. */
  sh(script: string): Promise<string> {
    return this.run('sh', '-ec', script);
  }
  async inLan(script: string): Promise<string> {
    const [file = '', ...args] = [...this.enterLan, 'sh', '-ec', script];
    return (await run(file, args, { maxBuffer: 1 << 26 })).stdout;
  }

  async snapshot(): Promise<HostSnapshot> {
    const files = await this.sh(
      'ls /run/nestwork/*.journal /run/netns /run/systemd/network 2>/dev/null || true; cat /etc/resolv.conf; ls /var/lib/dhcp; ls /run | grep -vx nestwork',
    );
    // Of the real computer, on which other tests work: not of this one.
    return { ...hostSnapshot(this.enter), namedNetworks: '', resolver: '', files };
  }
  /** The same at a twentieth of the cost, for comparing often. */
  quickSnapshot(): Promise<string> {
    const timers = 's/"(valid_life_time|preferred_life_time|expires|used|age|gc_timer)":[0-9.]+,?//g';
    const asked =
      'ip -j -d link; ip -j address; ip -j route show table all; ip -6 -j route show table all; ip -j rule; cat /proc/self/mountinfo';
    return this.sh(
      `{ ${asked}; ls /run/nestwork/*.journal /run/netns 2>/dev/null || true; grep -H . /proc/sys/net/ipv*/conf/eth0/* 2>/dev/null || true; } | sed -E '${timers}'`,
    );
  }
  /** What is different from `before`, when it stays different. */
  async differences(before: HostSnapshot): Promise<string[]> {
    let found: string[] = [];
    await until('the computer as it was', async () => (found = differences(before, await this.settled(before))).length === 0, 20).catch(
      () => undefined,
    );
    return found;
  }
  /**
   * A snapshot, without settings that came into the world meanwhile because somebody else on the real computer had the kernel load a module: those that were
   * not there before, and are as in any new network.
   */
  private async settled(before: HostSnapshot): Promise<HostSnapshot> {
    const now = await this.snapshot();
    if (now.sysctl === before.sysctl) return now;
    const fresh = await run('unshare', ['--net', 'sysctl', '-a', '--pattern', '^net\\.'], { maxBuffer: 1 << 26 });
    const plain = new Set(fresh.stdout.split('\n'));
    const known = new Set(before.sysctl!.split('\n').map((line) => line.split(' ')[0]));
    const lines = now.sysctl!.split('\n').filter((line) => known.has(line.split(' ')[0]) || !plain.has(line));
    return { ...now, sysctl: lines.join('\n') };
  }

  /** The DHCP clients: `stopped`, or not, and the interface of each. A script that one of them is about to run does not count. */
  dhcpClients(): string[] {
    const clients = this.processes().filter(({ args }) => args.includes('dhclient '));
    return [...new Set(clients.map(({ state: now, args }) => `${now === 'T' ? 'stopped' : 'runs'}: ${args.split(' ').at(-1)}`))].sort();
  }

  /** The carrier of eth0, by the other end of its cable. */
  async carrier(on: boolean): Promise<void> {
    await this.inLan(`ip link set lan0 ${on ? 'up' : 'down'}`);
  }

  /** Everything that runs in the computer's network, by pid: its state and its command line. */
  processes(): ReturnType<typeof inNetworkOf> {
    return inNetworkOf(this.pid);
  }

  stop(): void {
    for (const { pid } of this.processes()) kill(pid, 'SIGKILL');
    for (const child of [...this.children, this.first, this.lan]) child.kill('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 10 });
  }
}
