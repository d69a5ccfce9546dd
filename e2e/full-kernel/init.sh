#!/bin/bash
# First process of the machine (machine.ts): makes of a bare kernel with a read-only root what a computer with systemd has, runs the scenario, and switches off.
# Its environment comes from the kernel's command line: folder=, where the program under test and the scenario lie.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs -o mode=755 tmpfs /run
# Before /tmp is covered, below which it may lie. Everybody is to be able to read it.
mkdir /run/nestwork
cp -rL "$folder/." /run/nestwork && chmod -R a+rX /run/nestwork
for place in /tmp /var/tmp /root /home; do mount -t tmpfs -o mode=1777 tmpfs "$place"; done
mkdir -p /dev/pts /dev/shm
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm

# A root of modprobe's own: /lib/modules need not exist on this computer. What the kernel asks for by itself is found there too.
mkdir -p /run/modules/lib/modules
ln -s "/usr/lib/uml/modules/$(uname -r)" /run/modules/lib/modules/
printf '#!/bin/sh\nexec modprobe -d /run/modules "$@"\n' > /run/modprobe && chmod 755 /run/modprobe
echo /run/modprobe > /proc/sys/kernel/modprobe
modprobe -d /run/modules -a bridge veth sch_ingress act_mirred cls_u32 overlay

# An ordinary user with a range of ids.
line() { { cat "/etc/$1" 2> /dev/null; echo "$2"; } > "/run/etc-$1" && mount --bind "/run/etc-$1" "/etc/$1"; }
line passwd 'nestwork-test:x:61001:61001::/home/nestwork-test:/bin/bash'
line subuid 'nestwork-test:700000:65536'
line subgid 'nestwork-test:700000:65536'
mkdir -p /home/nestwork-test /run/user/0 /run/user/61001
chown 61001:61001 /home/nestwork-test /run/user/61001
chmod 700 /run/user/*

# As systemd mounts it, and delegates to a user: the group of user@.service, in which the user's own systemd has given memory and pids to its slices.
mount -t cgroup2 -o nsdelegate none /sys/fs/cgroup
users=/sys/fs/cgroup/user.slice/user-61001.slice
mine=$users/user@61001.service
mkdir -p "$mine/app.slice/terminal.scope" "$users/session-1.scope"
for group in /sys/fs/cgroup /sys/fs/cgroup/user.slice "$users"; do echo '+cpu +memory +pids' > "$group/cgroup.subtree_control"; done
echo '+memory +pids' > "$mine/cgroup.subtree_control"
for group in "$mine" "$mine/app.slice" "$mine/app.slice/terminal.scope"; do
  chown 61001:61001 "$group" "$group"/cgroup.{procs,threads,subtree_control}
done

ip link set lo up
node /run/nestwork/scenario.cjs
echo o > /proc/sysrq-trigger
sleep 60
