export default {
  title: 'Hintergrundbild',
  x: 'Links',
  y: 'Oben',
  width: 'Breite',
  height: 'Höhe',
  opacity: 'Deckkraft',
  place: 'Auf dem Papier platzieren',
  done: 'Fertig',
  remove: 'Entfernen',
  wrong: 'Gemeint ist eine ganze Zahl von px zwischen {least} und {most}.',
  frame: 'Hintergrundbild: Pfeiltasten bewegen es, mit Umschalt ändern sie die Größe, Eingabe beendet',
};
