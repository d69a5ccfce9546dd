/** The parts of the window. */
export default {
  start: {
    title: 'Start page',
    body: `
Here a lab begins: *New lab* gives an empty paper, *Open* a file, the gallery a drawing that is ready to run. A lab from the gallery is your own copy: change it as you like.

## Running now
Labs go on when their window is closed. Whatever runs on this computer as you is listed here, whoever started it; *Show* opens it with all its terminals.

## Unsaved work
A drawing that is in no file is copied every few seconds. If Nestwork or the computer ends without asking, the copies are offered here at the next start.

## This computer
The line at the bottom says whether this computer can run labs, and what is missing for some of them. [What it can do](limits) explains each finding.`,
  },
  canvas: {
    title: 'Canvas',
    body: `
What you draw exists at once as real Linux: every device is a set of [namespaces](namespaces), every cable a veth pair, every switch a bridge.

![states]

An outline is what you want, a fill is what the kernel has. Dashed and blue: not there yet. Filled: there. Hatched and red: it could not be made, and the second line says why.

## By mouse
- Drag a device to move it. Start at its edge to pull a cable.
- Drag over the paper to select. With the middle button, or the space bar held, the paper moves.
- The wheel scrolls, with *Ctrl* it zooms.
- Double-click a device for a shell in it.

## By keyboard
- Arrow keys walk from device to device. With *Ctrl* they move it.
- *1* to *9* choose a device to draw, *Enter* places it.
- *C* pulls a cable: choose the other end with the arrow keys, then *Enter*.
- *Tab* goes from a device to its cables. There *X* cuts, *R* plugs an end in elsewhere, *B* bends: arrow keys move the bend, *Enter* keeps it.

Everything can be undone, and undo changes the running network too.`,
  },
  arranging: {
    title: 'Cables and order',
    body: `
## Cables
- A cable pulled from one of several selected devices comes from each of them. The Arrange menu lays cables as a chain, a ring, a star, or each with each.
- With *Ctrl* held when you let go, you choose the interfaces.
- Drag a cable's end to plug it in elsewhere, its middle to bend it. A double-click takes a bend away.

## Place and order
- A device that is dragged falls into line with others; a line shows with which. *Alt* drags freely.
- The Arrange menu puts what is selected in line, spreads it evenly, and locks it: what is locked stays where it is.
- A layout places devices for you: in tiers, by their cables, in a circle, in a grid. If several are selected, only those.
- Devices and notes become a group; drawn as one device it keeps its cables to the outside. Areas, notes in Markdown and a picture lie beside the network.
- *Ctrl+D* copies devices with the cables among them, *Ctrl+Shift+D* with all their cables.
- *Ctrl+F* finds a device, *Z* shows what is selected as large as it fits. The minimap, at the right, moves the view.`,
  },
  devices: {
    title: 'Devices',
    body: `
Drag one onto the paper; or choose it, and click where it should stand. The digits choose, too.

- Host: a computer with one or more interfaces. It gets addresses and a default route by itself.
- Router: forwards between its interfaces, and knows the way to every segment of the lab.
- Switch: a bridge that learns where addresses are.
- Hub: a bridge that never learns. What comes in goes out of every other port.

The orange ones lead out of the lab. *Internet* gives devices the way that you have yourself. *Computer* joins this computer to the lab, and *Real NIC* one of its interfaces: these two change the computer's own network while the lab runs.

Programs in a device are the computer's own programs. There are no images to download.`,
  },
  inspector: {
    title: 'Inspector',
    body: `
What is selected, in two columns: at the left what you *want*, at the right what the kernel *has*. Equal rows carry no sign.

A value with \`auto\` was chosen by Nestwork and may change with the drawing. One that you type is \`fixed\` and never changed for you.

If somebody changes the network in a shell, the difference gets a row of its own: *Adopt* takes it into the drawing.

## Four tabs
- Interfaces: addresses, MTU, up or down.
- Routing: routes, and kernel settings such as forwarding.
- Services: start-up commands, files of the device's own, the user and the shell it runs with.
- Inside: the six [namespaces](namespaces) with their inode numbers, the same as in \`ls -l /proc/PID/ns\`; processes, mounts, limits, picture.

Several devices selected: what they share is edited for all of them, as one edit. Nothing selected: the lab itself, its networks and its description.`,
  },
  terminals: {
    title: 'Terminals',
    body: `
A shell in a device is a real shell with a terminal of its own. Double-click the device, or focus it and press *Enter*. A device may have as many as you like.

\`ip\`, \`ss\`, \`ping\`, \`tcpdump\` and everything else that is installed on this computer work as everyone knows them.

- All keys go to the shell. *Ctrl+\`* brings you out of it.
- A terminal goes on when the window is closed, and is found again with what it showed.
- Size of the letters, lines that stay, bell and shell are in the settings.

Try this in a new lab with two hosts and a cable:

$ ip -br address
$ ping -c 3 h2`,
  },
  files: {
    title: 'Files and earlier saves',
    body: `
A lab is one file, \`*.nestwork.json\`: text that git can compare, with one device in each line.

- *Save* never loses the file: the new one is written beside it and takes its name when it is whole. What was there before is kept with \`~\` behind the name.
- *Earlier saves* in the File menu lists what the file held before. Look at one, and go back: that is one edit, which undo takes back.
- If another program changes the file, you are asked: keep yours, take theirs, or save under another name. A save never goes over it silently.
- A file dragged onto the window is opened. So is the text of a file that is pasted.

## Programs in a file
A lab file may bring start-up commands. Opening it runs none of them. Before the lab runs for the first time you see them all, and agree or not; the same commands are not asked about again.`,
  },
  windows: {
    title: 'Several labs, several windows',
    body: `
The name of the lab, at the top, lists all labs that are open: choose one to go there. Each has its own undo.

*New window* opens another one. The same lab in two windows is one drawing: each sees at once what the other does. If both change the same field at the same time, the later change counts, and both are told.

A lab does not belong to its window. It runs until somebody stops it, and the command line sees the same lab: try \`nestwork list\`.`,
  },
  settings: {
    title: 'Settings and keys',
    body: `
Settings hold at once, in all windows. The field at the top looks through all of them.

- Colours follow the desktop, or are light or dark. *More* contrast draws all text at 7:1 and all lines black or white.
- Every key can be changed: press *+* beside a command, then the new key. If two commands want one key, both say so.
- In a browser some keys are the browser's own, such as *Ctrl+N*. There Nestwork has others.
- New labs take their networks from the pools given here. A lab that exists keeps its own.`,
  },
  'command-line': {
    title: 'Command line',
    body: `
Everything that runs can be reached from a shell, too. Window and command line see the same labs, live.

$ nestwork up star.nestwork.json
$ nestwork list
$ nestwork attach star/h1
$ nestwork exec star/h1 -- ping -c 1 h2
$ nestwork plan star.nestwork.json
$ nestwork down star

Each command has \`--help\`, and those that print something have \`--json\`. The exit code is 0 if it worked, 1 if not, 2 if it was called wrongly.`,
  },
};
