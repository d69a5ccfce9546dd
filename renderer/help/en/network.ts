/** The network itself. */
export default {
  cables: {
    title: 'Cables',
    body: `
A cable is a veth pair: two interfaces, one in each device, and what goes into one comes out of the other.

![cable]

The square at each end is its link light: filled when there is a carrier, hollow when not.

- Cut a cable with the scissors, or with *X*. Both ends lose the carrier, as with a cable that is pulled. Addresses and routes stay.
- Mend it the same way: everything is as it was, routes made by hand included.
- Deleting a cable takes its interfaces away.

Each network that one broadcast reaches is a segment. It gets an IPv4 and an IPv6 prefix by itself, and they stay when other parts of the lab change.

## Traffic
*Shift+T* shows what runs over each cable now, twice a second: arrowheads keep to the right of their way and stand the closer the more there is, the numbers are bit/s.`,
  },
  running: {
    title: 'Running a lab',
    body: `
A new lab starts with its first device. From then on the network follows every edit, in milliseconds, and what you did not touch goes on undisturbed: a \`ping\` between two other devices loses no packet.

- *Run* makes everything that is drawn. *Stop* removes it: no interface, process or file is left.
- A lab runs as you, not as root, and leaves the network of this computer as it is. Only *Computer* and *Real NIC* reach out of it: each asks first, shows what it changes, and needs your password.
- If the window is closed the lab goes on. Stop it, or end it with \`nestwork down\`.

If something cannot be made, the rest runs. The device says why, and *Try again* is in the Lab menu.

## Before it runs
Limits of this computer that matter to the lab are shown above the drawing: a neighbour table that is too small, a missing program that a start-up command needs. [What this computer can do](limits) tells more.`,
  },
  limits: {
    title: 'What this computer can do',
    body: `
Labs need user namespaces. Almost every desktop has them; some distributions switch them off, and the line at the bottom of the start page then says which setting does.

- A range of ids: without the package \`uidmap\` a device has one user only, and programs that change their user fail. Everything else works.
- The neighbour table has 1,024 entries for *all* namespaces of the computer together. A lab of hundreds of devices that all talk fills it, and packets are dropped.
- A bridge has at most 1,023 ports, an interface name 15 bytes.
- Routing protocols need FRR, names and DHCP need dnsmasq. Nestwork names the package to install.

The same list in a shell:

$ nestwork doctor`,
  },
};
