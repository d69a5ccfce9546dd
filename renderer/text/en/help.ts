/** The help's own frame, and what this computer can do. The pages are in renderer/help. */
export default {
  search: 'Search the help',
  pages: 'All pages',
  close: 'Close the help',
  nothing: 'No page is about “{query}”.',
  foot: '{key} opens the page of the place where you are.',
  doctor: 'What this computer can do',
  doctorText: 'What labs need of it, what it has, and what to do about the rest. Nothing here is changed by looking.',
  lookAgain: 'Look again',
  thisLab: 'This lab:',
  levels: { ok: 'Well', limit: 'Limit', problem: 'Stops labs' },
  licence: 'MIT licence. Labs run as you, without root, and leave nothing behind.',
  states: { planned: 'wanted', up: 'there', down: 'stopped', failed: 'failed' },
  pictures: {
    states: 'Four tiles: a dashed blue outline is wanted, a filled one is there, a grey outline is stopped, a hatched red one has failed.',
    cable: 'Two boxes, h1 and h2, each with an interface eth0, and a cable between the two interfaces.',
    pair: 'one veth pair, an end in each',
    nested: 'A box for this computer, in it one for the lab, and in that one box for each device.',
    computer: 'this computer',
    lab: 'the lab: six namespaces',
  },
};
