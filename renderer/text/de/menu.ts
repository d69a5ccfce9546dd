export default {
  shell: 'Shell',
  start: 'Gerät starten',
  stop: 'Gerät anhalten',
  startMany: '{n} Gerät starten | {n} Geräte starten',
  stopMany: '{n} Gerät anhalten | {n} Geräte anhalten',
  cut: 'Trennen',
  mend: 'Verbinden',
  interfaceOf: 'Schnittstelle von {name}',
  plug: 'Schnittstelle an {name}…',
  memberOf: 'Das Kabel in ein Gerät von {name} stecken',
};
