export default {
  title: 'Finden oder tun',
  placeholder: {
    everything: 'Ein Befehl, ein Gerät, ein Lab, eine Einstellung',
    devices: 'Ein Gerät, nach Name oder Adresse',
    labs: 'Ein Lab, nach Name oder Datei',
  },
  sections: { commands: 'Befehle', devices: 'Geräte', labs: 'Labs', settings: 'Einstellungen', help: 'Hilfe' },
  found: 'Nichts gefunden | {n} gefunden | {n} gefunden',
  nothing: 'Nichts heißt „{typed}“.',
  here: 'Hier',
  area: 'Fläche',
  group: 'Gruppe',
};
