export default {
  lost: 'Die Verbindung zu Nestwork ist abgebrochen. Die Labs laufen weiter.',
  notYet: 'Nestwork ist noch nicht verbunden.',
  again: 'Neu verbinden',
  failed: 'Das ging nicht',
  presenting: 'Projektoransicht. L ist ein Laserpointer, Escape verlässt sie.',
};
