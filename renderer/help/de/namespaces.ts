/** Die sechs Arten von Namensräumen, aus denen ein Gerät besteht. */
export default {
  namespaces: {
    title: 'Woraus ein Gerät besteht',
    body: `
Ein Gerät ist keine virtuelle Maschine. Es ist ein Prozess dieses Rechners, der von sechs Dingen eine eigene Ausgabe sieht, und ein Namensraum ist eine solche Ausgabe.

![nested]

- [user](ns-user): wer man ist und was man darf
- [net](ns-net): Schnittstellen, Adressen, Routen, Firewall
- [pid](ns-pid): Prozesse und ihre Nummern
- [mnt](ns-mnt): was wo eingehängt ist
- [ipc](ns-ipc): gemeinsamer Speicher und Nachrichten
- [uts](ns-uts): der Name der Maschine

Das Lab hat von jedem einen um alle seine Geräte herum. Endet das Lab, entfernt der Kernel alle, und es bleibt nichts aufzuräumen. Von außen sieht man sie mit der Nummer des ersten Prozesses, die der Inspektor zeigt:

$ ls -l /proc/PID/ns
$ nsenter --target PID --user --preserve-credentials --net ip address`,
  },
  'ns-user': {
    title: 'user: wer man ist',
    body: `
Im eigenen User-Namensraum kann ein Prozess root sein, ohne auf dem Rechner root zu sein: Benutzer 0 des Geräts sind draußen *Sie*.

Ein Gerät kann also Adressen setzen, einhängen und den Benutzer wechseln, und diese Macht endet am Lab. Deshalb wird nach keinem Passwort gefragt.

$ id
$ cat /proc/self/uid_map

Der zweite Befehl zeigt, welche IDs abgebildet sind: die des Geräts, die draußen, und wie viele. Mit dem Paket \`uidmap\` ist es ein ganzer Bereich, damit Dienste unter eigenem Benutzer laufen können.

Mehr: user_namespaces(7).`,
  },
  'ns-net': {
    title: 'net: Schnittstellen und Routen',
    body: `
Jedes Gerät hat seine eigene Liste von Schnittstellen, eigene Adressen, Routen, Nachbarn, Sockets und Firewall-Regeln. Port 80 kann in zehn Geräten zugleich offen sein.

![cable]

Ein Kabel ist ein veth-Paar mit je einem Ende in zwei net-Namensräumen. Ein Switch ist ein net-Namensraum mit einer Bridge darin.

$ ip -br link
$ ip route
$ ss -tln

Auch die Einstellungen unter \`/proc/sys/net\` gehören dem Gerät: \`sysctl net.ipv4.ip_forward\` ist bei Host und Router verschieden.

Mehr: network_namespaces(7), veth(4).`,
  },
  'ns-pid': {
    title: 'pid: Prozesse',
    body: `
Der erste Prozess eines Geräts hat dort die Nummer 1 und sieht nur, was darin gestartet wurde. Draußen hat er eine andere Nummer, die der Inspektor zeigt.

$ ps -ef
$ kill -9 -1

Der zweite beendet alles im Gerät außer seinem ersten Prozess und berührt draußen nichts.

Endet Prozess 1, beendet der Kernel alle anderen dieses Namensraums mit. So verschwindet ein Lab in einem Augenblick, auch wenn Nestwork selbst abgeschossen wurde.

Mehr: pid_namespaces(7).`,
  },
  'ns-mnt': {
    title: 'mnt: was eingehängt ist',
    body: `
Ein Gerät sieht die Dateien dieses Rechners, aber eingehängt wird für sich: \`/proc\` zeigt die eigenen Prozesse, \`/sys\` die eigenen Schnittstellen, und was es einhängt, sieht sonst niemand.

$ findmnt /proc
$ mount -t tmpfs none /mnt

Manche Dateien können einem Gerät allein gehören: etwa eine Konfiguration unter \`/etc\`. Die anderen sind Ihre und lassen sich aus einem Gerät ändern wie aus jeder Shell. Ein Gerät ist ein Sandkasten fürs Netz, keine Mauer um Ihre Dateien.

Mehr: mount_namespaces(7).`,
  },
  'ns-ipc': {
    title: 'ipc: gemeinsamer Speicher',
    body: `
Gemeinsamer Speicher, Semaphore und Nachrichten von System V, und Nachrichten von POSIX. Programme in zwei Geräten erreichen die der anderen nicht.

$ ipcmk -M 4096
$ ipcs -m

Legen Sie hier einen an und suchen Sie ihn in einem anderen Gerät: er ist nicht da. Wenige kennen diesen Namensraum beim Namen, aber Datenbanken benutzen, was darin ist, und zwei davon auf einem Rechner würden sich sonst begegnen.

Mehr: ipc_namespaces(7).`,
  },
  'ns-uts': {
    title: 'uts: der Name der Maschine',
    body: `
Der Hostname, den Shells im Prompt zeigen, und der NIS-Domainname. Der eines Geräts ist sein Name in der Zeichnung.

$ hostname
$ hostname anderer-name

Der zweite Befehl ändert den Namen nur in diesem Gerät. Die Buchstaben kommen von einem alten Systemaufruf: UNIX Time-sharing System.

Mehr: uts_namespaces(7).`,
  },
};
