/** The six kinds of namespaces that a device is made of. */
export default {
  namespaces: {
    title: 'What a device is made of',
    body: `
A device is no virtual machine. It is a process of this computer that sees its own copy of six things, and a namespace is such a copy.

![nested]

- [user](ns-user): who one is, and what one may do
- [net](ns-net): interfaces, addresses, routes, firewall
- [pid](ns-pid): processes and their numbers
- [mnt](ns-mnt): what is mounted where
- [ipc](ns-ipc): shared memory and message queues
- [uts](ns-uts): the name of the machine

The lab has one of each around all of its devices. When the lab ends, the kernel removes all of them, and nothing is left to clean up. Look at them from outside, with the number of the device's first process, which the inspector shows:

$ ls -l /proc/PID/ns
$ nsenter --target PID --user --preserve-credentials --net ip address`,
  },
  'ns-user': {
    title: 'user: who one is',
    body: `
In its own user namespace a process may be root without being root on the computer: user 0 of the device is *you* outside.

So a device can set addresses, mount and change users, and all of that power ends at the lab. This is why no password is asked for.

$ id
$ cat /proc/self/uid_map

The second command shows which ids are mapped: those of the device, those outside, and how many. With the package \`uidmap\` a whole range is mapped, so that daemons can run as a user of their own.

More: user_namespaces(7).`,
  },
  'ns-net': {
    title: 'net: interfaces and routes',
    body: `
Each device has its own list of interfaces, its own addresses, routes, neighbours, sockets and firewall rules. Port 80 can be open in ten devices at once.

![cable]

A cable is a veth pair with one end in each of two net namespaces. A switch is a net namespace with a bridge in it.

$ ip -br link
$ ip route
$ ss -tln

Settings below \`/proc/sys/net\` are the device's own as well: \`sysctl net.ipv4.ip_forward\` differs between a host and a router.

More: network_namespaces(7), veth(4).`,
  },
  'ns-pid': {
    title: 'pid: processes',
    body: `
The first process of a device has the number 1 there, and sees only what was started inside. Outside it has another number, which the inspector shows.

$ ps -ef
$ kill -9 -1

The second one ends everything in the device but its first process, and touches nothing outside.

When process 1 ends, the kernel ends all others of that namespace with it. That is how a lab is removed in an instant, even if Nestwork itself was killed.

More: pid_namespaces(7).`,
  },
  'ns-mnt': {
    title: 'mnt: what is mounted',
    body: `
A device sees the files of this computer, but mounts are its own: \`/proc\` shows its own processes, \`/sys\` its own interfaces, and what it mounts is seen by nobody else.

$ findmnt /proc
$ mount -t tmpfs none /mnt

Some files may be private to one device: a configuration below \`/etc\`, for example. The others are yours, and can be changed from a device as from any shell. A device is a network sandbox, not a wall around your files.

More: mount_namespaces(7).`,
  },
  'ns-ipc': {
    title: 'ipc: shared memory',
    body: `
System V shared memory, semaphores and message queues, and POSIX message queues. Programs in two devices cannot reach each other's.

$ ipcmk -M 4096
$ ipcs -m

Make one here, then look for it in another device: it is not there. Few people meet this namespace by name, but databases use what is in it, and two of them on one computer would otherwise meet.

More: ipc_namespaces(7).`,
  },
  'ns-uts': {
    title: 'uts: the name of the machine',
    body: `
The host name, which shells show in the prompt, and the NIS domain name. That of a device is its name in the drawing.

$ hostname
$ hostname other-name

The second command changes the name in this device alone. The letters come from an old system call: UNIX Time-sharing System.

More: uts_namespaces(7).`,
  },
};
