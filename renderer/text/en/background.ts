/** The picture under the drawing, while it is placed. */
export default {
  title: 'Background picture',
  x: 'Left',
  y: 'Top',
  width: 'Width',
  height: 'Height',
  opacity: 'Opacity',
  place: 'Place on the paper',
  done: 'Done',
  remove: 'Remove',
  wrong: 'A whole number of px from {least} to {most} is meant here.',
  frame: 'Background picture: arrow keys move it, with Shift they resize it, Enter ends',
};
