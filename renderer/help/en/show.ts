/** Ways in and out of a drawing: text, pictures, a projector. */
export default {
  text: {
    title: 'A network as text',
    body: `
Paste a list of cables onto the canvas, and its devices and cables are drawn, each where it makes sense. *Copy as text* gives the same list of what is selected, or of the whole lab.

$ r1 -- s1
$ s1 -- h1..h20

- \`a -- b -- c\` is a chain. With commas, each of one side is cabled to each of the other.
- \`h1..h20\` are twenty names.
- \`r1:eth2 -- s1\` says which interface. Without, it is the next free one.
- \`router core1, core2\` says a kind. Without, the name does: r1 is a router, s1 a switch, hub1 a hub; everything else is a host.
- A name that the drawing has already means that device.
- \`#\` begins a comment.

If a line cannot be read, a sentence says which one and why, and nothing is added. One undo takes the whole list back.

The text of a lab's file, pasted, opens as a lab of its own.`,
  },
  pictures: {
    title: 'Pictures and print',
    body: `
*Picture*, in the File menu, saves the lab as a file: SVG and PDF are lines in any size, PNG is pixels. The picture is light, whatever colours the window has, shows what the drawing shows now, and has no marks of a selection.

Addresses and names of interfaces can be left out.

*Print* hands the same picture to the system's own printing, one page, as large as it fits.`,
  },
  projector: {
    title: 'Projector view',
    body: `
*Shift+F11* makes the lab readable from the last row: no panels, everything half as large again, the terminals too. *L* switches a laser pointer on and off. *Escape* leaves, unless it belongs to the shell that has the keyboard or to what is open.`,
  },
};
