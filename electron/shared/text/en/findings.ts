/** What this computer allows and lacks: what was found, and what it costs. */
export const findings = {
  'supervisor-missing': '{error}',
  'supervisor-broken': '{path} is there but does not run.',
  supervisor: 'The supervisor is {path} ({version}).',
  'runtime-directory': 'Running labs have their sockets in {path}.',
  'runtime-directory-missing': '{error}',
  'user-namespaces': 'The kernel lets you make user namespaces.',
  'user-namespaces-off': 'kernel.unprivileged_userns_clone is 0, so no lab can be started without root.',
  'user-namespaces-refused': 'The kernel refuses to make a user namespace for you, so no lab can be started without root.',
  'namespace-count': 'user.max_{kind}_namespaces is {value}, enough for {devices} devices at once.',
  'namespace-count-low': 'user.max_{kind}_namespaces is {value}: about {devices} devices can run at once, in all labs together.',
  'namespace-count-none': 'user.max_{kind}_namespaces is {value}: no lab fits into that.',
  'namespace-count-lab':
    'This lab has {needed} devices, but user.max_{kind}_namespaces is {value}: about {devices} can run at once, in all labs together.',
  apparmor:
    'AppArmor restricts user namespaces here (kernel.apparmor_restrict_unprivileged_userns is 1): only programs with a profile that allows them may make one.',
  'id-range-root': 'You are root: a range of ids is mapped into labs directly.',
  'id-range': 'A range of {value} ids is mapped into labs, so `su`, `tcpdump` and daemons work in devices.',
  'id-range-uidmap':
    'newuidmap and newgidmap are not installed. Only one id is mapped into labs, so in a device `su`, `tcpdump` and daemons that change their user fail; everything else works.',
  'id-range-none':
    'You have no range in {file}. Only one id is mapped into labs, so in a device `su`, `tcpdump` and daemons that change their user fail; everything else works.',
  'neighbour-table-unknown':
    'The size of the neighbour tables cannot be read here; they hold {ipv4} IPv4 and {ipv6} IPv6 entries unless somebody changed it.',
  'neighbour-table': 'The neighbour tables hold {ipv4} IPv4 and {ipv6} IPv6 entries.',
  'neighbour-table-small':
    'The neighbour tables hold {ipv4} IPv4 and {ipv6} IPv6 entries for all devices of all labs together; when more than that talk to each other at once, packets are dropped ("neighbour table overflow").',
  'neighbour-table-lab':
    'The {family} neighbour table holds {value} entries for all devices of all labs together. When all devices of this lab talk to their neighbours at once, about {needed} are needed, and packets are dropped.',
  processes: 'There may be {value} processes on this computer, and {own} of them yours.',
  'processes-few':
    'There may be {value} processes on this computer, and {own} of them yours: each device needs one, each shell in it one or more.',
  'open-files': 'A process may have {value} files open.',
  'open-files-any': 'A process may have any number of files open.',
  'open-files-few': 'A process may have {value} files open: a lab of more than about {devices} devices does not fit.',
  terminals: 'There may be {value} terminals at once.',
  'terminals-few': 'kernel.pty.max leaves {value} terminals for the whole computer.',
  inotify: 'fs.inotify.max_user_instances is {value}: programs in devices that watch files may fail.',
  'inotify-enough': 'fs.inotify.max_user_instances is {value}.',
  'control-groups': 'Limits of devices can be set: {list}.',
  'control-groups-none': 'No control groups of version 2 are mounted, so limits of devices (processor, memory, processes) cannot be set.',
  'control-groups-refused':
    'The control group of this session ({group}) is not delegated to you, so limits of devices (processor, memory, processes) cannot be set.',
  'control-groups-some': 'In the control group {group} these limits of devices cannot be set: {list}.',
  'interface-names': 'Names of interfaces have {value} bytes at most in Linux; longer ones are refused, before anything is done.',
  'bridge-ports': 'A switch has {value} ports at most in Linux: more devices need several switches, cabled to each other.',
  kernel: 'The kernel has {list}.',
  'kernel-veth': 'The kernel has no veth (or `ip` is not installed): cables cannot be made, so no lab works.',
  'kernel-bridge': 'The kernel has no bridge (or `ip` is not installed): switches and hubs cannot be made.',
  'kernel-mirred': 'The kernel has no mirred (or `tc` is not installed): cables between two hosts or routers cannot be made.',
  'kernel-netem': 'The kernel has no netem: delay, loss and other impairments are not to be had.',
  'kernel-vlan': 'The kernel has no VLAN filtering: switches have no VLANs.',
  'kernel-vrf': 'The kernel has no vrf: routers have no VRFs.',
  tools: 'For use in devices there are {list}.',
  'tool-ip': 'ip is not installed; it is used to look at devices from their shells.',
  'tool-ping': 'ping is not installed; it is used to try whether devices reach each other.',
  'tool-tcpdump': 'tcpdump is not installed; it is used to watch packets in a shell.',
  'tool-nft': 'nft is not installed; it is used to write firewall rules in a device.',
  'tool-dnsmasq': 'dnsmasq is not installed; it is used for DHCP and names in a device.',
  'tool-vtysh': 'FRR is not installed; it is used for OSPF, BGP and other routing protocols.',
  'tool-iperf3': 'iperf3 is not installed; it is used to measure throughput.',
};

