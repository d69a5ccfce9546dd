/** The lab and its state. */
export default {
  phase: {
    armed: 'Starts with the first device',
    stopped: 'Stopped',
    starting: 'Starting',
    running: 'Running',
    stopping: 'Stopping',
    ended: 'Ended',
  },
  said: {
    armed: 'The lab starts with the first device.',
    stopped: 'The lab is stopped.',
    starting: 'The lab is starting.',
    running: 'The lab is running.',
    stopping: 'The lab is stopping.',
    ended: 'The lab has ended.',
  },
  ended: 'The lab has ended.',
  drawingSafe: 'The drawing is safe; nothing is left on this computer.',
  again: 'Run again',
  notStarted: 'The lab could not be started',
  notStopped: 'The lab could not be stopped',
};
