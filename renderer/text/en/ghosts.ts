/** What nobody drew, on the canvas. */
export default {
  cable: 'the cable {a} {one} – {b} {other}',
  interface: '{interface} of {name}',
  spoken: {
    cable: 'Cable from {a} {one} to {b} {other}, only in the kernel: nobody drew it',
    interface: 'Interface {interface} of {name}, only in the kernel: nobody drew it',
  },
  heading: {
    cable: 'Made by hand: {a} {one} – {b} {other}',
    interface: 'Made by hand: {interface} of {name}',
  },
  adopt: 'Adopt into the drawing',
  notAdoptable: 'Cannot be drawn: an interface is there by its cable alone. A start-up command can make it',
  remove: 'Remove it',
  removeForGood: 'Remove it (undo cannot bring it back)',
  show: 'Show in the inspector',
  adopted: 'Adopted {what}',
  removed: 'Removed {what}',
};
