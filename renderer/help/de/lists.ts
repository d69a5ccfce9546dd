/** Was unter der Zeichnung steht, neben den Terminals. */
export default {
  problems: {
    title: 'Probleme',
    body: `
Was nicht gehen kann und was überraschen wird. Die Liste folgt der Zeichnung; dafür muss nichts laufen.

- Ein Achteck: das kann nicht gehen, oder der Kernel hat es verweigert. Seine eigenen Worte stehen darunter.
- Ein Dreieck: es geht, aber anders, als man denkt.
- Ein Kreis: gut zu wissen.

Wo die Abhilfe bekannt ist, schafft sie ein Knopf, und Rückgängig nimmt sie zurück. *Zeigen* wählt das Gerät oder Kabel auf der Zeichenfläche aus. Ein Problem, das weg ist, verlässt die Liste von selbst.`,
  },
  plan: {
    title: 'Plan',
    body: `
Was zu tun wäre, um das Netz zur Zeichnung zu bringen, Schritt für Schritt: die Operation, das Gerät, der Grund und der Befehl, den ein Mensch tippen würde.

Der Plan ist der kleinste: die Änderung eines Kabels ist die Arbeit eines Kabels, in einem Lab jeder Größe. Jede Änderung geschieht ganz oder gar nicht; scheitert ein Schritt, werden die davor zurückgenommen.

## Sofort oder gesammelt
*Sofort*, in der Werkzeugleiste, ist das Übliche: jede Änderung erreicht das Netz, wenn sie gemacht wird. Mit *Sammeln* bleibt das Netz, wie es war, und Änderungen sammeln sich hier, bis Sie sie anwenden oder verwerfen. *E* wechselt zwischen beiden, *Änderungen sammeln* im Menü Lab auch.

*Als Skript kopieren* legt die Befehle in die Zwischenablage. Sie sind zum Lesen und Lernen da: Nestwork selbst spricht direkt mit dem Kernel.

## Zwei Zeichnungen im Vergleich
*Mit einer Datei vergleichen*, im Menü Lab, zeigt, worin sich dieses Lab von einem anderen unterscheidet, und übernimmt, was Sie wählen.`,
  },
  tables: {
    title: 'Tabellen',
    body: `
Das Lab als Listen: Knoten, Kabel, Adressen, Routen. Was hier ausgewählt ist, ist es auch auf der Zeichenfläche, und umgekehrt.

- Ein Titel oben sortiert; noch einmal kehrt die Reihenfolge um, ein drittes Mal beendet sie.
- Das Feld filtert alle Spalten.
- Pfeiltasten gehen umher. *Eingabe* bearbeitet, wo sich ein Wert ändern lässt, und zeigt sonst das Gerät oder Kabel. *Esc* gibt auf.
- *Strg+C* kopiert das Ausgewählte als CSV, *Als CSV kopieren* alle gezeigten Zeilen.

Eine Route sagt, warum es sie gibt: weil ein Segment neben dem Router liegt, wegen eines kürzesten Weges oder weil Sie sie eingetragen haben.`,
  },
  events: {
    title: 'Ereignisse',
    body: `
Was mit dem Lab geschah, mit der Uhrzeit: Änderungen aus allen Fenstern, ausgeführte Schritte, was der Kernel meldete, Startbefehle, die endeten, und was scheiterte.

Wer in einer Shell eine Adresse ändert, findet das einen Augenblick später hier.

- Die Knöpfe blenden Arten von Ereignissen aus, das Feld sucht Wörter.
- Ein Klick öffnet das Ganze, mit den ausgeführten Befehlen. Ein Doppelklick geht zu der Stelle auf der Zeichenfläche.

Die Liste gehört diesem Fenster und beginnt, wenn das Lab darin geöffnet wird.`,
  },
  history: {
    title: 'Verlauf',
    body: `
Jede Änderung dieses Fensters in Worten, die neueste oben. Ein Klick geht an diese Stelle: die Zeichnung wird, was sie war, und das laufende Netz folgt, mit dem kleinsten Plan.

Zurückgehen verliert nichts. Die späteren Änderungen bleiben in der Liste, bis Sie von dort aus etwas anderes zeichnen; ein Klick auf eine geht wieder vor. *Auf* und *Ab* sehen nur an: was die Änderung tat, steht daneben.

Die Liste überdauert das Fenster: nach einem Absturz, und wenn eine Datei wieder geöffnet wird, die sonst niemand geändert hat, sind die Änderungen da wie zuvor. Zwei Fenster eines Labs haben je ihre eigene Liste.

Eine frühere *Datei* ist etwas anderes: [Frühere Stände](files) bewahrt, was auf der Platte war.`,
  },
};