/** What to do about it. */
export const findingHints = {
  'supervisor-missing': '{hint}',
  'supervisor-broken': 'Build it again with `make -C native`, or install Nestwork again.',
  'runtime-directory-missing': '{hint}',
  'user-namespaces-off': 'Have an administrator run `sysctl kernel.unprivileged_userns_clone=1`.',
  'user-namespaces-refused': 'In a container, allow the unshare and clone calls in its seccomp profile; otherwise see the next findings.',
  'namespace-count-low': 'Have an administrator run `sysctl user.max_{kind}_namespaces=65536`.',
  'namespace-count-none': 'Have an administrator run `sysctl user.max_{kind}_namespaces=65536`.',
  'namespace-count-lab': 'Have an administrator run `sysctl user.max_{kind}_namespaces=65536`.',
  apparmor: 'Install the Debian package of Nestwork, which brings the profile for nestwork-lab.',
  'id-range-uidmap': 'Install the package uidmap.',
  'id-range-none': 'Have an administrator run `usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {user}`.',
  'neighbour-table-small':
    'For labs of hundreds of busy devices, have an administrator run `sysctl net.ipv4.neigh.default.gc_thresh3=65536 net.ipv6.neigh.default.gc_thresh3=65536`.',
  'neighbour-table-lab':
    'Have an administrator run `sysctl net.ipv4.neigh.default.gc_thresh3=65536 net.ipv6.neigh.default.gc_thresh3=65536`.',
  'processes-few': 'Raise `ulimit -u`, or kernel.pid_max.',
  'open-files-few': 'Raise the hard limit of `ulimit -n` (in /etc/security/limits.conf).',
  'terminals-few': 'Have an administrator run `sysctl kernel.pty.max=4096`.',
  inotify: 'Have an administrator run `sysctl fs.inotify.max_user_instances=1024`.',
  'kernel-veth': 'Load the module, or install a kernel that has it, and the package iproute2.',
  'kernel-bridge': 'Load the module, or install a kernel that has it, and the package iproute2.',
  'kernel-mirred': 'Load the module, or install a kernel that has it, and the package iproute2.',
  'control-groups-none': 'Start the computer with `systemd.unified_cgroup_hierarchy=1`, or leave limits out.',
  'control-groups-refused':
    'Log in so that systemd makes a session of yours, or start Nestwork with `systemd-run --user --scope --property=Delegate=yes nestwork …`.',
  'control-groups-some':
    "Have an administrator run `systemctl edit user{'@'}.service` and add `[Service]` and `Delegate=cpu memory pids`; it holds from the next login on. Where they serve version 1, start the computer with `systemd.unified_cgroup_hierarchy=1`.",
  'kernel-netem': 'Have an administrator run `modprobe sch_netem`; on Ubuntu it is in the package linux-modules-extra of the kernel.',
  'kernel-vlan': 'Install a kernel with CONFIG_BRIDGE_VLAN_FILTERING, as those of distributions are.',
  'kernel-vrf': 'Have an administrator run `modprobe vrf`; on Ubuntu it is in the package linux-modules-extra of the kernel.',
  'tool-ip': 'Install the package iproute2.',
  'tool-ping': 'Install the package iputils-ping.',
  'tool-tcpdump': 'Install the package tcpdump if you want it.',
  'tool-nft': 'Install the package nftables if you want it.',
  'tool-dnsmasq': 'Install the package dnsmasq-base if you want it.',
  'tool-vtysh': 'Install the package frr if you want it.',
  'tool-iperf3': 'Install the package iperf3 if you want it.',
};
