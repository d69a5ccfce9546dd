/** Drawn routes beside those that the kernel has. */
import type { ObservedInterface, ObservedNode, ObservedRoute } from '../shared/lab/observed';
import type { WantedNode, WantedRoute } from './wanted';

export interface RouteDifference {
  /** `extra`: there, not drawn. `missing`: drawn, not there. */
  readonly kind: 'extra' | 'missing';
  readonly to: string;
  readonly via?: string;
  readonly dev?: string;
}

/**
 * Protocols of routes that a person types: `ip route add` writes boot, some write static (rtnetlink(7)). Others are the kernel's own, or a routing
 * daemon's, whose work is no difference.
 */
const typedProtocols = new Set(['boot', 'static']);

/** The same destination, and the same way as far as both say it. */
const isSame = (drawn: WantedRoute, there: ObservedRoute): boolean =>
  drawn.to === destinationOf(there) &&
  (drawn.via === undefined ? there.via === undefined : drawn.via === there.via) &&
  (drawn.dev === undefined || there.dev === undefined || drawn.dev === there.dev);

/** As a plan writes it. */
const destinationOf = ({ to, family }: ObservedRoute): string => (to !== 'default' ? to : family === 'inet' ? '0.0.0.0/0' : '::/0');

export function observedRoute(drawn: WantedRoute, there: ObservedNode): ObservedRoute | undefined {
  return there.routes.find((route) => isSame(drawn, route));
}

export function routeDifferences(drawn: WantedNode, there: ObservedNode): RouteDifference[] {
  const found: RouteDifference[] = [];
  for (const route of there.routes) {
    if (!typedProtocols.has(route.protocol) || drawn.routes.some((one) => isSame(one, route))) continue;
    const { via, dev } = route;
    found.push({ kind: 'extra', to: destinationOf(route), ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) });
  }
  if (drawn.routes.length === 0) return found;
  // The kernel takes the routes of an interface that is down away: that one is the difference, not they.
  const names = new Map(there.interfaces.map((one) => [one.name, one]));
  if (![...drawn.interfaces.values()].every((one) => isUp(names.get(one.name)))) return found;
  for (const route of drawn.routes) {
    if (there.routes.some((one) => isSame(route, one))) continue;
    const { to, via, dev } = route;
    found.push({ kind: 'missing', to, ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) });
  }
  return found;
}
const isUp = (one: ObservedInterface | undefined): boolean => one?.up === true;
