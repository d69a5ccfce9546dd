/** Wege in eine Zeichnung hinein und aus ihr heraus: Text, Bilder, Projektor. */
export default {
  text: {
    title: 'Ein Netz als Text',
    body: `
Fügen Sie eine Liste von Kabeln auf der Zeichenfläche ein: ihre Geräte und Kabel werden gezeichnet, jedes an einem sinnvollen Ort. *Als Text kopieren* gibt dieselbe Liste von der Auswahl, oder vom ganzen Lab.

$ r1 -- s1
$ s1 -- h1..h20

- \`a -- b -- c\` ist eine Kette. Mit Kommas wird jedes der einen Seite mit jedem der anderen verkabelt.
- \`h1..h20\` sind zwanzig Namen.
- \`r1:eth2 -- s1\` nennt die Schnittstelle. Ohne Angabe ist es die nächste freie.
- \`router core1, core2\` nennt eine Art. Ohne Angabe tut es der Name: r1 ist ein Router, s1 ein Switch, hub1 ein Hub; alles andere ist ein Host.
- Ein Name, den die Zeichnung schon hat, meint dieses Gerät.
- \`#\` beginnt eine Bemerkung.

Ist eine Zeile nicht lesbar, sagt ein Satz, welche und warum, und nichts kommt hinzu. Einmal Rückgängig nimmt die ganze Liste zurück.

Der Text einer Lab-Datei öffnet sich, eingefügt, als eigenes Lab.`,
  },
  pictures: {
    title: 'Bilder und Druck',
    body: `
*Bild*, im Menü Datei, speichert das Lab als Datei: SVG und PDF sind Linien in jeder Größe, PNG sind Bildpunkte. Das Bild ist hell, welche Farben das Fenster auch hat, zeigt, was die Zeichnung jetzt zeigt, und keine Zeichen einer Auswahl.

Adressen und Namen von Schnittstellen lassen sich weglassen.

*Drucken* gibt dasselbe Bild an den Druck des Systems, eine Seite, so groß es passt.`,
  },
  projector: {
    title: 'Projektoransicht',
    body: `
*Umschalt+F11* macht das Lab aus der letzten Reihe lesbar: keine Bereiche am Rand, alles um die Hälfte größer, auch die Terminals. *L* schaltet einen Laserpointer ein und aus. *Escape* verlässt die Ansicht, wenn es nicht der Shell mit der Tastatur oder dem gehört, was offen ist.`,
  },
};
