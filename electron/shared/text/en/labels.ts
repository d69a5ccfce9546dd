/** Changes that the host makes itself, or for a door without words of its own. */
export default {
  'try-again': 'Try again',
  elsewhere: 'Changed elsewhere',
  'discard-collected': 'Discarded what had gathered',
  'restart-one': 'Restarted {name}',
  'restart-many': 'Restarted {n} device | Restarted {n} devices',
  'remove-one': 'Removed what nobody drew from {name}',
  'remove-many': 'Removed what nobody drew from {n} device | Removed what nobody drew from {n} devices',
  'repair-one': 'Set {name} again as drawn',
  'repair-many': 'Set {n} device again as drawn | Set {n} devices again as drawn',
  'back-to-snapshot': 'Back to the snapshot “{name}”',
  'apply-file': 'Apply a file',
};
