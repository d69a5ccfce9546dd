/** NetworkManager and systemd-networkd, the true daemons, in a computer of the tests: each has eth0 and gets its address from the LAN. */
import { networkManager, systemdNetworkd } from '../../build/network-managers.mjs';
import { until } from '../kernel/lab';
import type { Computer } from './computer';

export interface Care {
  name: string;
  /** Why it cannot be had here. */
  absent?: string;
  start: (computer: Computer) => Promise<void>;
  /** What it says of interfaces: those that it has, and those that it leaves alone. */
  state: (computer: Computer, ...interfaces: string[]) => Promise<string[]>;
  /** What it says of eth0 when it has it. */
  has: string;
}

/** A system bus. A read-only /sys is how both are told that there is no udevd(8) to wait for; a name of the computer by DHCP would be everybody's. */
const begin = 'mkdir -p /run/dbus; mount -o remount,bind,ro /sys; dbus-daemon --system --fork --nopidfile';

const profile = (id: string, connects: boolean, ipv4: string): string => `
cat > /etc/NetworkManager/system-connections/${id}.nmconnection <<'END'
[connection]
id=${id}
type=ethernet
interface-name=eth0
autoconnect=${connects}
[ipv4]
${ipv4}
[ipv6]
method=auto
END`;

export const networkManagerCare: Care = {
  name: 'NetworkManager',
  absent: networkManager().why,
  has: 'eth0: connected (chosen)',
  /** By a profile that the person chose: another one connects by itself. */
  async start(computer) {
    const { layer = '' } = networkManager();
    const own = '/etc/NetworkManager /usr/lib/NetworkManager/conf.d /usr/lib/NetworkManager/dispatcher.d /var/lib/NetworkManager';
    await computer.sh(`
      ${layer && `mount -t overlay overlay -o lowerdir=${layer}:/usr /usr`}
      mkdir -p /run/layer/upper /run/layer/work; mount -t overlay overlay -o lowerdir=/var/lib,upperdir=/run/layer/upper,workdir=/run/layer/work /var/lib
      mkdir -p /etc/NetworkManager /var/lib/NetworkManager
      for folder in ${own}; do [ ! -d $folder ] || mount -t tmpfs -o mode=755 tmpfs $folder; done
      mkdir -m 700 /etc/NetworkManager/system-connections
      printf '[main]\\nplugins=keyfile\\nauth-polkit=root-only\\nhostname-mode=none\\ndhcp=internal\\nno-auto-default=*\\n[device]\\nmatch-device=interface-name:eth0\\nmanaged=1\\n' > /etc/NetworkManager/NetworkManager.conf
      ${profile('by-itself', true, 'method=manual\naddress1=192.168.5.66/24,192.168.5.1\ndns=192.168.5.66;')}
      ${profile('chosen', false, 'method=auto')}
      chmod 600 /etc/NetworkManager/system-connections/*
      ${begin}`);
    computer.start('unshare', '--uts', 'NetworkManager', '--no-daemon');
    await until(
      'NetworkManager',
      () =>
        computer.sh('nmcli -g RUNNING general').then(
          (said) => said === 'running\n',
          () => false,
        ),
      60,
    );
    await computer.sh('nmcli --wait 60 connection up chosen ifname eth0');
  },
  async state(computer, ...interfaces) {
    const said = await computer.sh('nmcli -g DEVICE,STATE,CONNECTION device');
    return said
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([device = '']) => interfaces.includes(device))
      .map(([device, state, connection]) => `${device}: ${state}${connection && ` (${connection})`}`)
      .sort();
  },
};

export const networkdCare: Care = {
  name: 'systemd-networkd',
  absent: systemdNetworkd().why,
  has: 'eth0: configured',
  /** By settings that say so of every interface; resolv.conf(5) is the person's. */
  async start(computer) {
    await computer.sh(`
      mkdir -p /run/systemd/netif /etc/systemd/network; chown systemd-network: /run/systemd/netif
      printf '[Match]\\nName=e* nw*\\n[Network]\\nDHCP=ipv4\\nIPv6AcceptRA=yes\\n[DHCPv4]\\nUseHostname=no\\n' > /etc/systemd/network/50-wired.network
      echo 'nameserver 192.168.5.53' > /etc/resolv.conf
      ${begin}`);
    computer.start('unshare', '--uts', systemdNetworkd().program ?? '');
    await until('a lease', async () => (await networkdCare.state(computer, 'eth0')).join() === networkdCare.has, 60);
  },
  async state(computer, ...interfaces) {
    const said = await computer.sh('networkctl --no-legend --no-pager list || true');
    return said
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, name = '']) => interfaces.includes(name))
      .map(([, name, , , setup]) => `${name}: ${setup}`)
      .sort();
  },
};
