/**
 * Addresses and routes of one node, before and after. The kernel takes more away than it is told to, so the order of addresses and what
 * hangs on them count; everything that would go by itself is taken away openly, so that undo can bring it back.
 */
import { contains, networkOf, parseAddress, parsePrefixed } from '../shared/topology/address';
import type { PrefixedAddress } from '../shared/topology/address';
import type { Reason } from '../shared/lab/operation';
import { because } from '../shared/text/reason';
import type { WantedAddress, WantedInterface, WantedNode, WantedRoute } from './wanted';

interface AddressChange {
  readonly interface: string;
  readonly address: string;
  readonly reason: Reason;
}
export interface NodeChange {
  readonly takenRoutes: readonly { readonly route: WantedRoute; readonly reason: Reason }[];
  readonly takenAddresses: readonly AddressChange[];
  readonly givenAddresses: readonly AddressChange[];
  readonly givenRoutes: readonly WantedRoute[];
}

/**
 * @param before undefined: the node is new. @param gone whether a cable of `before` is taken away (and with it the interface and all that it has).
 * @param without6 interfaces that lose what they have of IPv6 on the way, by a setting.
 */
export function compareNode(
  now: WantedNode,
  before: WantedNode | undefined,
  gone: (link: string) => boolean,
  without6: ReadonlySet<string>,
): NodeChange {
  if (!before) {
    const givenAddresses = [...now.interfaces.values()].flatMap((one) =>
      one.addresses.map(({ address, reason }) => ({ interface: one.name, address, reason })),
    );
    return { takenRoutes: [], takenAddresses: [], givenAddresses, givenRoutes: now.routes };
  }
  const taken: AddressChange[] = [];
  const given: AddressChange[] = [];
  /** Interfaces that lose their last IPv4 address, if only for a moment: the kernel flushes their IPv4 routes (fib_disable_ip). */
  const flushed = new Set<string>();
  for (const [name, old] of before.interfaces) {
    const one = now.interfaces.get(name);
    if (gone(old.link) || (one?.addresses === old.addresses && !without6.has(name))) continue;
    const moves = moveAddresses(one?.addresses ?? [], old.addresses, without6.has(name));
    taken.push(...moves.taken.map((move) => ({ interface: name, ...move })));
    if (moves.flushed) flushed.add(name);
  }
  for (const [name, one] of now.interfaces) {
    const old = before.interfaces.get(name);
    const had = old && !gone(old.link) ? old.addresses : [];
    if (had === one.addresses && !without6.has(name)) continue;
    given.push(...moveAddresses(one.addresses, had, without6.has(name)).given.map((move) => ({ interface: name, ...move })));
  }
  if (
    before.routes === now.routes &&
    taken.length === 0 &&
    without6.size === 0 &&
    ![...before.interfaces.values()].some((one) => gone(one.link))
  ) {
    return { takenRoutes: [], takenAddresses: taken, givenAddresses: given, givenRoutes: [] };
  }
  return { ...compareRoutes(now, before, gone, { ipv4: flushed, ipv6: without6 }), takenAddresses: taken, givenAddresses: given };
}

function compareRoutes(
  now: WantedNode,
  before: WantedNode,
  gone: (link: string) => boolean,
  flushed: { readonly ipv4: ReadonlySet<string>; readonly ipv6: ReadonlySet<string> },
): Pick<NodeChange, 'takenRoutes' | 'givenRoutes'> {
  const [wayNow, wayBefore] = [new Ways(now), new Ways(before)];
  const wanted = new Map(now.routes.map((route) => [keyOf(route), route]));
  const stays = new Set<string>();
  const takenRoutes: { route: WantedRoute; reason: Reason }[] = [];
  for (const route of before.routes) {
    const name = wayBefore.of(route);
    const through = name === undefined ? undefined : before.interfaces.get(name);
    // With its interface the kernel takes the route away by itself.
    if (through && gone(through.link)) continue;
    const same = wanted.get(keyOf(route));
    const lost = name !== undefined && flushed[route.to.includes(':') ? 'ipv6' : 'ipv4'].has(name);
    if (same && !lost && wayNow.of(same) === name) stays.add(keyOf(route));
    else takenRoutes.push({ route, reason: whyTaken(route, same, lost) });
  }
  return { takenRoutes, givenRoutes: now.routes.filter((route) => !stays.has(keyOf(route))) };
}

