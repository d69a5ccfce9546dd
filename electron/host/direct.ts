/** Operations that a person asks for beside the drawing: devices made anew, what nobody drew taken away, what was taken away given back. */
import { differences } from '../engine/observe';
import { routeDifferences } from '../engine/observe-routes';
import { plan } from '../engine/plan';
import type { WantedLab } from '../engine/wanted';
import type { Undrawn } from '../shared/contract';
import type { ObservedNode } from '../shared/lab/observed';
import type { Operation } from '../shared/lab/operation';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { Topology } from '../shared/topology/schema';

/** Ends the nodes and makes them anew in one plan: others keep their flows, and on a refusal the old ones are still there. */
export function restartOperations(
  topology: Topology,
  ids: readonly string[],
  applied: WantedLab,
  without: (ids: readonly string[]) => WantedLab,
): Result<Operation[]> {
  const missing = ids.find((id) => !applied.nodes.has(id));
  if (missing !== undefined) {
    const name = topology.nodes.find(({ id }) => id === missing)?.name ?? missing;
    return fail({
      code: 'not-running',
      message: `${name} does not run, so it cannot be restarted.`,
      sentence: 'device',
      args: { name },
      hint: 'Start it.',
      node: missing,
    });
  }
  const rest = without(ids);
  const steps = [...plan(rest, applied).steps, ...plan(applied, rest).steps];
  return ok(steps.map(({ operation }) => operation));
}

/** Takes things out of the kernel that the drawing does not have. */
export function removeOperations(things: readonly Undrawn[], applied: WantedLab): Result<Operation[]> {
  const operations: Operation[] = [];
  for (const thing of things) {
    const node = applied.nodes.get(thing.node);
    if (!node) return fail({ code: 'not-found', message: 'The device is not there any more.', sentence: 'device', node: thing.node });
    const drawn =
      'address' in thing
        ? node.interfaces.get(thing.interface)?.addresses.some(({ address }) => address === thing.address)
        : 'to' in thing
          ? node.routes.some((route) => route.to === thing.to && route.via === thing.via && (route.dev ?? thing.dev) === thing.dev)
          : node.interfaces.has(thing.interface);
    if (drawn)
      return fail({
        code: 'is-drawn',
        message: `What was to be removed from ${node.name} is in the drawing by now.`,
        args: { name: node.name },
        hint: 'Change the drawing instead.',
        node: node.id,
      });
    if ('address' in thing) operations.push({ op: 'address.delete', ...thing });
    else if ('to' in thing) operations.push({ op: 'route.delete', ...thing });
    else operations.push({ op: 'interface.delete', ...thing });
  }
  return ok(operations);
}

/** What is drawn of these nodes and is not there, or otherwise. Interfaces come before their addresses, and those before the routes through them. */
export function repairOperations(ids: readonly string[], applied: WantedLab, observed: readonly ObservedNode[]): Operation[] {
  const there = new Map(observed.map((node) => [node.node, node]));
  return ids.flatMap((id): Operation[] => {
    const [drawn, now] = [applied.nodes.get(id), there.get(id)];
    if (!drawn || !now) return [];
    const found = differences(drawn, now);
    const changed = new Set(found.filter((one) => one.kind === 'changed').map((one) => one.interface));
    const settings = [...changed].map((name): Operation => {
      const wanted = drawn.interfaces.get(name)!;
      const of = (what: string): boolean => found.some((one) => one.interface === name && one.what === what);
      return {
        op: 'interface.set',
        node: id,
        interface: name,
        ...(of('up') && { up: wanted.up }),
        ...(of('mtu') && { mtu: wanted.mtu }),
        ...(of('mac') && { mac: wanted.mac }),
      };
    });
    const isGone = (name: string): boolean => !now.interfaces.some((one) => one.name === name);
    // An interface that was down has lost its IPv6 addresses, and the routes through it: which nothing tells until it is up.
    const restored = [...drawn.interfaces.values()].filter((one) => changed.has(one.name) && one.up);
    const addresses = [
      ...found
        .filter((one) => one.kind === 'missing' && one.what === 'address')
        .map((one) => ({ interface: one.interface, address: one.value })),
      ...restored.flatMap((one) => one.addresses.map(({ address }) => ({ interface: one.name, address }))),
    ].filter(
      (one, at, all) =>
        !isGone(one.interface) && all.findIndex((other) => other.interface === one.interface && other.address === one.address) === at,
    );
    const routes = restored.length > 0 ? drawn.routes : routeDifferences(drawn, now).filter((one) => one.kind === 'missing');
    return [
      ...settings,
      ...addresses.map((one): Operation => ({ op: 'address.add', node: id, ...one })),
      ...routes.map(({ to, via, dev }): Operation => ({
        op: 'route.add',
        node: id,
        to,
        ...(via !== undefined && { via }),
        ...(dev !== undefined && { dev }),
      })),
    ];
  });
}
