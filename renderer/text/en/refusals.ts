/** What nestwork-lab and nestwork-root refuse, and why nestwork-root did not start, by code. `said` is the English sentence that came with it: names are in it. */
export default {
  busy: { message: 'It is busy: {said}' },
  'limit-reached': { message: 'A limit of this computer would be met: {said}' },
  frozen: { message: 'The device is paused: nothing is started in it.', hint: 'Let it go on first.' },
  'not-allowed': { message: 'This is only for the program that asked for the password.' },
  'not-supported': { message: 'This computer cannot do it: {said}', hint: 'Run `nestwork doctor`: it names what this computer lacks.' },
  timeout: { message: 'It took too long: {said}', hint: 'Try again.' },
  'kept-full': { message: 'The lab has gathered more changes than it can keep.', hint: 'Save the lab, stop it and run it again.' },
  'bad-directory': { message: 'The folder of the lab cannot be used: {said}' },
  'stale-revision': { message: 'Somebody else has changed the lab meanwhile.', hint: 'Try again.' },
  'port-refused': { message: 'A port of this computer could not be opened: {said}', hint: 'Choose another port.' },
  'not-put-back': {
    message: 'Not everything on this computer could be put back as it was: {said}',
    hint: 'Run `nestwork doctor`: it names what is left.',
  },
  'not-yours': { message: 'It belongs to somebody else: {said}' },
  'default-route': { message: 'This computer’s way out leads over that interface.', hint: 'Share the interface instead.' },
  'ssh-session': { message: 'The session in which you work comes over that interface: {said}' },
  'network-in-use': { message: 'The network is in use on this computer: {said}', hint: 'Choose another one.' },
};
