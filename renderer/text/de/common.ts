/** Words that several parts of the window use. */
export default {
  cancel: 'Abbrechen',
  close: 'Schließen',
  delete: 'Löschen',
  save: 'Sichern',
  undo: 'Rückgängig',
  show: 'Zeigen',
  devices: '{n} Gerät | {n} Geräte',
  cables: '{n} Kabel | {n} Kabel',
};
