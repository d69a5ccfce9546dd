export default {
  internet: {
    title: 'Der Weg ins Internet',
    text: 'Geräte erreichen das Internet wie Sie selbst, durch ein Programm von Ihnen (pasta oder slirp4netns). Ein Passwort ist nicht nötig, und von draußen erreicht sie niemand, außer durch die Ports unten.',
  },
  'this-computer': {
    title: 'Dieser Rechner im Lab',
    text: 'Ein Kabel zwischen diesem Rechner und dem Lab: Sie erreichen die Geräte aus Ihren eigenen Programmen. Das ändert das Netz dieses Rechners, solange es läuft, und braucht Ihr Passwort.',
  },
  nic: {
    title: 'Eine echte Schnittstelle',
    text: 'Eine Schnittstelle dieses Rechners kommt ins Lab: Geräte stehen im echten Netz dahinter. Das braucht Ihr Passwort.',
  },
  loopback: 'Dienste dieses Rechners',
  loopbackText: 'Geräte erreichen, was auf der eigenen Loopback-Schnittstelle dieses Rechners lauscht.',
  forwards: 'Ports, die hineinführen',
  addForward: 'Port hinzufügen',
  removeForward: 'Port {port} entfernen',
  protocol: 'Protokoll',
  port: 'Port dieses Rechners',
  device: 'Gerät',
  nodePort: 'Port des Geräts',
  gone: 'nicht gezeichnet',
  computerAddress: '{family}-Adressen dieses Rechners',
  routes: 'Routen ins ganze Lab',
  routesText: 'Dieser Rechner findet auch die anderen Netze des Labs, durch Routen hierüber.',
  nicInterface: 'Schnittstelle',
  notChosen: 'noch nicht gewählt',
  nicMode: 'Wie',
  mode: {
    macvlan: { label: 'Daneben', text: 'Dieser Rechner bleibt, wie er ist; mit den Geräten sprechen kann er selbst nicht.' },
    bridge: {
      label: 'Geteilt über eine Bridge',
      text: 'Rechner und Geräte teilen sie: Eine neue Bridge übernimmt ihre Adressen und Routen.',
    },
    whole: { label: 'Ganz', text: 'Die Schnittstelle zieht ins Lab; dieser Rechner hat sie nicht mehr, bis das Lab endet.' },
  },
};
