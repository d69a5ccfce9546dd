export default {
  lost: 'Die Verbindung zu Nestwork ist abgebrochen. Die Labs laufen weiter.',
  notYet: 'Nestwork ist noch nicht verbunden.',
  again: 'Neu verbinden',
  failed: 'Das ging nicht',
};
