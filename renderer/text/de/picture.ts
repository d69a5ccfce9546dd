/** Bilder eines Labs: Dateien und Papier. */
export default {
  title: 'Bild des Labs',
  preview: 'So wird das Bild von {name} aussehen',
  format: 'Art der Datei',
  what: {
    svg: 'Linien in jeder Größe: für Webseiten, Dokumente und Zeichenprogramme.',
    png: 'Bildpunkte, zwei für jeden des Bildschirms: für alles, was keine Linien nimmt.',
    pdf: 'Eine Seite in der Größe der Zeichnung, mit Linien in jeder Größe und Wörtern, die man suchen kann.',
  },
  print: 'Drucken…',
  save: 'Speichern…',
  saveTitle: 'Bild speichern',
  saved: 'Bild gespeichert als {path}.',
  notSaved: 'Das Bild wurde nicht gespeichert',
};
