/** Pictures of a lab: files and paper. */
export default {
  title: 'Picture of the lab',
  preview: 'How the picture of {name} will look',
  format: 'Kind of file',
  what: {
    svg: 'Lines in any size: for web pages, documents and drawing programs.',
    png: 'Pixels, two for each of the screen: for whatever takes no lines.',
    pdf: 'One page of the size of the drawing, with lines in any size and words that can be searched.',
  },
  print: 'Print…',
  save: 'Save…',
  saveTitle: 'Save the picture',
  saved: 'Picture saved as {path}.',
  notSaved: 'The picture was not saved',
};
