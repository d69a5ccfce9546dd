/** What would be done to this computer to join a device of the lab's edge: facts, one sentence, the commands of the same by hand. Pure. */
import type { ComputerUplink, NicUplink } from '../engine/uplinks';
import type { Nic } from '../helper/nics';
import type { Proposal } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import { uplinkPort } from '../shared/topology/kinds';

interface Device {
  /** Node id and name. */
  readonly node: string;
  readonly device: string;
  /** The node's first process. */
  readonly pid: number;
}
const nameLimit = 15;
/** As native/src/edge.c chooses it. */
export const madeName = (prefix: string, { name, index }: Nic): string =>
  prefix.length + name.length <= nameLimit ? prefix + name : `${prefix}${index}`;

export function computerProposal(device: Device, uplink: ComputerUplink): Proposal {
  const [addresses, routes] = [uplink.addresses.map(({ address }) => address), gatewayRoutes(uplink)];
  const has = addresses.length > 0 ? ` with ${addresses.join(' and ')}` : '';
  const also = routes.length > 0 ? `, and routes to ${routes.map(({ to }) => to).join(', ')}` : '';
  const peer = ['peer', 'name', uplinkPort, 'address', uplink.portMac, 'netns', String(device.pid)];
  return {
    ...plain(device, 'computer', uplink.interface),
    addresses,
    routes,
    message: `This computer gets an interface ${uplink.interface}${has}${also}; nothing else of it changes, and it goes when the lab ends.`,
    commands: [
      ['ip', 'link', 'add', uplink.interface, 'address', uplink.mac, 'type', 'veth', ...peer],
      ...addresses.map((address) => ['ip', 'address', 'add', address, 'dev', uplink.interface]),
      ['ip', 'link', 'set', uplink.interface, 'up'],
      ...routes.map(({ to, via }) => ['ip', 'route', 'add', to, 'via', via, 'dev', uplink.interface]),
    ],
  };
}

/** Of this computer to the lab; one without a gateway is made by the kernel with its address. */
export const gatewayRoutes = ({ routes }: ComputerUplink): { to: string; via: string }[] =>
  routes.flatMap(({ to, via }) => (via === undefined ? [] : [{ to, via }]));

/** @param nic the interface that is drawn; undefined: there is none of that name */
export function nicProposal(device: Device, { mode, interface: name = '' }: NicUplink, nic: Nic | undefined): Proposal {
  const none = refusal('not-found', `There is no interface ${name} on this computer.`, '`ip link` shows those that there are.', {
    interface: name,
  });
  if (!nic) return { ...plain(device, mode, name), refused: none, message: none.message, commands: [] };
  const refused = refusalOf(nic, mode);
  const moved = mode === 'macvlan' ? [] : nic.addresses;
  return {
    ...plain(device, mode, name),
    ...(mode === 'bridge' && { made: madeName('nw-', nic) }),
    addresses: moved,
    ...(nic.gateway !== undefined && { gateway: nic.gateway }),
    defaultRoute: nic.defaultRoute && mode !== 'macvlan',
    lent: nic.lent && mode !== 'macvlan',
    ssh: nic.ssh && mode !== 'macvlan',
    message: sentence(nic, mode),
    commands: commandsOf(device, nic, mode),
    ...(refused && { refused }),
  };
}

function sentence(nic: Nic, mode: NicUplink['mode']): string {
  const what = [...nic.addresses, ...(nic.defaultRoute ? ['the default route'] : []), ...(nic.lent ? ['the DHCP client'] : [])].join(', ');
  switch (mode) {
    case 'macvlan':
      return `The lab gets an interface of its own upon ${nic.name}; this computer stays as it is.`;
    case 'whole':
      return `${nic.name} moves into the lab${what && ` (with it go ${what})`}, and comes back under its name when the lab ends.`;
    case 'bridge':
      return `${nic.name} becomes a port of a new bridge ${madeName('nw-', nic)}${what && `, which takes over ${what}`}; it goes back when the lab ends.`;
  }
}

