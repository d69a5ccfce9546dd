import type english from '../en/desktop';

const desktop: typeof english = {
  saveTitle: '{name} speichern',
  labs: 'Nestwork-Labs',
  replace: 'Ersetzen',
  anotherName: 'Anderer Name',
  cancel: 'Abbrechen',
  saveFirst: 'Änderungen an {name} vor dem Schließen speichern?',
  runsOn: 'Das Lab selbst läuft so oder so weiter.',
  isLost: 'Was nicht gespeichert ist, geht verloren.',
  save: 'Speichern',
  closeWithout: 'Ohne Speichern schließen',
  openPage: 'Diese Seite im Webbrowser öffnen?',
  open: 'Öffnen',
};
export default desktop;
