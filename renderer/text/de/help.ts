export default {
  search: 'Hilfe durchsuchen',
  pages: 'Alle Seiten',
  close: 'Hilfe schließen',
  nothing: 'Keine Seite handelt von „{query}“.',
  foot: '{key} öffnet die Seite zu der Stelle, an der Sie sind.',
  doctor: 'Was dieser Rechner kann',
  doctorText: 'Was Labs von ihm brauchen, was er hat, und was beim Rest zu tun ist. Nachsehen ändert hier nichts.',
  lookAgain: 'Noch einmal nachsehen',
  thisLab: 'Dieses Lab:',
  levels: { ok: 'Gut', limit: 'Grenze', problem: 'Verhindert Labs' },
  licence: 'MIT-Lizenz. Labs laufen unter Ihrem Namen, ohne root, und lassen nichts zurück.',
  states: { planned: 'gewollt', up: 'da', down: 'angehalten', failed: 'gescheitert' },
  pictures: {
    states:
      'Vier Kacheln: ein gestrichelter blauer Umriss ist gewollt, eine gefüllte ist da, ein grauer Umriss angehalten, eine schraffierte rote gescheitert.',
    cable: 'Zwei Kästen, h1 und h2, jeder mit einer Schnittstelle eth0, und ein Kabel zwischen den beiden.',
    pair: 'ein veth-Paar, ein Ende in jedem',
    nested: 'Ein Kasten für diesen Rechner, darin einer für das Lab, und darin je einer für jedes Gerät.',
    computer: 'dieser Rechner',
    lab: 'das Lab: sechs Namensräume',
  },
};
