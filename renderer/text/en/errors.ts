/** Errors of the host, by code. English comes with the error itself; here it is for the keys, and for what arguments each needs. */
export default {
  exists: { message: '{path} is there already.', hint: 'Choose to replace it, or another name.' },
  'open-elsewhere': { message: '{path} is open as another document.', hint: 'Close that one first, or save under another name.' },
  'changed-on-disk': {
    message: '{path} was changed by another program after it was opened here.',
    hint: 'Keep yours, take theirs, or save under another name.',
  },
  'no-path': { message: '“{name}” has no file yet.', hint: 'Choose where to save it.' },
  'connection-lost': { message: 'The connection to Nestwork was lost.', hint: 'Reload the page, or start Nestwork again.' },
};
