/** The context menu of a device, a cable and the paper. */
export default {
  shell: 'Shell',
  start: 'Start the device',
  stop: 'Stop the device',
  startMany: 'Start {n} device | Start {n} devices',
  stopMany: 'Stop {n} device | Stop {n} devices',
  cut: 'Cut',
  mend: 'Mend',
  interfaceOf: 'Interface of {name}',
  plug: 'Interface at {name}…',
  memberOf: 'Plug the cable into a device of {name}',
};
