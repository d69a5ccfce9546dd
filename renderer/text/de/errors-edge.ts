/** Wie errors.ts, über die Welt außerhalb des Labs. */
export default {
  'elevation-cancelled': {
    message: 'Sie haben die Passwortabfrage geschlossen; an diesem Computer wurde nichts geändert.',
    waiting: { message: 'Sie haben nicht länger auf das Passwort gewartet; an diesem Computer wurde nichts geändert.' },
  },
  'elevation-denied': {
    message: 'Das Passwort war falsch, oder Sie dürfen das Netz dieses Computers nicht ändern; es wurde nichts geändert.',
    hint: 'Versuchen Sie es noch einmal, oder fragen Sie, wer diesen Computer verwaltet.',
  },
  'elevation-no-agent': {
    message: 'In dieser Sitzung läuft kein Programm, das nach Ihrem Passwort fragen könnte (ein polkit-Agent).',
    hint: 'Starten Sie einen (polkit-gnome, polkit-kde-agent, lxpolkit), oder starten Sie Nestwork in einem Terminal.',
  },
  'elevation-no-polkit': {
    message: 'polkit, das über Rechte entscheidet, antwortet auf diesem Computer nicht.',
    hint: 'Starten Sie es (systemctl start polkit), oder starten Sie Nestwork als root.',
  },
  'elevation-odd-shell': {
    message: 'pkexec verweigert den Dienst, weil Ihre Shell nicht in /etc/shells steht.',
    hint: 'Lassen Sie sie dort eintragen, oder starten Sie Nestwork mit SHELL=/bin/sh.',
  },
  'elevation-no-new-privs': {
    message:
      'Nestwork läuft so, dass kein Programm Rechte dazugewinnen darf (no_new_privs); deshalb kann nach keinem Passwort gefragt werden.',
    hint: 'Starten Sie es außerhalb der Sandbox (Snap, Flatpak, ein gehärteter Dienst), in der es läuft.',
  },
  'elevation-unusable': {
    message: 'pkexec ist installiert, aber Sie dürfen es nicht ausführen.',
    hint: 'Installieren Sie das Paket pkexec (policykit-1) neu, oder fragen Sie, wer diesen Computer verwaltet.',
  },
  'elevation-not-installed': {
    message: 'Auf diesem Computer fehlt pkexec, das nach dem Passwort fragt.',
    hint: 'Installieren Sie das Paket pkexec (policykit-1), oder starten Sie Nestwork als root.',
  },
  'elevation-failed': {
    message: 'nestwork-root, das das Netz dieses Computers ändert, ist nicht gestartet: {why}.',
    hint: 'Rufen Sie `nestwork doctor` auf; das Protokoll des Computers (journalctl) sagt vielleicht mehr.',
    path: { message: 'nestwork-root liegt an einem Ort, der nicht unserer ist; deshalb wird es nicht gestartet.' },
    stranger: { message: 'Anstelle von nestwork-root hat etwas geantwortet, das nicht root ist; deshalb wird nicht mit ihm gesprochen.' },
  },
  'no-root-program': {
    message: 'Das Programm nestwork-root, das das Netz dieses Computers ändert, wurde nicht gefunden (gesucht in {paths}).',
    hint: 'In einem Checkout bauen Sie es mit `make -C native`; sonst installieren Sie Nestwork neu.',
  },
  'root-ended': {
    message: 'nestwork-root ist zu Ende; was es an diesem Computer geändert hatte, ist zurückgenommen.',
    hint: 'Verbinden Sie noch einmal.',
  },
  'no-interfaces': {
    message: 'Die Schnittstellen dieses Computers ließen sich nicht auflisten: {why}.',
    hint: 'Installieren Sie das Paket iproute2.',
  },
  'internet-failed': {
    message: 'Der Weg ins Internet ließ sich nicht öffnen: {why}.',
    silent: { message: 'Der Weg ins Internet ließ sich nicht öffnen: Sein Prozess endete ohne ein Wort.' },
    translation: { message: 'Im Gerät lassen sich keine Adressen umsetzen: {why}.', hint: 'Installieren Sie das Paket nftables.' },
  },
  'not-joined': {
    lab: { message: 'Mit diesem Lab ist nichts von diesem Computer verbunden.', hint: 'Starten Sie das Lab, und verbinden Sie es.' },
    device: { message: '{device} ist mit nichts von diesem Computer verbunden.', hint: 'Starten Sie das Lab, und verbinden Sie es.' },
  },
  'went-back': {
    timeout: {
      message: '{interface} ist wie vorher, weil niemand innerhalb von 30 s gesagt hat, dass dieser Computer noch verbunden ist.',
      hint: 'Verbinden Sie noch einmal.',
    },
    carrier: { message: '{interface} ist wie vorher, weil das Kabel kein Signal mehr hat.', hint: 'Verbinden Sie noch einmal.' },
    'dhcp-ended': {
      message: '{interface} ist wie vorher, weil der DHCP-Client der Bridge zu Ende ging.',
      hint: 'Verbinden Sie noch einmal.',
    },
    'client-lost': {
      message: '{interface} ist wie vorher, weil das Programm, das darum gebeten hatte, vor einem Ja zu Ende ging.',
      hint: 'Verbinden Sie noch einmal.',
    },
    stopping: { message: '{interface} ist wie vorher, weil nestwork-root enden sollte.', hint: 'Verbinden Sie noch einmal.' },
    failed: { message: '{interface} ist wie vorher, weil nestwork-root nicht darüber wachen konnte.', hint: 'Verbinden Sie noch einmal.' },
  },
  wireless: {
    proposal: {
      message:
        '{interface} lässt sich nicht verbinden: Es ist eine WLAN-Station, und ein Access Point nimmt von ihr nur Rahmen eines Geräts an.',
      hint: 'Wählen Sie eine Schnittstelle mit Kabel, oder zeichnen Sie „Internet“: Das geht über WLAN und braucht kein Passwort.',
    },
  },
  'not-ethernet': {
    proposal: {
      message: '{interface} lässt sich nicht verbinden: Es ist keine Ethernet-Schnittstelle dieses Computers.',
      hint: 'Wählen Sie eine Ethernet-Schnittstelle.',
    },
  },
  enslaved: {
    proposal: {
      message: '{interface} lässt sich nicht verbinden: Es ist schon ein Port von {master}.',
      hint: 'Nehmen Sie es dort heraus, oder wählen Sie ein anderes.',
    },
  },
  down: {
    proposal: {
      message: '{interface} lässt sich nicht verbinden: Es ist abgeschaltet.',
      hint: 'Schalten Sie es ein: ip link set dev {interface} up.',
    },
  },
  'in-use': {
    proposal: {
      message: '{interface} lässt sich nicht verbinden: {upon} steht darauf.',
      hint: 'Löschen Sie das zuerst, oder teilen Sie die Schnittstelle.',
    },
  },
  'several-gateways': {
    proposal: {
      message:
        '{interface} lässt sich nicht verbinden: Darüber führt eine Route mit mehreren Gateways, die sich nicht genau zurückholen ließe.',
      hint: 'Verbinden Sie es neben diesem Computer (macvlan); das lässt seine Routen in Ruhe.',
    },
  },
};
