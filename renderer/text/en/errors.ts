import edge from './errors-edge';
import refusals from './refusals';

/**
 * Errors of the host, by code, and below it by `sentence` where a code has several. English comes with the error itself; here it is for the keys, and for what
 * arguments each needs. Beside its `args` an error has the fields `operation`, `errno` and `kernel`.
 */
export default {
  ...edge,
  ...refusals,
  'in-use': { ...edge['in-use'], message: 'It is in use: {said}' },
  exists: {
    message: '{path} is there already.',
    hint: 'Choose to replace it, or another name.',
    snapshot: { message: 'There is a snapshot “{name}” of this lab already.', hint: 'Choose another name, or replace it.' },
  },
  'open-elsewhere': { message: '{path} is open as another document.', hint: 'Close that one first, or save under another name.' },
  'changed-on-disk': {
    message: '{path} was changed by another program after it was opened here.',
    hint: 'Keep yours, take theirs, or save under another name.',
  },
  'no-path': { message: '“{name}” has no file yet.', hint: 'Choose where to save it.' },
  'connection-lost': { message: 'The connection to Nestwork was lost.', hint: 'Reload the page, or start Nestwork again.' },
  'not-a-file': { message: '{path} is not a file.', hint: 'Choose a file that ends in .nestwork.json.' },
  'not-a-text': { message: 'Output is saved as a text, but {path} does not end in “.txt” or “.log”.' },
  'not-a-script': {
    message: 'Scripts are saved under a name that ends in “.sh”, and {path} does not.',
    hint: 'Choose such a name.',
  },
  'not-a-picture': {
    message: 'Pictures are saved as “.svg”, “.png” or “.pdf”, and what is to go to {path} is none of that kind.',
    hint: 'Choose the kind of the picture and a name that ends in it.',
  },
  'too-large': {
    file: { message: '{path} has {size} bytes; a lab file has at most {limit}.' },
    nodes: { message: 'A lab has at most {limit} devices; this edit would make {n}.' },
    links: { message: 'A lab has at most {limit} cables; this edit would make {n}.' },
    request: { message: 'The request is longer than the {limit} bytes that a lab accepts in one message.' },
  },
  'unreadable-file': {
    message: 'The lab file {path} could not be read: {why}.',
    replaced: {
      message: '{path} was not replaced, because what is in it cannot be read as a lab and would be lost.',
      hint: 'Save under another name, or choose to replace it.',
    },
  },
  'unreadable-folder': { message: 'The folder {path} could not be read: {why}.' },
  'save-failed': {
    message: 'The file {path} could not be saved: {why}.',
    hint: 'Nothing was changed there. Save it under another name or in another folder.',
    looking: { message: 'The file {path} could not be looked at before saving: {why}.' },
    snapshots: { message: 'The folder of snapshots could not be made: {why}.' },
  },
  'delete-failed': { message: 'The snapshot “{name}” could not be deleted: {why}.' },
  'malformed-links': {
    name: {
      message: 'Line {line} (“{text}”) cannot be drawn: “{what}” is no name of a device.',
      hint: 'Nothing was added. A cable is written as r1 -- s1, several at once as s1 -- h1..h20.',
    },
    interface: { message: 'Line {line} (“{text}”) cannot be drawn: “{what}” is no name of an interface.' },
    range: { message: 'Line {line} (“{text}”) cannot be drawn: “{what}” is no range; one is written h1..h20.' },
    empty: { message: 'Line {line} (“{text}”) cannot be drawn: a name is missing beside a “--” or a comma.' },
    itself: { message: 'Line {line} (“{text}”) cannot be drawn: {what} would be cabled to itself.' },
    kinds: { message: 'Line {line} (“{text}”) cannot be drawn: {what} was declared as another kind before.' },
    nodes: { message: 'The list cannot be drawn: these are more than {what} devices.' },
    links: { message: 'The list cannot be drawn: these are more than {what} cables.' },
    twice: { message: 'The list cannot be drawn: the interface {what} has two cables.' },
  },
  'malformed-file': {
    place: {
      message: 'The file cannot be read: line {line}, column {column}: {what}.',
      hint: 'Nothing was loaded and the file was not touched. Correct that place, or go back to an older copy (the name with “~” behind it).',
    },
    foreign: {
      message: 'This is not a lab: a lab file is JSON and begins with a brace.',
      hint: 'Choose a file that Nestwork saved (it ends in .nestwork.json). Files of other programs are not read.',
    },
    object: { message: 'This is not a lab: the file must hold one object.', hint: 'Choose a file that Nestwork saved.' },
    version: {
      message: 'This is not a lab: the key “nestwork” with the version of the file is missing.',
      hint: 'Choose a file that Nestwork saved, or add "nestwork": 1.',
    },
  },
  'newer-file': {
    message: 'This lab was saved by a newer Nestwork (file version {version}; this one reads up to {current}).',
    hint: 'Open it with that version, or update Nestwork.',
  },
  'not-found': {
    version: { message: 'There is no such earlier save.' },
    versionRead: { message: 'This earlier save could not be read: {why}.' },
    snapshot: { message: 'This lab has no snapshot “{name}”.', hint: 'The list of snapshots shows those that there are.' },
    document: { message: 'The document {id} is not open.', hint: 'Open its file again.' },
    device: { message: 'The device is not there any more.' },
    terminal: { message: 'The terminal is not there any more.' },
    id: { message: '“{id}” is not the id of a lab.', hint: 'Run `nestwork list` to see the labs that run.' },
  },
  'is-drawn': { message: 'What was to be removed from {name} is in the drawing by now.', hint: 'Change the drawing instead.' },
  'not-agreed': {
    message: 'The file of “{name}” brings programs that would run on this computer, and nobody has agreed to that yet.',
    hint: 'Look at them first.',
  },
  'another-file': {
    message: 'A lab with the id of this one ({id}) runs already, from the file {path}.',
    hint: 'Close this drawing and open its file again: it then gets an id of its own.',
  },
  'not-running': {
    message: 'The lab “{name}” is not running.',
    hint: 'Run it first.',
    device: { message: '{name} does not run, so it cannot be restarted.', hint: 'Start it.' },
    gathered: { message: 'The lab does not run, so nothing has gathered.', hint: 'Undo instead.' },
    shell: { message: 'The lab “{name}” is not running, so there is no shell in its devices.', hint: 'Run it first.' },
    socket: { message: 'No lab answers at {path}: {why}.', hint: 'Run the lab first.' },
  },
  'already-running': { message: 'The lab {id} is running already.', hint: 'Open it to see it, or stop it first.' },
  'lab-ended': {
    message: 'The lab has ended: its supervisor does not answer any more, and the kernel has removed what ran in it.',
    hint: 'Run it again; the drawing is as it was.',
    opening: { message: 'The lab ended while it was being opened.', hint: 'Run it again.' },
  },
  'node-ended': {
    message: 'The first process of {name} was ended by signal {signal}, and the kernel ended the device with it.',
    hint: 'Start it again.',
  },
  'no-supervisor': {
    message: 'The program nestwork-lab, which runs labs, was not found (looked for {paths}).',
    hint: 'In a checkout, build it with `make -C native`; otherwise install Nestwork again.',
  },
  'start-failed': {
    message: 'The supervisor {program} could not be started: {why}.',
    ended: { message: 'The lab’s supervisor did not start: {why}.', hint: 'Run `nestwork doctor` to see what this computer lacks.' },
    elevated: { message: 'nestwork-root started the lab, but does not say how.', hint: 'Run the lab again.' },
  },
  'runtime-directory': {
    message: 'The folder {path} for running labs cannot be used: {why}.',
    hint: 'Remove it, or set XDG_RUNTIME_DIR to a folder of your own.',
    make: { message: 'The folder {path} for running labs could not be made: {why}.' },
    foreign: {
      message: 'The folder {path} for running labs belongs to another user (uid {uid}), so it is not used.',
      hint: 'Remove it, or set XDG_RUNTIME_DIR to a folder of your own.',
    },
    elevated: {
      message: 'nestwork-root would start the lab in {path}, but XDG_RUNTIME_DIR says {wanted}.',
      hint: 'Start Nestwork without XDG_RUNTIME_DIR, or with that of your session.',
    },
  },
  'path-too-long': {
    message: 'The socket of a lab cannot be made at {path}: a socket’s path has at most {limit} bytes.',
    hint: 'Set XDG_RUNTIME_DIR to a folder with a shorter path.',
  },
  'not-a-document': {
    message: 'The lab runs, but it was not started by this version of Nestwork, so its drawing cannot be read.',
    hint: 'End it with `nestwork down`, or use the version that started it.',
  },
  'no-document': {
    message: 'The lab runs, but it was not started by this version of Nestwork, so its drawing cannot be read.',
    hint: 'End it with `nestwork down`, or use the version that started it.',
  },
  'no-clipboard': { message: 'Nestwork has no clipboard here: the browser keeps it for itself.' },
  'no-desktop': {
    message: 'There is no desktop to open a terminal window on: neither DISPLAY nor WAYLAND_DISPLAY is set where Nestwork runs.',
    hint: 'Use the terminals of this window.',
  },
  'no-terminal-program': {
    message: 'No terminal program is installed. These were looked for: {names}.',
    hint: 'Install one, such as xterm, or name yours in the variable TERMINAL.',
  },
  'terminal-program-failed': {
    message: '{name} did not open a window: {why}.',
    hint: 'Name another terminal program in the variable TERMINAL.',
  },
  'kernel-refused': {
    message: 'The kernel refused it: {errno}.',
    step: { message: 'The kernel refused a step ({operation}).' },
  },
  'namespaces-forbidden': {
    message: 'This computer does not let ordinary users make the namespaces that a lab is made of; nestwork-root can make them for you.',
    hint: 'It needs your password once; the lab then runs as you, as always.',
  },
  'not-permitted': { message: 'This computer does not permit it.', hint: 'Run `nestwork doctor` to see what this computer lacks.' },
  'not-installed': { message: 'A program that this needs is not installed.', hint: 'The help names what this computer needs.' },
  'limit-reached': {
    message: 'A limit of Linux or of this computer is reached: {said}',
    hint: 'Divide the lab, or raise the limit.',
    ports: {
      message: '{device} would have {needed} ports, and a bridge of Linux has {value} at most.',
      hint: 'Use a second switch, cabled to this one.',
    },
    namespaces: {
      message: 'This lab has {n} devices, which need {needed} namespaces of a kind, but {limit} is {value}.',
      hint: 'Have an administrator raise the limit, or divide the lab.',
    },
    files: {
      message: 'This lab has {n} devices, which need {needed} open files, but {limit} is {value}.',
      hint: 'Have an administrator raise the limit, or divide the lab.',
    },
    processes: {
      message: 'This lab has {n} devices, which need {needed} processes, but {limit} is {value}.',
      hint: 'Have an administrator raise the limit, or divide the lab.',
    },
  },
  'out-of-memory': { message: 'There is not enough memory for it.' },
};
