/** The tour. */
export default {
  step: 'Step {at} of {of}',
  skip: 'Skip the tour',
  leave: 'Leave the tour',
  finish: 'Done',
  steps: {
    device: {
      title: 'Drag a host onto the paper',
      text: 'Or press {host} and click where it should stand. It exists at once: a real Linux host of its own.',
    },
    second: { title: 'And a second one', text: 'Beside the first, with some room between them.' },
    cable: {
      title: 'Pull a cable between them',
      text: 'Start at the edge of one, where the pointer shows a plus, and let go on the other. Addresses come by themselves.',
    },
    shell: { title: 'Double-click a host', text: 'A real shell opens inside it. Type: ping {other}' },
    cut: { title: 'Cut the cable', text: 'Take the scissors in the tool bar and click the cable. The ping stops.' },
    undo: { title: 'Undo', text: 'Press {undo}: the cable is back, in the network too, and the ping goes on.' },
    done: { title: 'That is all', text: 'Find or do, at the top right, knows everything else. F1 tells about the place where you are.' },
  },
};
