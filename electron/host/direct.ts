/** Operations that a person asks for beside the drawing: devices made anew, and what nobody drew taken away. */
import { plan } from '../engine/plan';
import type { WantedLab } from '../engine/wanted';
import type { Undrawn } from '../shared/contract';
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
    return fail({ code: 'not-running', message: `${name} does not run, so it cannot be restarted.`, hint: 'Start it.', node: missing });
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
    if (!node) return fail({ code: 'not-found', message: 'The device is not there any more.', node: thing.node });
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
        hint: 'Change the drawing instead.',
        node: node.id,
      });
    if ('address' in thing) operations.push({ op: 'address.delete', ...thing });
    else if ('to' in thing) operations.push({ op: 'route.delete', ...thing });
    else operations.push({ op: 'interface.delete', ...thing });
  }
  return ok(operations);
}
