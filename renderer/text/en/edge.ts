/** Devices of the lab's edge: how they lead outside, and what that means. */
export default {
  internet: {
    title: 'The way to the Internet',
    text: 'Devices reach the Internet as you do, by a program of yours (pasta or slirp4netns). No password is needed, and nobody outside reaches them but by the ports below.',
  },
  'this-computer': {
    title: 'This computer in the lab',
    text: 'A cable between this computer and the lab: you reach the devices from your own programs. It changes this computer’s network while it runs, and needs your password.',
  },
  nic: {
    title: 'A real interface',
    text: 'An interface of this computer joins the lab: devices stand in the real network beyond it. It needs your password.',
  },
  loopback: 'Services of this computer',
  loopbackText: 'Devices reach what listens on this computer’s own loopback.',
  forwards: 'Ports that lead in',
  addForward: 'Add a port',
  removeForward: 'Remove port {port}',
  protocol: 'Protocol',
  port: 'Port of this computer',
  device: 'Device',
  nodePort: 'Port of the device',
  gone: 'not drawn',
  computerAddress: '{family} addresses of this computer',
  routes: 'Routes to the whole lab',
  routesText: 'This computer finds the other networks of the lab, too, by routes through here.',
  nicInterface: 'Interface',
  notChosen: 'not chosen yet',
  nicState: {
    wireless: 'Wi-Fi: an access point takes one device only from it, so it cannot be joined',
    down: 'down',
    noCarrier: 'no cable',
    defaultRoute: 'the default route',
    ssh: 'an SSH session',
    unused: 'not in use',
  },
  nicMode: 'How',
  mode: {
    macvlan: { label: 'Beside it (macvlan)', text: 'This computer stays as it is; it cannot talk with the devices itself.' },
    bridge: { label: 'Shared by a bridge', text: 'Computer and devices share it: a new bridge takes over its addresses and routes.' },
    whole: { label: 'Whole', text: 'The interface moves into the lab; this computer has it no more until the lab ends.' },
  },
};