function commandsOf({ pid }: Device, nic: Nic, mode: NicUplink['mode']): string[][] {
  const [bridge, port, inLab] = [madeName('nw-', nic), madeName('nwp-', nic), ['netns', String(pid)]];
  switch (mode) {
    case 'macvlan':
      return [['ip', 'link', 'add', uplinkPort, 'link', nic.name, ...inLab, 'type', 'macvlan', 'mode', 'private']];
    case 'whole':
      return [
        ['ip', 'link', 'set', nic.name, 'down'],
        ['ip', 'link', 'set', nic.name, ...inLab, 'name', uplinkPort],
      ];
    case 'bridge':
      return [
        ['ip', 'link', 'add', bridge, 'address', nic.mac, 'type', 'bridge'],
        ['ip', 'link', 'add', port, 'master', bridge, 'type', 'veth', 'peer', 'name', uplinkPort, ...inLab],
        ['ip', 'link', 'set', bridge, 'up'],
        ['ip', 'link', 'set', port, 'up'],
        ['ip', 'link', 'set', nic.name, 'master', bridge],
        ...nic.addresses.flatMap((address) => [
          ['ip', 'address', 'add', address, 'dev', bridge],
          ['ip', 'address', 'del', address, 'dev', nic.name],
        ]),
        ...(nic.gateway !== undefined ? [['ip', 'route', 'add', 'default', 'via', nic.gateway, 'dev', bridge]] : []),
        ...(nic.lent ? [['dhclient', bridge]] : []),
      ];
  }
}

/** What nestwork-root would refuse whatever the person says, said before anybody is asked for a password (native/src/uplink_check.c). */
function refusalOf(nic: Nic, mode: NicUplink['mode']): NestworkError | undefined {
  const args = { interface: nic.name };
  if (nic.wireless)
    return refusal(
      'wireless',
      `${nic.name} cannot be joined: it is a Wi-Fi station, and an access point takes frames of one device only from it.`,
      'Choose a wired interface, or draw "Internet" instead: it works over Wi-Fi and needs no password.',
      args,
    );
  if (!nic.ethernet || nic.ours || !['', 'veth', 'vlan', 'bond', 'team', 'dummy'].includes(nic.kind))
    return refusal(
      'not-ethernet',
      `${nic.name} cannot be joined: it is no Ethernet interface of this computer.`,
      'Choose an Ethernet interface.',
      args,
    );
  if (nic.master !== undefined)
    return refusal(
      'enslaved',
      `${nic.name} cannot be joined: it is a port of ${nic.master} already.`,
      'Take it out there first, or choose another one.',
      {
        ...args,
        master: nic.master,
      },
    );
  if (mode !== 'whole' && !nic.up)
    return refusal('down', `${nic.name} cannot be joined: it is down.`, `Set it up first: ip link set dev ${nic.name} up.`, args);
  if (mode === 'whole' && nic.upon.length > 0)
    return refusal('in-use', `${nic.name} cannot be joined: ${nic.upon[0]} stands on it.`, 'Delete that first, or share the interface.', {
      ...args,
      upon: nic.upon[0]!,
    });
  if (mode !== 'macvlan' && nic.severalGateways)
    return refusal(
      'several-gateways',
      `${nic.name} cannot be joined: a route with several gateways leads through it, which could not be put back exactly.`,
      'Join it beside this computer (macvlan), which leaves its routes alone.',
      args,
    );
  return undefined;
}
const refusal = (code: string, message: string, hint: string, args: Record<string, string>): NestworkError => ({
  code,
  sentence: 'proposal',
  message,
  hint,
  args,
});

const plain = ({ node, device }: Device, mode: Proposal['mode'], name: string) => ({
  node,
  device,
  mode,
  interface: name,
  addresses: [],
  routes: [],
  defaultRoute: false,
  lent: false,
  ssh: false,
});
