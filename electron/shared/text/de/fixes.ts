import type english from '../en/fixes';

const fixes: typeof english = {
  'rename-node': 'In {name} umbenennen',
  'rename-interface': '{name} nennen',
  'delete-link': 'Kabel löschen',
  'new-link-id': 'Dem Kabel die Kennung {id} geben',
  'move-link-end': 'Kabel an {name} stecken',
  'remove-address': '{address} entfernen',
  'automatic-address': 'Automatische Adresse geben',
  'remove-mac': 'Eigene MAC-Adresse geben',
  'remove-setting': 'Einstellung entfernen',
  'remove-file': 'Zweite Datei entfernen',
  'own-namespace': 'Eigenen Namensraum geben ({kind})',
  'remove-field': '{field} entfernen',
  'stp-on': 'Spanning Tree an {name} einschalten',
  'cut-link': 'Kabel {cable} trennen',
  'remove-forward': 'Weiterleitung entfernen',
};
export default fixes;
