export default {
  cable: 'das Kabel {a} {one} – {b} {other}',
  interface: '{interface} von {name}',
  spoken: {
    cable: 'Kabel von {a} {one} zu {b} {other}, nur im Kernel: niemand hat es gezeichnet',
    interface: 'Schnittstelle {interface} von {name}, nur im Kernel: niemand hat sie gezeichnet',
  },
  heading: {
    cable: 'Von Hand gemacht: {a} {one} – {b} {other}',
    interface: 'Von Hand gemacht: {interface} von {name}',
  },
  adopt: 'In die Zeichnung übernehmen',
  notAdoptable: 'Nicht zeichenbar: eine Schnittstelle gibt es nur durch ihr Kabel. Ein Startbefehl kann sie anlegen',
  remove: 'Entfernen',
  removeForGood: 'Entfernen (Rückgängig bringt es nicht zurück)',
  show: 'Im Inspektor zeigen',
  adopted: 'Übernommen: {what}',
  removed: 'Entfernt: {what}',
};
