/** What the desktop's own dialogs ask, outside of the window's page. */
export default {
  saveTitle: 'Save {name}',
  labs: 'Nestwork labs',
  replace: 'Replace',
  anotherName: 'Another name',
  cancel: 'Cancel',
  saveFirst: 'Save the changes to {name} before closing?',
  runsOn: 'The lab itself goes on running either way.',
  isLost: 'What is not saved is lost.',
  save: 'Save',
  closeWithout: 'Close without saving',
  openPage: 'Open this page in your web browser?',
  open: 'Open',
};
