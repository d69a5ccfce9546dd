import type english from '../en/labels';

const labels: typeof english = {
  'try-again': 'Noch einmal versucht',
  elsewhere: 'Anderswo geändert',
  'discard-collected': 'Gesammeltes verworfen',
  'restart-one': '{name} neu gestartet',
  'restart-many': '{n} Gerät neu gestartet | {n} Geräte neu gestartet',
  'remove-one': 'Aus {name} entfernt, was niemand gezeichnet hat',
  'remove-many': 'Aus {n} Gerät entfernt, was niemand gezeichnet hat | Aus {n} Geräten entfernt, was niemand gezeichnet hat',
  'repair-one': '{name} wieder wie gezeichnet eingestellt',
  'repair-many': '{n} Gerät wieder wie gezeichnet eingestellt | {n} Geräte wieder wie gezeichnet eingestellt',
  'back-to-snapshot': 'Zurück zum Schnappschuss „{name}“',
  'apply-file': 'Eine Datei angewandt',
};
export default labels;
