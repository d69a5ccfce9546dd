export default {
  shell: 'Shell',
  start: 'Gerät starten',
  stop: 'Gerät anhalten',
  cut: 'Trennen',
  mend: 'Verbinden',
  interfaceOf: 'Schnittstelle von {name}',
  plug: 'Schnittstelle an {name}…',
};
