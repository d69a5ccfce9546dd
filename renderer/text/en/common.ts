/** Words that several parts of the window use. */
export default {
  cancel: 'Cancel',
  close: 'Close',
  delete: 'Delete',
  save: 'Save',
  undo: 'Undo',
  show: 'Show',
  devices: '{n} device | {n} devices',
  cables: '{n} cable | {n} cables',
};
