/** Die Teile des Fensters. */
export default {
  start: {
    title: 'Startseite',
    body: `
Hier beginnt ein Lab: *Neues Lab* gibt ein leeres Blatt, *Öffnen* eine Datei, die Galerie eine Zeichnung, die sofort läuft. Ein Lab aus der Galerie ist Ihre eigene Kopie: ändern Sie es nach Belieben.

## Läuft gerade
Labs laufen weiter, wenn ihr Fenster geschlossen wird. Was auf diesem Rechner unter Ihrem Namen läuft, steht hier, wer immer es gestartet hat; *Zeigen* öffnet es mit allen Terminals.

## Ungespeichertes
Eine Zeichnung, die in keiner Datei steht, wird alle paar Sekunden kopiert. Enden Nestwork oder der Rechner ohne zu fragen, werden die Kopien hier beim nächsten Start angeboten.

## Dieser Rechner
Die Zeile unten sagt, ob dieser Rechner Labs ausführen kann und was für manche fehlt. [Was er kann](limits) erklärt jeden Befund.`,
  },
  canvas: {
    title: 'Zeichenfläche',
    body: `
Was Sie zeichnen, gibt es sofort als echtes Linux: jedes Gerät ist eine Gruppe von [Namensräumen](namespaces), jedes Kabel ein veth-Paar, jeder Switch eine Bridge.

![states]

Ein Umriss ist, was Sie wollen; eine Füllung ist, was der Kernel hat. Gestrichelt und blau: noch nicht da. Gefüllt: da. Schraffiert und rot: ließ sich nicht anlegen, und die zweite Zeile sagt, warum.

## Mit der Maus
- Ein Gerät ziehen bewegt es. Am Rand beginnen zieht ein Kabel.
- Über das Blatt ziehen wählt aus. Mit der mittleren Taste, oder mit gehaltener Leertaste, bewegt sich das Blatt.
- Das Rad rollt, mit *Strg* vergrößert es.
- Doppelklick auf ein Gerät öffnet eine Shell darin.

## Mit der Tastatur
- Pfeiltasten gehen von Gerät zu Gerät. Mit *Strg* bewegen sie es.
- *1* bis *9* wählen ein Gerät zum Zeichnen, *Eingabe* setzt es.
- *C* zieht ein Kabel: das andere Ende mit den Pfeiltasten wählen, dann *Eingabe*.
- *Tab* geht von einem Gerät zu seinen Kabeln. Dort trennt *X*, *R* steckt ein Ende um, *B* knickt: Pfeiltasten bewegen den Knick, *Eingabe* behält ihn.

Alles lässt sich rückgängig machen, und das ändert auch das laufende Netz.`,
  },
  arranging: {
    title: 'Kabel und Ordnung',
    body: `
## Kabel
- Ein Kabel, das von einem von mehreren ausgewählten Geräten gezogen wird, kommt von jedem von ihnen. Das Menü Anordnen verkabelt als Kette, Ring, Stern, oder jedes mit jedem.
- Mit gehaltener Taste *Strg* beim Loslassen wählen Sie die Schnittstellen.
- Das Ende eines Kabels ziehen steckt es anderswo ein, seine Mitte ziehen knickt es. Ein Doppelklick nimmt einen Knick weg.

## Platz und Ordnung
- Ein Gerät, das gezogen wird, rastet in die Flucht anderer ein; eine Linie zeigt, in welche. *Alt* zieht frei.
- Das Menü Anordnen richtet Ausgewähltes aus, verteilt es gleichmäßig und sperrt es: was gesperrt ist, bleibt, wo es ist.
- Eine Anordnung setzt Geräte für Sie: in Ebenen, nach ihren Kabeln, im Kreis, im Raster. Sind mehrere ausgewählt, nur diese.
- Geräte und Notizen werden eine Gruppe; als ein Gerät gezeichnet behält sie ihre Kabel nach außen. Flächen, Notizen in Markdown und ein Bild liegen neben dem Netz.
- *Strg+D* kopiert Geräte mit den Kabeln unter ihnen, *Strg+Umschalt+D* mit allen ihren Kabeln.
- *Strg+F* findet ein Gerät, *Z* zeigt Ausgewähltes so groß wie möglich. Die Übersicht rechts bewegt die Ansicht.`,
  },
  devices: {
    title: 'Geräte',
    body: `
Ziehen Sie eines aufs Blatt; oder wählen Sie es und klicken Sie dorthin, wo es stehen soll. Auch die Ziffern wählen.

- Host: ein Rechner mit einer oder mehreren Schnittstellen. Er bekommt Adressen und eine Default-Route von selbst.
- Router: leitet zwischen seinen Schnittstellen weiter und kennt den Weg zu jedem Segment des Labs.
- Switch: eine Bridge, die lernt, wo Adressen sind.
- Hub: eine Bridge, die nie lernt. Was hereinkommt, geht an jedem anderen Port hinaus.

Die orangen führen aus dem Lab hinaus. *Internet* gibt Geräten den Weg, den Sie selbst haben. *Rechner* verbindet diesen Rechner mit dem Lab und *Echte NIC* eine seiner Schnittstellen: diese beiden ändern das Netz des Rechners, solange das Lab läuft.

Programme in einem Gerät sind die eigenen Programme des Rechners. Es gibt keine Images herunterzuladen.`,
  },
  inspector: {
    title: 'Inspektor',
    body: `
Was ausgewählt ist, in zwei Spalten: links, was Sie *wollen*, rechts, was der Kernel *hat*. Gleiche Zeilen tragen kein Zeichen.

Ein Wert mit \`auto\` wurde von Nestwork gewählt und kann sich mit der Zeichnung ändern. Einer, den Sie eintragen, ist \`fest\` und wird nie für Sie geändert.

Ändert jemand das Netz in einer Shell, bekommt der Unterschied eine eigene Zeile: *Übernehmen* nimmt ihn in die Zeichnung auf.

## Vier Reiter
- Schnittstellen: Adressen, MTU, an oder aus.
- Routen: Routen, und Einstellungen des Kernels wie die Weiterleitung.
- Dienste: Startbefehle, eigene Dateien des Geräts, Benutzer und Shell.
- Innen: die sechs [Namensräume](namespaces) mit ihren Inode-Nummern, dieselben wie in \`ls -l /proc/PID/ns\`; Prozesse, Mounts, Grenzen, Bild.

Sind mehrere Geräte ausgewählt, wird das Gemeinsame für alle geändert, als eine Änderung. Ist nichts ausgewählt: das Lab selbst, seine Netze und seine Beschreibung.`,
  },
  terminals: {
    title: 'Terminals',
    body: `
Eine Shell in einem Gerät ist eine echte Shell mit eigenem Terminal. Doppelklicken Sie auf das Gerät, oder gehen Sie hin und drücken Sie *Eingabe*. Ein Gerät kann beliebig viele haben.

\`ip\`, \`ss\`, \`ping\`, \`tcpdump\` und alles andere, was auf diesem Rechner installiert ist, arbeiten wie gewohnt.

- Alle Tasten gehen an die Shell. *Strg+\`* bringt Sie heraus.
- Ein Terminal läuft weiter, wenn das Fenster geschlossen wird, und findet sich mit seinem Inhalt wieder.
- Schriftgröße, Zeilen, die bleiben, Glocke und Shell stehen in den Einstellungen.

Versuchen Sie das in einem neuen Lab mit zwei Hosts und einem Kabel:

$ ip -br address
$ ping -c 3 h2`,
  },
  files: {
    title: 'Dateien und frühere Stände',
    body: `
Ein Lab ist eine Datei, \`*.nestwork.json\`: Text, den git vergleichen kann, mit einem Gerät in jeder Zeile.

- *Speichern* verliert die Datei nie: die neue wird daneben geschrieben und bekommt den Namen, wenn sie ganz ist. Was vorher da war, bleibt mit \`~\` hinter dem Namen.
- *Frühere Stände* im Menü Datei zeigt, was die Datei vorher enthielt. Sehen Sie einen an und kehren Sie zurück: das ist eine Änderung, die sich rückgängig machen lässt.
- Ändert ein anderes Programm die Datei, werden Sie gefragt: Ihre behalten, die andere nehmen, oder unter anderem Namen speichern. Nie wird sie stillschweigend überschrieben.
- Eine Datei, die aufs Fenster gezogen wird, öffnet sich. Ebenso der Text einer Datei, der eingefügt wird.

## Programme in einer Datei
Eine Lab-Datei kann Startbefehle mitbringen. Öffnen führt keinen davon aus. Bevor das Lab zum ersten Mal läuft, sehen Sie alle und stimmen zu oder nicht; nach denselben Befehlen wird nicht wieder gefragt.`,
  },
  windows: {
    title: 'Mehrere Labs, mehrere Fenster',
    body: `
Der Name des Labs, oben, zeigt alle Labs, die offen sind: wählen Sie eines, um hinzugehen. Jedes hat sein eigenes Rückgängig.

*Neues Fenster* öffnet ein weiteres. Dasselbe Lab in zwei Fenstern ist eine Zeichnung: jedes sieht sofort, was das andere tut. Ändern beide dasselbe Feld zur selben Zeit, zählt die spätere Änderung, und beide erfahren es.

Ein Lab gehört nicht seinem Fenster. Es läuft, bis jemand es anhält, und die Kommandozeile sieht dasselbe Lab: versuchen Sie \`nestwork list\`.`,
  },
  settings: {
    title: 'Einstellungen und Tasten',
    body: `
Einstellungen gelten sofort, in allen Fenstern. Das Feld oben sucht in allen.

- Die Farben folgen dem Desktop oder sind hell oder dunkel. *Mehr* Kontrast zeichnet allen Text mit 7:1 und alle Linien schwarz oder weiß.
- Jede Taste lässt sich ändern: *+* neben einem Befehl drücken, dann die neue Taste. Wollen zwei Befehle dieselbe, sagen es beide.
- Im Browser gehören manche Tasten dem Browser, etwa *Strg+N*. Dort hat Nestwork andere.
- Neue Labs nehmen ihre Netze aus den Pools, die hier stehen. Ein Lab, das es gibt, behält seine.`,
  },
  'command-line': {
    title: 'Kommandozeile',
    body: `
Alles, was läuft, ist auch von einer Shell aus zu erreichen. Fenster und Kommandozeile sehen dieselben Labs, live.

$ nestwork up star.nestwork.json
$ nestwork list
$ nestwork attach star/h1
$ nestwork exec star/h1 -- ping -c 1 h2
$ nestwork plan star.nestwork.json
$ nestwork down star

Jeder Befehl hat \`--help\`, und wer etwas ausgibt, hat \`--json\`. Der Exit-Code ist 0, wenn es ging, 1, wenn nicht, 2 bei falschem Aufruf.`,
  },
};
