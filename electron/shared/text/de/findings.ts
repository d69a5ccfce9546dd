export const findings = {
  'supervisor-missing': '{error}',
  'supervisor-broken': '{path} ist da, läuft aber nicht.',
  supervisor: 'Der Supervisor ist {path} ({version}).',
  'runtime-directory': 'Laufende Labs haben ihre Sockets in {path}.',
  'runtime-directory-missing': '{error}',
  'user-namespaces': 'Der Kernel lässt Sie User-Namensräume anlegen.',
  'user-namespaces-off': 'kernel.unprivileged_userns_clone ist 0; ohne root kann deshalb kein Lab starten.',
  'user-namespaces-refused': 'Der Kernel verweigert Ihnen einen User-Namensraum; ohne root kann deshalb kein Lab starten.',
  'namespace-count': 'user.max_{kind}_namespaces ist {value}; das reicht für {devices} Geräte zugleich.',
  'namespace-count-low': 'user.max_{kind}_namespaces ist {value}: in allen Labs zusammen können etwa {devices} Geräte zugleich laufen.',
  'namespace-count-none': 'user.max_{kind}_namespaces ist {value}: dahinein passt kein Lab.',
  'namespace-count-lab':
    'Dieses Lab hat {needed} Geräte, aber user.max_{kind}_namespaces ist {value}: in allen Labs zusammen können etwa {devices} zugleich laufen.',
  apparmor:
    'AppArmor schränkt hier User-Namensräume ein (kernel.apparmor_restrict_unprivileged_userns ist 1): nur Programme mit einem Profil, das sie erlaubt, dürfen einen anlegen.',
  'id-range-root': 'Sie sind root: ein Bereich von IDs wird direkt in die Labs abgebildet.',
  'id-range': 'Ein Bereich von {value} IDs wird in die Labs abgebildet; `su`, `tcpdump` und Dienste gehen deshalb in Geräten.',
  'id-range-uidmap':
    'newuidmap und newgidmap sind nicht installiert. Nur eine ID wird in die Labs abgebildet; in einem Gerät scheitern deshalb `su`, `tcpdump` und Dienste, die ihren Benutzer wechseln, alles andere geht.',
  'id-range-none':
    'Sie haben keinen Bereich in {file}. Nur eine ID wird in die Labs abgebildet; in einem Gerät scheitern deshalb `su`, `tcpdump` und Dienste, die ihren Benutzer wechseln, alles andere geht.',
  'neighbour-table-unknown':
    'Die Größe der Nachbartabellen ist hier nicht zu lesen; sie fassen {ipv4} Einträge für IPv4 und {ipv6} für IPv6, wenn niemand das geändert hat.',
  'neighbour-table': 'Die Nachbartabellen fassen {ipv4} Einträge für IPv4 und {ipv6} für IPv6.',
  'neighbour-table-small':
    'Die Nachbartabellen fassen {ipv4} Einträge für IPv4 und {ipv6} für IPv6, für alle Geräte aller Labs zusammen; sprechen mehr zugleich miteinander, werden Pakete verworfen („neighbour table overflow“).',
  'neighbour-table-lab':
    'Die {family}-Nachbartabelle fasst {value} Einträge für alle Geräte aller Labs zusammen. Sprechen alle Geräte dieses Labs zugleich mit ihren Nachbarn, braucht es etwa {needed}, und Pakete werden verworfen.',
  processes: 'Auf diesem Rechner darf es {value} Prozesse geben, davon {own} von Ihnen.',
  'processes-few':
    'Auf diesem Rechner darf es {value} Prozesse geben, davon {own} von Ihnen: jedes Gerät braucht einen, jede Shell darin einen oder mehr.',
  'open-files': 'Ein Prozess darf {value} Dateien offen haben.',
  'open-files-any': 'Ein Prozess darf beliebig viele Dateien offen haben.',
  'open-files-few': 'Ein Prozess darf {value} Dateien offen haben: ein Lab mit mehr als etwa {devices} Geräten passt nicht hinein.',
  terminals: 'Es darf {value} Terminals zugleich geben.',
  'terminals-few': 'kernel.pty.max lässt dem ganzen Rechner {value} Terminals.',
  inotify: 'fs.inotify.max_user_instances ist {value}: Programme in Geräten, die Dateien beobachten, können scheitern.',
  'inotify-enough': 'fs.inotify.max_user_instances ist {value}.',
  'control-groups': 'Grenzen von Geräten lassen sich setzen: {list}.',
  'control-groups-none':
    'Keine Kontrollgruppen der Version 2 sind eingehängt; Grenzen von Geräten (Prozessor, Speicher, Prozesse) lassen sich deshalb nicht setzen.',
  'control-groups-refused':
    'Die Kontrollgruppe dieser Sitzung ({group}) ist nicht an Sie übertragen; Grenzen von Geräten (Prozessor, Speicher, Prozesse) lassen sich deshalb nicht setzen.',
  'control-groups-some': 'In der Kontrollgruppe {group} lassen sich diese Grenzen von Geräten nicht setzen: {list}.',
  'interface-names':
    'Namen von Schnittstellen haben in Linux höchstens {value} Bytes; längere werden zurückgewiesen, bevor etwas geschieht.',
  'bridge-ports': 'Ein Switch hat in Linux höchstens {value} Ports: mehr Geräte brauchen mehrere Switches, miteinander verkabelt.',
  kernel: 'Der Kernel hat {list}.',
  'kernel-veth': 'Der Kernel hat kein veth (oder `ip` ist nicht installiert): Kabel lassen sich nicht anlegen, kein Lab geht.',
  'kernel-bridge': 'Der Kernel hat keine Bridge (oder `ip` ist nicht installiert): Switches und Hubs lassen sich nicht anlegen.',
  'kernel-mirred':
    'Der Kernel hat kein mirred (oder `tc` ist nicht installiert): Kabel zwischen zwei Hosts oder Routern lassen sich nicht anlegen.',
  'kernel-netem': 'Der Kernel hat kein netem: Verzögerung, Verlust und andere Störungen sind nicht zu haben.',
  'kernel-vlan': 'Der Kernel hat kein VLAN-Filtering: Switches haben keine VLANs.',
  'kernel-vrf': 'Der Kernel hat kein vrf: Router haben keine VRFs.',
  tools: 'In Geräten zu gebrauchen sind {list}.',
  'tool-ip': 'ip ist nicht installiert; damit sieht man sich Geräte aus ihren Shells an.',
  'tool-ping': 'ping ist nicht installiert; damit probiert man, ob Geräte einander erreichen.',
  'tool-tcpdump': 'tcpdump ist nicht installiert; damit sieht man in einer Shell Pakete.',
  'tool-nft': 'nft ist nicht installiert; damit schreibt man Firewall-Regeln in einem Gerät.',
  'tool-dnsmasq': 'dnsmasq ist nicht installiert; es dient DHCP und Namen in einem Gerät.',
  'tool-vtysh': 'FRR ist nicht installiert; es dient OSPF, BGP und anderen Routing-Protokollen.',
  'tool-iperf3': 'iperf3 ist nicht installiert; damit misst man den Durchsatz.',
};

