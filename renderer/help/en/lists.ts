/** What stands below the drawing, beside the terminals. */
export default {
  problems: {
    title: 'Problems',
    body: `
What cannot work, and what will surprise you. The list follows the drawing; nothing has to be run for it.

- An octagon: this cannot work, or the kernel has refused it. The kernel's own words stand below.
- A triangle: it works, but not as one would think.
- A circle: good to know.

Where the cure is known, a button does it, and undo takes it back. *Show* selects the device or cable on the canvas. A problem that has gone leaves the list by itself.`,
  },
  plan: {
    title: 'Plan',
    body: `
What would be done to bring the network to the drawing, step by step: the operation, the device it is done on, why, and the command that a person would type.

The plan is the smallest one: a change of one cable is the work of one cable, in a lab of any size. Each change is made whole or not at all; if a step fails, those before it are taken back.

## At once, or collected
*At once*, in the tool bar, is the usual way: every edit reaches the network as it is made. With *Collect* the network stays as it was and edits gather here, until you apply or discard them. *E*, and *Collect edits* in the Lab menu, turn from one to the other.

*Copy as script* puts the commands on the clipboard. They are for reading and learning: Nestwork itself talks to the kernel directly.

## Two drawings compared
*Compare with a file*, in the Lab menu, lists what differs between this lab and another one, and takes over what you choose.`,
  },
  tables: {
    title: 'Tables',
    body: `
The lab as lists: nodes, cables, addresses, routes. What is selected here is selected on the canvas, and the other way round.

- A title at the top sorts; once more turns the order round, a third time ends it.
- The field filters all columns.
- Arrow keys walk. *Enter* edits where a value can be changed, and shows the device or cable where not. *Escape* gives up.
- *Ctrl+C* copies what is selected as CSV, *Copy as CSV* all rows that are shown.

A route says why it is there: because a segment is next to the router, because of a shortest path, or because you typed it.`,
  },
  events: {
    title: 'Events',
    body: `
What happened to the lab, with the time: edits of every window, steps that were carried out, what the kernel reported, start-up commands that ended, and what failed.

Somebody who changes an address in a shell finds it here a moment later.

- The buttons hide kinds of events, the field looks for words.
- A click opens the whole of it, with the commands that were run. A double click goes to its place on the canvas.

The log is of this window and begins when the lab is opened in it.`,
  },
  history: {
    title: 'History',
    body: `
Every edit of this window in words, the newest on top. A click goes to that point: the drawing becomes what it was, and the running network follows, with the smallest plan.

Going back loses nothing. The later edits stay in the list until you draw something else from there, and a click on one goes forward again. *Up* and *Down* only look: what the edit did stands beside it.

The list outlives the window: after a crash, and when a file is opened again that nobody else has changed, the edits are there as they were. Two windows on one lab have a list each.

An earlier *file* is another matter: [Earlier saves](files) keeps what was on the disk.`,
  },
};
