import type english from '../en/problems';

const problems: typeof english = {
  'duplicate-name': 'Zwei Geräte heißen {name}.',
  'reserved-name': '{name} nennt sich jeder Rechner selbst: der Name des Geräts führte nirgendwohin sonst.',
  'shared-id': 'Das Kabel {link} und das Gerät {name} haben eine gemeinsame Kennung.',
  'reserved-interface': '{device} hat eine Schnittstelle {interface}; so heißt seine eigene Bridge oder sein Weg nach draußen.',
  'dangling-link': 'Das Kabel {link} führt zu einem Gerät „{node}“, das nicht gezeichnet ist.',
  'interface-used-twice': '{device} {interface} hat zwei Kabel.',
  'no-cable': '{device} hat kein Kabel.',
  'too-many-ports':
    '{device} hat {n} Kabel; eine Linux-Bridge hat höchstens {limit} Anschlüsse. | {device} hat {n} Kabel; eine Linux-Bridge hat höchstens {limit} Anschlüsse.',
  'too-many-neighbours':
    'Spricht jedes Gerät mit seinem Router, braucht das Lab {n} Nachbareintrag für {family}; dieser Rechner hat {limit} für alle Netze zusammen. | Spricht jedes Gerät mit seinem Router, braucht das Lab {n} Nachbareinträge für {family}; dieser Rechner hat {limit} für alle Netze zusammen.',
  'bad-address-ipv4': '„{address}“ an {device} {interface} ist keine IPv4-Adresse mit Präfixlänge.',
  'bad-address-ipv6': '„{address}“ an {device} {interface} ist keine IPv6-Adresse mit Präfixlänge.',
  'reserved-address':
    '{address} an {device} {interface} ist keine Adresse für eine Schnittstelle: sie ist das Netz selbst, seine Broadcast-Adresse oder reserviert.',
  'address-on-port': '{device} {interface} ist Anschluss einer Bridge: seine Adresse {address} bleibt weg.',
  'duplicate-address': '{device} {interface} hat {address}, die im selben Segment {other} hat.',
  'duplicate-address-here': '{device} {interface} hat {address} zweimal.',
  'other-prefix':
    '{address} an {device} {interface} liegt in keinem Netz, in dem ein anderes Ende seines Segments ist ({other} ist in {network}).',
  'prefix-on-two-segments': '{device} {interface} und {other} haben das Netz {network}, sind aber in zwei Segmenten.',
  'duplicate-mac': '{device} {interface} hat die MAC-Adresse {mac} von {other}.',
  'bad-route-destination': '„{to}“ in einer Route von {device} ist kein Ziel.',
  'bad-route-gateway': '„{via}“ in einer Route von {device} ist keine Adresse.',
  'bad-route-family': 'Die Route von {device} nach {to} hat ein Gateway der anderen Familie.',
  'bad-route-nowhere': 'Die Route von {device} nach {to} nennt weder Gateway noch Schnittstelle.',
  'gateway-unreachable': 'Das Gateway {via} von {device} liegt in keinem seiner Segmente: die Route nach {to} bleibt weg.',
  'route-left-out':
    'Die Route von {device} nach {to} bleibt weg: die Schnittstelle {interface} hat kein Kabel, ist ausgeschaltet oder selbst in diesem Netz.',
  'bad-pool': 'Der Adressbereich „{pool}“ ist kein Präfix seiner Familie.',
  'pool-too-small': 'Der Adressbereich „{pool}“ ist kleiner als ein Netz eines Segments (/{length}).',
  'pool-length': 'Netze mit /{length} aus dem Adressbereich „{pool}“ haben keinen Platz für zwei Enden.',
  'segment-full':
    '{device} {interface} hat keine {family}-Adresse bekommen: {network} ist voll. | {n} Enden, darunter {device} {interface}, haben keine {family}-Adresse bekommen: {network} ist voll.',
  'pool-empty':
    '{device} {interface} hat keine {family}-Adresse bekommen: in den Adressbereichen des Labs ist kein Netz mehr frei. | {n} Enden, darunter {device} {interface}, haben keine {family}-Adresse bekommen: in den Adressbereichen des Labs ist kein Netz mehr frei.',
  'no-automatic-routes':
    'Bei {routers} Routern in {segments} Segmenten würden die Tabellen zu lang: Router kennen nur ihre eigenen Segmente.',
  'switch-loop': 'Switches bilden eine Schleife, die das Kabel {cable} schließt: ein Broadcast liefe ewig im Kreis und füllte jedes Kabel.',
  'mtu-mismatch':
    '{device} {interface} nimmt Pakete bis {mtu} Byte, {other} im selben Segment bis {otherMtu}: was größer ist als die kleinere, geht verloren.',
  'mtu-without-ipv6':
    '{device} {interface} hat eine MTU von {mtu}: unter 1280 schaltet der Kernel IPv6 aus, und die IPv6-Adressen bleiben weg.',
  'setting-without-interface':
    'Die Einstellung {setting} von {device} gilt der Schnittstelle {interface}, die kein Kabel hat: sie bleibt weg.',
  'setting-without-ipv6':
    'Die Einstellung {setting} von {device} bleibt weg: bei einer MTU von {mtu} schaltet der Kernel IPv6 an {interface} aus.',
  'setting-twice': '{device} hat die Einstellung {setting} zweimal, in zwei Schreibweisen; {other} zählt.',
  'does-not-forward': '{device} ist ein Router, aber die Einstellung {setting} schaltet das Weiterleiten aus.',
  'file-twice': '{device} hat zwei private Dateien unter {path}.',
  'file-in-file': 'Die private Datei {path} von {device} läge in {other}, und das ist eine Datei.',
  'file-of-ours': 'Die private Datei {path} von {device} tritt an die Stelle der Datei, die jedes Gerät bekommt.',
  'files-too-large': 'Die privaten Dateien von {device} haben {size} Zeichen; höchstens {limit} können übergeben werden.',
  'files-need-mount': '{device} hat private Dateien, teilt aber den Mount-Namensraum des Labs, wo alle sie sähen: sie bleiben weg.',
  'read-only-needs-user':
    '{device} soll Dateien nur lesen, teilt aber die Benutzer des Labs, deren root das aufheben könnte: es kann sie schreiben.',
  'read-only-needs-mount': '{device} soll Dateien nur lesen, teilt aber den Mount-Namensraum des Labs: es kann sie schreiben.',
  'source-missing': 'Die private Datei {path} von {device} kommt aus {source}, und das liegt nicht neben der Lab-Datei.',
  'source-refused': 'Die private Datei {path} von {device} kommt aus {source}, und das wird nicht gelesen: {why}.',
  'source-unsaved': 'Die private Datei {path} von {device} kommt aus {source} neben der Lab-Datei, aber das Lab hat noch keine Datei.',
  'network-not-own': '{device} soll das Netz des Labs teilen; jedes Gerät hat ein eigenes.',
  'few-processes':
    '{device} darf {n} Prozess haben, weniger als seine Startbefehle brauchen. | {device} darf {n} Prozesse haben, weniger als seine Startbefehle brauchen.',
  'limits-on-bridge': '{device} hat Grenzen, aber ein Switch besteht aus keinen Prozessen: sie begrenzen nur Shells darin.',
  'stp-without-switch': '{device} hat einen Spanning Tree, den nur ein Switch haben kann.',
  'field-of-other-kind': '{device} hat Angaben einer anderen Art von Gerät ({field}): sie bleiben weg.',
  'two-internets': '{device} und {other} führen beide aus einem Segment ins Internet: Geräte nehmen das ältere.',
  'forward-to-nowhere': '{device} leitet {protocol}-Port {port} an ein Gerät weiter, das nicht gezeichnet ist.',
  'forward-to-bridge': '{device} leitet {protocol}-Port {port} an {target} weiter, das keine Adresse hat: es ist eine Bridge.',
  'forward-without-address': '{device} leitet {protocol}-Port {port} an {target} weiter, das keine IPv4-Adresse hat.',
  'forward-twice': '{protocol}-Port {port} dieses Rechners wird zweimal weitergeleitet: {device} und {other} wollen ihn.',
  'nic-not-chosen': '{device} hat noch keine Schnittstelle dieses Rechners.',
  'nic-twice': '{device} und {other} wollen beide {interface} dieses Rechners.',
  'two-nics':
    '{device} und {other} verbinden ein Segment mit Schnittstellen dieses Rechners: führen beide in ein Netz, ist es eine Schleife.',
  'computer-without-address': '{device} gibt diesem Rechner keine Adresse: niemand erreicht ihn dort.',
};
export default problems;