export const findingHints = {
  'supervisor-missing': '{hint}',
  'supervisor-broken': 'Bauen Sie ihn mit `make -C native` neu, oder installieren Sie Nestwork neu.',
  'runtime-directory-missing': '{hint}',
  'user-namespaces-off': 'Mit Administratorrechten ausführen: `sysctl kernel.unprivileged_userns_clone=1`.',
  'user-namespaces-refused':
    'Erlauben Sie in einem Container die Aufrufe unshare und clone in seinem seccomp-Profil; sonst siehe die nächsten Befunde.',
  'namespace-count-low': 'Mit Administratorrechten ausführen: `sysctl user.max_{kind}_namespaces=65536`.',
  'namespace-count-none': 'Mit Administratorrechten ausführen: `sysctl user.max_{kind}_namespaces=65536`.',
  'namespace-count-lab': 'Mit Administratorrechten ausführen: `sysctl user.max_{kind}_namespaces=65536`.',
  apparmor: 'Installieren Sie das Debian-Paket von Nestwork; es bringt das Profil für nestwork-lab mit.',
  'id-range-uidmap': 'Installieren Sie das Paket uidmap.',
  'id-range-none': 'Mit Administratorrechten ausführen: `usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {user}`.',
  'neighbour-table-small':
    'Für Labs mit Hunderten beschäftigter Geräte mit Administratorrechten ausführen: `sysctl net.ipv4.neigh.default.gc_thresh3=65536 net.ipv6.neigh.default.gc_thresh3=65536`.',
  'neighbour-table-lab':
    'Mit Administratorrechten ausführen: `sysctl net.ipv4.neigh.default.gc_thresh3=65536 net.ipv6.neigh.default.gc_thresh3=65536`.',
  'processes-few': 'Erhöhen Sie `ulimit -u` oder kernel.pid_max.',
  'open-files-few': 'Erhöhen Sie die harte Grenze von `ulimit -n` (in /etc/security/limits.conf).',
  'terminals-few': 'Mit Administratorrechten ausführen: `sysctl kernel.pty.max=4096`.',
  inotify: 'Mit Administratorrechten ausführen: `sysctl fs.inotify.max_user_instances=1024`.',
  'kernel-veth': 'Laden Sie das Modul, oder installieren Sie einen Kernel, der es hat, und das Paket iproute2.',
  'kernel-bridge': 'Laden Sie das Modul, oder installieren Sie einen Kernel, der es hat, und das Paket iproute2.',
  'kernel-mirred': 'Laden Sie das Modul, oder installieren Sie einen Kernel, der es hat, und das Paket iproute2.',
  'control-groups-none': 'Starten Sie den Rechner mit `systemd.unified_cgroup_hierarchy=1`, oder lassen Sie Grenzen weg.',
  'control-groups-refused':
    'Melden Sie sich so an, dass systemd eine Sitzung für Sie anlegt, oder starten Sie Nestwork mit `systemd-run --user --scope --property=Delegate=yes nestwork …`.',
  'control-groups-some':
    "Mit Administratorrechten `systemctl edit user{'@'}.service` ausführen und `[Service]` und `Delegate=cpu memory pids` ergänzen; es gilt ab der nächsten Anmeldung. Wo sie der Version 1 dienen, starten Sie den Rechner mit `systemd.unified_cgroup_hierarchy=1`.",
  'kernel-netem': 'Mit Administratorrechten ausführen: `modprobe sch_netem`; unter Ubuntu ist es im Paket linux-modules-extra des Kernels.',
  'kernel-vlan': 'Installieren Sie einen Kernel mit CONFIG_BRIDGE_VLAN_FILTERING, wie es die der Distributionen sind.',
  'kernel-vrf': 'Mit Administratorrechten ausführen: `modprobe vrf`; unter Ubuntu ist es im Paket linux-modules-extra des Kernels.',
  'tool-ip': 'Installieren Sie das Paket iproute2.',
  'tool-ping': 'Installieren Sie das Paket iputils-ping.',
  'tool-tcpdump': 'Installieren Sie das Paket tcpdump, wenn Sie es wollen.',
  'tool-nft': 'Installieren Sie das Paket nftables, wenn Sie es wollen.',
  'tool-dnsmasq': 'Installieren Sie das Paket dnsmasq-base, wenn Sie es wollen.',
  'tool-vtysh': 'Installieren Sie das Paket frr, wenn Sie es wollen.',
  'tool-iperf3': 'Installieren Sie das Paket iperf3, wenn Sie es wollen.',
};
