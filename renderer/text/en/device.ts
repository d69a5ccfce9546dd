/** What is done to a device that runs. */
export default {
  restart: 'Restart the device',
  restartMany: 'Restart {n} device | Restart {n} devices',
  pause: 'Pause the device',
  pauseMany: 'Pause {n} device | Pause {n} devices',
  resume: 'Let the device go on',
  resumeMany: 'Let {n} device go on | Let {n} devices go on',
  pauseLab: 'Pause the whole lab',
  resumeLab: 'Let the whole lab go on',
  notRestarted: 'Not restarted: {what}',
  notPaused: 'Nothing was paused',
  notResumed: 'Nothing goes on',
  paused: 'Paused: its processes are held where they are. Frames still pass through its interfaces.',
};