function whyTaken(route: WantedRoute, same: WantedRoute | undefined, lost: boolean): Reason {
  if (same) return because(lost ? 'route-again' : 'route-elsewhere');
  return because(route.automatic ? 'route-obsolete' : 'deleted');
}

const keyOf = ({ to, via, dev }: WantedRoute): string => `${to} ${via ?? ''} ${dev ?? ''}`;

/**
 * What to take and what to give so that the kernel's order is the wanted one. The first IPv4 address of a network is its primary; when that is taken,
 * the kernel takes the others of the network too (inet_del_ifa, without promote_secondaries). So within a network all behind the first difference is
 * taken, last first, and given again. IPv6 addresses do not hang on each other; but all of them go when IPv6 is turned off for a moment.
 */
function moveAddresses(
  now: readonly WantedAddress[],
  old: readonly WantedAddress[],
  without6: boolean,
): { taken: { address: string; reason: Reason }[]; given: WantedAddress[]; flushed: boolean } {
  const [groupsNow, groupsOld] = [groupByNetwork(now), groupByNetwork(old)];
  const wanted = new Set(now.map(({ address }) => address));
  const taken: { address: string; reason: Reason }[] = [];
  const given: WantedAddress[] = [];
  let kept = 0;
  let had = 0;
  for (const [key, list] of groupsOld) {
    const next = groupsNow.get(key) ?? [];
    let same = 0;
    while (same < list.length && list[same]!.address === next[same]?.address && !(without6 && key.includes(':'))) same++;
    if (!key.includes(':')) [kept, had] = [kept + same, had + list.length];
    for (const one of list.slice(same).reverse())
      taken.push({ address: one.address, reason: whyAddressTaken(one, wanted.has(one.address)) });
  }
  for (const [key, list] of groupsNow) {
    const before = groupsOld.get(key) ?? [];
    let same = 0;
    while (same < list.length && list[same]!.address === before[same]?.address && !(without6 && key.includes(':'))) same++;
    given.push(...list.slice(same));
  }
  return { taken, given, flushed: had > 0 && kept === 0 };
}

function whyAddressTaken({ address, automatic }: WantedAddress, again: boolean): Reason {
  if (again) return because(address.includes(':') ? 'address-again' : 'address-order');
  return because(automatic ? 'address-replaced' : 'address-removed');
}

/** IPv4 addresses by network, IPv6 addresses each for itself; in their order. */
function groupByNetwork(addresses: readonly WantedAddress[]): Map<string, WantedAddress[]> {
  const groups = new Map<string, WantedAddress[]>();
  for (const one of addresses) {
    const { address } = one;
    const parsed = address.includes(':') ? undefined : parsePrefixed(address);
    const key = parsed ? `${networkOf(parsed).value}/${parsed.length}` : address;
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** Which interface of a node a route leaves through: the one that it names, or the one with the narrowest network that has the gateway. */
class Ways {
  private readonly networks: { readonly name: string; readonly prefix: PrefixedAddress }[] = [];

  constructor(node: WantedNode) {
    if (node.routes.length === 0) return;
    for (const one of node.interfaces.values() as Iterable<WantedInterface>) {
      for (const { address } of one.addresses) this.networks.push({ name: one.name, prefix: parsePrefixed(address)! });
    }
    this.networks.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  of({ via, dev }: WantedRoute): string | undefined {
    if (dev !== undefined || via === undefined) return dev;
    const gateway = parseAddress(via);
    return gateway && this.networks.find(({ prefix }) => contains(prefix, gateway))?.name;
  }
}
