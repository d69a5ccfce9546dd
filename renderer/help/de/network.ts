/** Das Netz selbst. */
export default {
  cables: {
    title: 'Kabel',
    body: `
Ein Kabel ist ein veth-Paar: zwei Schnittstellen, eine in jedem Gerät, und was in die eine hineingeht, kommt aus der anderen heraus.

![cable]

Das Quadrat an jedem Ende ist die Verbindungsleuchte: gefüllt mit Träger, hohl ohne.

- Trennen Sie ein Kabel mit der Schere oder mit *X*. Beide Enden verlieren den Träger, wie bei einem gezogenen Kabel. Adressen und Routen bleiben.
- Verbinden Sie es auf dieselbe Weise: alles ist, wie es war, auch von Hand gesetzte Routen.
- Ein Kabel löschen nimmt seine Schnittstellen weg.

Jedes Netz, das ein Broadcast erreicht, ist ein Segment. Es bekommt von selbst ein IPv4- und ein IPv6-Präfix, und sie bleiben, wenn sich anderes im Lab ändert.

## Verkehr
*Umschalt+T* zeigt, was gerade über jedes Kabel läuft, zweimal in der Sekunde: Pfeilspitzen halten sich rechts ihres Wegs und stehen umso dichter, je mehr es ist; die Zahlen sind bit/s.`,
  },
  running: {
    title: 'Ein Lab ausführen',
    body: `
Ein neues Lab startet mit dem ersten Gerät. Von da an folgt das Netz jeder Änderung, in Millisekunden, und was Sie nicht anfassen, läuft ungestört weiter: ein \`ping\` zwischen zwei anderen Geräten verliert kein Paket.

- *Starten* legt alles an, was gezeichnet ist. *Anhalten* entfernt es: keine Schnittstelle, kein Prozess, keine Datei bleibt.
- Ein Lab läuft unter Ihrem Namen, nicht als root, und lässt das Netz dieses Rechners, wie es ist. Nur *Rechner* und *Echte NIC* reichen hinaus: jedes fragt vorher, zeigt, was es ändert, und braucht Ihr Passwort.
- Wird das Fenster geschlossen, läuft das Lab weiter. Halten Sie es an, oder beenden Sie es mit \`nestwork down\`.

Lässt sich etwas nicht anlegen, läuft der Rest. Das Gerät sagt, warum, und *Erneut versuchen* steht im Menü Lab.

## Bevor es läuft
Grenzen dieses Rechners, die für das Lab zählen, stehen über der Zeichnung: eine zu kleine Nachbartabelle, ein fehlendes Programm, das ein Startbefehl braucht. [Was dieser Rechner kann](limits) sagt mehr.`,
  },
  limits: {
    title: 'Was dieser Rechner kann',
    body: `
Labs brauchen User-Namensräume. Fast jeder Desktop hat sie; manche Distributionen schalten sie ab, und die Zeile unten auf der Startseite sagt dann, welche Einstellung das tut.

- Ein Bereich von IDs: ohne das Paket \`uidmap\` hat ein Gerät nur einen Benutzer, und Programme, die ihren Benutzer wechseln, scheitern. Alles andere geht.
- Die Nachbartabelle hat 1.024 Einträge für *alle* Namensräume des Rechners zusammen. Ein Lab mit Hunderten Geräten, die alle sprechen, füllt sie, und Pakete werden verworfen.
- Eine Bridge hat höchstens 1.023 Ports, ein Schnittstellenname 15 Bytes.
- Routing-Protokolle brauchen FRR, Namen und DHCP brauchen dnsmasq. Nestwork nennt das Paket.

Dieselbe Liste in einer Shell:

$ nestwork doctor`,
  },
};
