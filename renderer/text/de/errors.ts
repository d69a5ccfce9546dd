import edge from './errors-edge';
import refusals from './refusals';

export default {
  ...edge,
  ...refusals,
  'in-use': { ...edge['in-use'], message: 'Es wird noch gebraucht: „{said}“' },
  exists: {
    message: '{path} gibt es schon.',
    hint: 'Ersetzen Sie es, oder wählen Sie einen anderen Namen.',
    snapshot: {
      message: 'Von diesem Lab gibt es schon einen Schnappschuss „{name}“.',
      hint: 'Wählen Sie einen anderen Namen, oder ersetzen Sie ihn.',
    },
  },
  'open-elsewhere': {
    message: '{path} ist als anderes Dokument offen.',
    hint: 'Schließen Sie das zuerst, oder speichern Sie unter anderem Namen.',
  },
  'changed-on-disk': {
    message: '{path} wurde von einem anderen Programm geändert, nachdem es hier geöffnet wurde.',
    hint: 'Behalten Sie Ihres, nehmen Sie das andere, oder speichern Sie unter anderem Namen.',
  },
  'no-path': { message: '„{name}“ hat noch keine Datei.', hint: 'Wählen Sie, wohin es gespeichert wird.' },
  'connection-lost': {
    message: 'Die Verbindung zu Nestwork ist abgebrochen.',
    hint: 'Laden Sie die Seite neu, oder starten Sie Nestwork neu.',
  },
  'not-a-file': { message: '{path} ist keine Datei.', hint: 'Wählen Sie eine Datei, die auf .nestwork.json endet.' },
  'not-a-text': { message: 'Ausgaben werden als Text gespeichert, aber {path} endet nicht auf „.txt“ oder „.log“.' },
  'not-a-script': {
    message: 'Skripte werden unter einem Namen gespeichert, der auf „.sh“ endet; {path} tut das nicht.',
    hint: 'Wählen Sie einen solchen Namen.',
  },
  'not-a-picture': {
    message: 'Bilder werden als „.svg“, „.png“ oder „.pdf“ gespeichert, und was nach {path} soll, ist keines dieser Art.',
    hint: 'Wählen Sie die Art des Bilds und einen Namen, der darauf endet.',
  },
  'too-large': {
    file: { message: '{path} hat {size} Bytes; eine Lab-Datei hat höchstens {limit}.' },
    nodes: { message: 'Ein Lab hat höchstens {limit} Geräte; mit dieser Änderung wären es {n}.' },
    links: { message: 'Ein Lab hat höchstens {limit} Kabel; mit dieser Änderung wären es {n}.' },
    request: { message: 'Die Anfrage ist länger als die {limit} Bytes, die ein Lab in einer Nachricht annimmt.' },
  },
  'unreadable-file': {
    message: 'Die Lab-Datei {path} ließ sich nicht lesen: {why}.',
    replaced: {
      message: '{path} wurde nicht ersetzt: Was darin steht, ist nicht als Lab lesbar und ginge verloren.',
      hint: 'Speichern Sie unter anderem Namen, oder lassen Sie sie ersetzen.',
    },
  },
  'unreadable-folder': { message: 'Der Ordner {path} ließ sich nicht lesen: {why}.' },
  'save-failed': {
    message: 'Die Datei {path} ließ sich nicht speichern: {why}.',
    hint: 'Dort wurde nichts geändert. Speichern Sie unter anderem Namen oder in einem anderen Ordner.',
    looking: { message: 'Die Datei {path} ließ sich vor dem Speichern nicht ansehen: {why}.' },
    snapshots: { message: 'Der Ordner für Schnappschüsse ließ sich nicht anlegen: {why}.' },
  },
  'delete-failed': { message: 'Der Schnappschuss „{name}“ ließ sich nicht löschen: {why}.' },
  'malformed-links': {
    name: {
      message: 'Zeile {line} („{text}“) lässt sich nicht zeichnen: „{what}“ ist kein Name eines Geräts.',
      hint: 'Nichts kam hinzu. Ein Kabel schreibt man als r1 -- s1, mehrere zugleich als s1 -- h1..h20.',
    },
    interface: { message: 'Zeile {line} („{text}“) lässt sich nicht zeichnen: „{what}“ ist kein Name einer Schnittstelle.' },
    range: { message: 'Zeile {line} („{text}“) lässt sich nicht zeichnen: „{what}“ ist kein Bereich; einer sieht so aus: h1..h20.' },
    empty: { message: 'Zeile {line} („{text}“) lässt sich nicht zeichnen: Neben einem „--“ oder Komma fehlt ein Name.' },
    itself: { message: 'Zeile {line} („{text}“) lässt sich nicht zeichnen: {what} würde mit sich selbst verkabelt.' },
    kinds: { message: 'Zeile {line} („{text}“) lässt sich nicht zeichnen: {what} war vorher von anderer Art.' },
    nodes: { message: 'Die Liste lässt sich nicht zeichnen: Das sind mehr als {what} Geräte.' },
    links: { message: 'Die Liste lässt sich nicht zeichnen: Das sind mehr als {what} Kabel.' },
    twice: { message: 'Die Liste lässt sich nicht zeichnen: Die Schnittstelle {what} hätte zwei Kabel.' },
  },
  'malformed-file': {
    place: {
      message: 'Die Datei ist nicht lesbar: Zeile {line}, Spalte {column}: {what}.',
      hint: 'Nichts wurde geladen und die Datei nicht angerührt. Berichtigen Sie die Stelle, oder nehmen Sie die ältere Kopie (der Name mit „~“ dahinter).',
    },
    foreign: {
      message: 'Das ist kein Lab: Eine Labdatei ist JSON und beginnt mit einer geschweiften Klammer.',
      hint: 'Wählen Sie eine Datei, die Nestwork gespeichert hat (sie endet auf .nestwork.json). Dateien anderer Programme werden nicht gelesen.',
    },
    object: {
      message: 'Das ist kein Lab: Die Datei muss ein Objekt enthalten.',
      hint: 'Wählen Sie eine Datei, die Nestwork gespeichert hat.',
    },
    version: {
      message: 'Das ist kein Lab: Der Schlüssel „nestwork“ mit der Version der Datei fehlt.',
      hint: 'Wählen Sie eine Datei, die Nestwork gespeichert hat, oder ergänzen Sie "nestwork": 1.',
    },
  },
  'newer-file': {
    message: 'Dieses Lab wurde von einem neueren Nestwork gespeichert (Dateiversion {version}; dieses liest bis {current}).',
    hint: 'Öffnen Sie es mit jener Version, oder aktualisieren Sie Nestwork.',
  },
  'not-found': {
    version: { message: 'Diesen früheren Stand gibt es nicht.' },
    versionRead: { message: 'Dieser frühere Stand ließ sich nicht lesen: {why}.' },
    snapshot: { message: 'Dieses Lab hat keinen Schnappschuss „{name}“.', hint: 'Die Liste der Schnappschüsse zeigt, welche es gibt.' },
    document: { message: 'Das Dokument {id} ist nicht offen.', hint: 'Öffnen Sie seine Datei wieder.' },
    device: { message: 'Das Gerät ist nicht mehr da.' },
    terminal: { message: 'Das Terminal ist nicht mehr da.' },
    id: { message: '„{id}“ ist keine Kennung eines Labs.', hint: '`nestwork list` zeigt die laufenden Labs.' },
  },
  'is-drawn': {
    message: 'Was von {name} entfernt werden sollte, steht inzwischen in der Zeichnung.',
    hint: 'Ändern Sie stattdessen die Zeichnung.',
  },
  'not-agreed': {
    message: 'Die Datei von „{name}“ bringt Programme mit, die auf diesem Rechner liefen, und noch hat niemand zugestimmt.',
    hint: 'Sehen Sie sie erst an.',
  },
  'another-file': {
    message: 'Ein Lab mit derselben Kennung ({id}) läuft schon, aus der Datei {path}.',
    hint: 'Schließen Sie diese Zeichnung und öffnen Sie ihre Datei wieder: Sie bekommt dann eine eigene Kennung.',
  },
  'not-running': {
    message: 'Das Lab „{name}“ läuft nicht.',
    hint: 'Starten Sie es erst.',
    device: { message: '{name} läuft nicht und lässt sich darum nicht neu starten.', hint: 'Starten Sie es.' },
    gathered: { message: 'Das Lab läuft nicht, also hat sich nichts gesammelt.', hint: 'Nehmen Sie es mit Rückgängig zurück.' },
    shell: { message: 'Das Lab „{name}“ läuft nicht, also gibt es in seinen Geräten keine Shell.', hint: 'Starten Sie es erst.' },
    socket: { message: 'Unter {path} antwortet kein Lab: {why}.', hint: 'Starten Sie das Lab erst.' },
  },
  'already-running': { message: 'Das Lab {id} läuft schon.', hint: 'Öffnen Sie es, um es zu sehen, oder halten Sie es erst an.' },
  'lab-ended': {
    message: 'Das Lab ist beendet: Sein Supervisor antwortet nicht mehr, und der Kernel hat entfernt, was darin lief.',
    hint: 'Starten Sie es wieder; die Zeichnung ist, wie sie war.',
    opening: { message: 'Das Lab endete, während es geöffnet wurde.', hint: 'Starten Sie es wieder.' },
  },
  'node-ended': {
    message: 'Der erste Prozess von {name} wurde durch Signal {signal} beendet, und der Kernel hat das Gerät mit ihm beendet.',
    hint: 'Starten Sie es wieder.',
  },
  'no-supervisor': {
    message: 'Das Programm nestwork-lab, das Labs ausführt, wurde nicht gefunden (gesucht: {paths}).',
    hint: 'In einem Checkout baut es `make -C native`; sonst installieren Sie Nestwork neu.',
  },
  'start-failed': {
    message: 'Der Supervisor {program} ließ sich nicht starten: {why}.',
    ended: { message: 'Der Supervisor des Labs startete nicht: {why}.', hint: '`nestwork doctor` zeigt, was diesem Rechner fehlt.' },
    elevated: { message: 'nestwork-root hat das Lab gestartet, sagt aber nicht, wie.', hint: 'Starten Sie das Lab noch einmal.' },
  },
  'runtime-directory': {
    message: 'Der Ordner {path} für laufende Labs ist nicht zu gebrauchen: {why}.',
    hint: 'Entfernen Sie ihn, oder setzen Sie XDG_RUNTIME_DIR auf einen eigenen Ordner.',
    make: { message: 'Der Ordner {path} für laufende Labs ließ sich nicht anlegen: {why}.' },
    foreign: {
      message: 'Der Ordner {path} für laufende Labs gehört jemand anderem (uid {uid}) und wird darum nicht benutzt.',
      hint: 'Entfernen Sie ihn, oder setzen Sie XDG_RUNTIME_DIR auf einen eigenen Ordner.',
    },
    elevated: {
      message: 'nestwork-root würde das Lab in {path} starten, aber XDG_RUNTIME_DIR sagt {wanted}.',
      hint: 'Starten Sie Nestwork ohne XDG_RUNTIME_DIR, oder mit dem Ihrer Sitzung.',
    },
  },
  'path-too-long': {
    message: 'Der Socket eines Labs kann nicht unter {path} liegen: Der Pfad eines Sockets hat höchstens {limit} Bytes.',
    hint: 'Setzen Sie XDG_RUNTIME_DIR auf einen Ordner mit kürzerem Pfad.',
  },
  'not-a-document': {
    message: 'Das Lab läuft, wurde aber nicht von dieser Version von Nestwork gestartet; seine Zeichnung ist nicht lesbar.',
    hint: 'Beenden Sie es mit `nestwork down`, oder nehmen Sie die Version, die es gestartet hat.',
  },
  'no-document': {
    message: 'Das Lab läuft, wurde aber nicht von dieser Version von Nestwork gestartet; seine Zeichnung ist nicht lesbar.',
    hint: 'Beenden Sie es mit `nestwork down`, oder nehmen Sie die Version, die es gestartet hat.',
  },
  'no-clipboard': { message: 'Nestwork hat hier keine Zwischenablage: Der Browser behält sie für sich.' },
  'no-desktop': {
    message:
      'Es gibt keinen Desktop, auf dem ein Terminalfenster aufgehen könnte: Wo Nestwork läuft, ist weder DISPLAY noch WAYLAND_DISPLAY gesetzt.',
    hint: 'Nehmen Sie die Terminals dieses Fensters.',
  },
  'no-terminal-program': {
    message: 'Kein Terminalprogramm ist installiert. Gesucht wurden: {names}.',
    hint: 'Installieren Sie eines, etwa xterm, oder nennen Sie Ihres in der Variablen TERMINAL.',
  },
  'terminal-program-failed': {
    message: '{name} hat kein Fenster geöffnet: {why}.',
    hint: 'Nennen Sie ein anderes Terminalprogramm in der Variablen TERMINAL.',
  },
  'kernel-refused': {
    message: 'Der Kernel hat es abgelehnt: {errno}.',
    step: { message: 'Der Kernel hat einen Schritt abgelehnt ({operation}).' },
  },
  'namespaces-forbidden': {
    message:
      'Dieser Rechner lässt gewöhnliche Benutzer die Namensräume nicht anlegen, aus denen ein Lab besteht; nestwork-root kann sie für Sie anlegen.',
    hint: 'Das braucht einmal Ihr Passwort; das Lab läuft dann wie immer als Sie.',
  },
  'not-permitted': { message: 'Dieser Rechner lässt das nicht zu.', hint: '`nestwork doctor` zeigt, was diesem Rechner fehlt.' },
  'not-installed': {
    message: 'Ein Programm, das dafür nötig ist, ist nicht installiert.',
    hint: 'Die Hilfe nennt, was dieser Rechner braucht.',
  },
  'limit-reached': {
    message: 'Eine Grenze von Linux oder dieses Rechners ist erreicht: „{said}“',
    hint: 'Teilen Sie das Lab, oder heben Sie die Grenze an.',
    ports: {
      message: '{device} hätte {needed} Ports, und eine Bridge von Linux hat höchstens {value}.',
      hint: 'Nehmen Sie einen zweiten Switch, mit diesem verkabelt.',
    },
    namespaces: {
      message: 'Dieses Lab hat {n} Geräte; sie brauchen {needed} Namensräume einer Art, aber {limit} ist {value}.',
      hint: 'Lassen Sie die Grenze von einem Administrator anheben, oder teilen Sie das Lab.',
    },
    files: {
      message: 'Dieses Lab hat {n} Geräte; sie brauchen {needed} offene Dateien, aber {limit} ist {value}.',
      hint: 'Lassen Sie die Grenze von einem Administrator anheben, oder teilen Sie das Lab.',
    },
    processes: {
      message: 'Dieses Lab hat {n} Geräte; sie brauchen {needed} Prozesse, aber {limit} ist {value}.',
      hint: 'Lassen Sie die Grenze von einem Administrator anheben, oder teilen Sie das Lab.',
    },
  },
  'out-of-memory': { message: 'Der Speicher reicht dafür nicht.' },
};
