/** The history of edits. */
export default {
  title: 'History',
  none: 'No edits yet.',
  noneText: 'Every edit is listed here; one click goes back to before it, and the network goes along.',
  start: 'As it was opened',
  startText: 'The drawing as it was when this window opened it.',
  here: 'here',
  back: 'Go back to here',
  forward: 'Go forward to here',
  edit: { start: 'Back to the beginning', back: 'Back to: {what}', forward: 'Forward to: {what}' },
};
