export default {
  exists: { message: '{path} gibt es schon.', hint: 'Ersetzen Sie es, oder wählen Sie einen anderen Namen.' },
  'open-elsewhere': {
    message: '{path} ist als anderes Dokument offen.',
    hint: 'Schließen Sie das zuerst, oder speichern Sie unter anderem Namen.',
  },
  'changed-on-disk': {
    message: '{path} wurde von einem anderen Programm geändert, nachdem es hier geöffnet wurde.',
    hint: 'Behalten Sie Ihres, nehmen Sie das andere, oder speichern Sie unter anderem Namen.',
  },
  'no-path': { message: '„{name}“ hat noch keine Datei.', hint: 'Wählen Sie, wohin es gespeichert wird.' },
  'connection-lost': {
    message: 'Die Verbindung zu Nestwork ist abgebrochen.',
    hint: 'Laden Sie die Seite neu, oder starten Sie Nestwork neu.',
  },
};
