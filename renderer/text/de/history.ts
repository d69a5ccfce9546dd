export default {
  title: 'Verlauf',
  none: 'Noch keine Änderungen.',
  noneText: 'Jede Änderung steht hier; ein Klick geht vor sie zurück, und das Netz geht mit.',
  start: 'Wie geöffnet',
  startText: 'Die Zeichnung, wie sie war, als dieses Fenster sie öffnete.',
  here: 'hier',
  back: 'Hierher zurück',
  forward: 'Hierher vor',
  edit: { start: 'Zurück zum Anfang', back: 'Zurück zu: {what}', forward: 'Vor zu: {what}' },
};
