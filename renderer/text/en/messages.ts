/** What is said of the window itself. */
export default {
  lost: 'The connection to Nestwork was lost. The labs run on.',
  notYet: 'Nestwork is not connected yet.',
  again: 'Connect again',
  failed: 'That did not work',
  presenting: 'Projector view. L is a laser pointer, Escape leaves.',
};
