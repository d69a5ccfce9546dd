export default {
  title: 'Probleme',
  none: 'Keine Probleme gefunden.',
  filter: 'Welche gezeigt werden',
  severity: { error: 'Kann nicht gehen', warning: 'Wird überraschen', info: 'Gut zu wissen' },
  count: { error: '{n} Fehler | {n} Fehler', warning: '{n} Warnung | {n} Warnungen', info: '{n} Hinweis | {n} Hinweise' },
  show: '{name} zeigen',
  again: 'Noch einmal',
  notAgain: 'Es ließ sich nicht noch einmal versuchen',
  fixAll: '{n} beheben | Alle {n} beheben',
  edit: { all: '{n} Problem behoben | {n} Probleme behoben' },
};
