/** Errors of the host about the world outside the lab: rights, interfaces, the Internet. As errors.ts, which takes them in. */
export default {
  'elevation-cancelled': {
    message: 'You closed the password dialogue, so nothing of this computer was changed.',
    waiting: { message: 'You stopped waiting for the password, so nothing of this computer was changed.' },
  },
  'elevation-denied': {
    message: 'The password was wrong, or you are not allowed to change the network of this computer; nothing was changed.',
    hint: 'Try again, or ask an administrator of this computer.',
  },
  'elevation-no-agent': {
    message: 'No program that could ask for your password runs in this session (a polkit authentication agent).',
    hint: 'Start one (polkit-gnome, polkit-kde-agent, lxpolkit), or run Nestwork from a terminal.',
  },
  'elevation-no-polkit': {
    message: 'polkit, which decides who may do what, does not answer on this computer.',
    hint: 'Start it (systemctl start polkit), or run Nestwork as root.',
  },
  'elevation-odd-shell': {
    message: 'pkexec refuses to work because your shell is not in /etc/shells.',
    hint: 'Have an administrator add it there, or start Nestwork with SHELL=/bin/sh.',
  },
  'elevation-no-new-privs': {
    message: 'Nestwork was started in a way that forbids any program to gain rights (no_new_privs), so no password can be asked for.',
    hint: 'Start it outside of the sandbox (snap, flatpak, a hardened service) that it runs in.',
  },
  'elevation-unusable': {
    message: 'pkexec is installed but may not be run by you.',
    hint: 'Reinstall the package pkexec (policykit-1), or ask an administrator.',
  },
  'elevation-not-installed': {
    message: 'There is no pkexec on this computer, which asks for the password.',
    hint: 'Install the package pkexec (policykit-1), or run Nestwork as root.',
  },
  'elevation-failed': {
    message: 'nestwork-root, which changes the network of this computer, did not start: {why}.',
    hint: 'Run `nestwork doctor`; the log of the computer (journalctl) may say more.',
    path: { message: 'nestwork-root lies at a path that is not one of ours, so it is not started.' },
    stranger: { message: 'Something that is not root answered in the place of nestwork-root, so it is not talked to.' },
  },
  'no-root-program': {
    message: 'The program nestwork-root, which changes the network of this computer, was not found (looked for {paths}).',
    hint: 'In a checkout, build it with `make -C native`; otherwise install Nestwork again.',
  },
  'root-ended': {
    message: 'nestwork-root has ended; what it had changed on this computer is put back.',
    hint: 'Join it again.',
  },
  'no-interfaces': {
    message: 'The interfaces of this computer could not be listed: {why}.',
    hint: 'Install the package iproute2.',
  },
  'internet-failed': {
    message: 'The way to the Internet could not be opened: {why}.',
    silent: { message: 'The way to the Internet could not be opened: its process ended without a word.' },
    translation: { message: 'Addresses cannot be translated in the device: {why}.', hint: 'Install the package nftables.' },
  },
  'not-joined': {
    lab: { message: 'Nothing of this computer is joined to this lab.', hint: 'Run the lab, and join it.' },
    device: { message: '{device} is not joined to anything of this computer.', hint: 'Run the lab, and join it.' },
  },
  'went-back': {
    timeout: {
      message: '{interface} is as it was before, because nobody said within 30 s that this computer is still connected.',
      hint: 'Join it again.',
    },
    carrier: { message: '{interface} is as it was before, because its cable lost the carrier.', hint: 'Join it again.' },
    'dhcp-ended': { message: '{interface} is as it was before, because the DHCP client of the bridge ended.', hint: 'Join it again.' },
    'client-lost': {
      message: '{interface} is as it was before, because the program that had asked for it ended before anybody had said yes.',
      hint: 'Join it again.',
    },
    stopping: { message: '{interface} is as it was before, because nestwork-root was told to end.', hint: 'Join it again.' },
    failed: { message: '{interface} is as it was before, because nestwork-root could not watch over it.', hint: 'Join it again.' },
  },
  wireless: {
    proposal: {
      message: '{interface} cannot be joined: it is a Wi-Fi station, and an access point takes frames of one device only from it.',
      hint: 'Choose a wired interface, or draw “Internet” instead: it works over Wi-Fi and needs no password.',
    },
  },
  'not-ethernet': {
    proposal: {
      message: '{interface} cannot be joined: it is no Ethernet interface of this computer.',
      hint: 'Choose an Ethernet interface.',
    },
  },
  enslaved: {
    proposal: {
      message: '{interface} cannot be joined: it is a port of {master} already.',
      hint: 'Take it out there first, or choose another one.',
    },
  },
  down: {
    proposal: { message: '{interface} cannot be joined: it is down.', hint: 'Set it up first: ip link set dev {interface} up.' },
  },
  'in-use': {
    proposal: { message: '{interface} cannot be joined: {upon} stands on it.', hint: 'Delete that first, or share the interface.' },
  },
  'several-gateways': {
    proposal: {
      message: '{interface} cannot be joined: a route with several gateways leads through it, which could not be put back exactly.',
      hint: 'Join it beside this computer (macvlan), which leaves its routes alone.',
    },
  },
};
