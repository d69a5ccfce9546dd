/** The list of problems. */
export default {
  title: 'Problems',
  none: 'No problems found.',
  filter: 'Which are shown',
  severity: { error: 'Cannot work', warning: 'Will surprise', info: 'Good to know' },
  count: { error: '{n} error | {n} errors', warning: '{n} warning | {n} warnings', info: '{n} note | {n} notes' },
  show: 'Show {name}',
  again: 'Try again',
  notAgain: 'It could not be tried again',
  fixAll: 'Mend {n} | Mend all {n}',
  edit: { all: 'Mended {n} problem | Mended {n} problems' },
};
