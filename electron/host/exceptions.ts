/**
 * What the kernel refused is left out of what is wanted, as little as possible, so that one bad device never blocks the rest:
 * an address or route that cannot be is dropped alone, a change that cannot be made keeps its old value, and only what cannot
 * be created at all is held out as a whole.
 */
import { z } from 'zod';
import { errorSchema } from '../shared/lab/error';
import type { NestworkError } from '../shared/lab/error';
import type { Operation } from '../shared/lab/operation';
import { kernelKindSchema } from '../shared/topology/schema';
import { settingName } from '../shared/topology/sysctl';
import type { WantedInterface, WantedLab, WantedNode } from '../engine/wanted';

const text = z.string();
const exceptionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('hold') }),
  z.object({ do: z.literal('drop-address'), interface: text, address: text }),
  z.object({ do: z.literal('drop-route'), to: text, via: text.optional(), dev: text.optional() }),
  z.object({ do: z.literal('drop-command'), command: text }),
  z.object({ do: z.literal('drop-files') }),
  z.object({ do: z.literal('drop-limits') }),
  z.object({ do: z.literal('drop-resolver') }),
  /** Value null: the node is without it. */
  z.object({ do: z.literal('keep-setting'), name: text, value: text.nullable() }),
  z.object({ do: z.literal('keep-stp'), stp: z.boolean() }),
  z.object({ do: z.literal('keep-name'), name: text }),
  z.object({ do: z.literal('keep-kind'), kind: kernelKindSchema, forwarding: z.boolean() }),
  z.object({ do: z.literal('keep-interface'), interface: text, mac: text, mtu: z.number(), up: z.boolean() }),
  z.object({ do: z.literal('keep-cut'), cut: z.boolean() }),
]);
type Exception = z.infer<typeof exceptionSchema>;

/** A node or link that could not be made as drawn. Kept with the document, so that every door leaves out the same. */
export const failureSchema = z.object({ id: z.string(), error: errorSchema, exception: exceptionSchema });
export type Failure = z.infer<typeof failureSchema>;

/** Stands where a failure has the id of a node or link: it is the whole lab's. No id has a dot. */
export const wholeLab = 'lab.resolver';

/** What to leave out after the kernel refused `operation`; null if leaving something out cannot help (a deletion). */
export function failureOf(operation: Operation, error: NestworkError, applied: WantedLab): Failure | null {
  const failed = (id: string, exception: Exception): Failure => ({ id, error, exception });
  switch (operation.op) {
    case 'node.create':
      return failed(operation.node, { do: 'hold' });
    case 'link.create':
      return failed(operation.link, { do: 'hold' });
    case 'address.add':
      return failed(operation.node, { do: 'drop-address', interface: operation.interface, address: operation.address });
    case 'route.add':
      return failed(operation.node, { do: 'drop-route', to: operation.to, via: operation.via, dev: operation.dev });
    case 'command.run':
      return failed(operation.node, { do: 'drop-command', command: operation.command });
    case 'node.files':
      return failed(operation.node, { do: 'drop-files' });
    case 'node.limits':
      return failed(operation.node, { do: 'drop-limits' });
    case 'node.sysctl': {
      const value = applied.nodes.get(operation.node)?.sysctls.get(settingName(operation.name)) ?? null;
      return failed(operation.node, { do: 'keep-setting', name: operation.name, value });
    }
    case 'node.stp':
      return failed(operation.node, { do: 'keep-stp', stp: !operation.stp });
    case 'lab.resolver':
      return operation.servers.length > 0 ? failed(wholeLab, { do: 'drop-resolver' }) : null;
    case 'node.rename': {
      const old = applied.nodes.get(operation.node);
      return failed(operation.node, old ? { do: 'keep-name', name: old.name } : { do: 'hold' });
    }
    case 'node.kind': {
      const old = applied.nodes.get(operation.node);
      return failed(operation.node, old ? { do: 'keep-kind', kind: old.kind, forwarding: old.forwarding } : { do: 'hold' });
    }
    case 'interface.set': {
      const old = applied.nodes.get(operation.node)?.interfaces.get(operation.interface);
      return failed(
        operation.node,
        old ? { do: 'keep-interface', interface: old.name, mac: old.mac, mtu: old.mtu, up: old.up } : { do: 'hold' },
      );
    }
    case 'link.cut':
    case 'link.restore':
      return failed(operation.link, { do: 'keep-cut', cut: operation.op === 'link.restore' });
    case 'node.delete':
    case 'link.delete':
    case 'interface.delete':
    case 'address.delete':
    case 'route.delete':
      return null;
  }
}

/** Ids that `derive` is to leave out. */
export function held(failures: readonly Failure[]): ReadonlySet<string> {
  return new Set(failures.filter(({ exception }) => exception.do === 'hold').map(({ id }) => id));
}

/** What is wanted without what was refused. Without failures: `wanted` itself. */
export function except(wanted: WantedLab, failures: readonly Failure[]): WantedLab {
  const some = failures.filter(({ exception }) => exception.do !== 'hold');
  if (some.length === 0) return wanted;
  const nodes = new Map(wanted.nodes);
  const links = new Map(wanted.links);
  const dropResolver = some.some(({ exception }) => exception.do === 'drop-resolver');
  for (const { id, exception } of some) {
    const link = links.get(id);
    if (link && exception.do === 'keep-cut') links.set(id, { ...link, cut: exception.cut });
    const node = nodes.get(id);
    if (node) nodes.set(id, exceptNode(node, exception));
  }
  return { ...wanted, nodes, links, ...(dropResolver && { resolver: undefined }) };
}

function exceptNode(node: WantedNode, exception: Exception): WantedNode {
  const withInterface = (name: string, change: (old: WantedInterface) => WantedInterface): WantedNode => {
    const old = node.interfaces.get(name);
    return old ? { ...node, interfaces: new Map(node.interfaces).set(name, change(old)) } : node;
  };
  switch (exception.do) {
    case 'drop-address':
      return withInterface(exception.interface, (old) => ({
        ...old,
        addresses: old.addresses.filter(({ address }) => address !== exception.address),
      }));
    case 'drop-route':
      return {
        ...node,
        routes: node.routes.filter((route) => route.to !== exception.to || route.via !== exception.via || route.dev !== exception.dev),
      };
    case 'drop-command':
      return { ...node, startup: node.startup.filter(({ command }) => command !== exception.command) };
    case 'drop-files':
      return { ...node, files: [] };
    case 'drop-limits':
      return { ...node, limits: {} };
    case 'keep-setting': {
      const sysctls = new Map(node.sysctls);
      if (exception.value === null) sysctls.delete(exception.name);
      else sysctls.set(exception.name, exception.value);
      return { ...node, sysctls };
    }
    case 'keep-stp':
      return { ...node, stp: exception.stp };
    case 'keep-name':
      return { ...node, name: exception.name };
    case 'keep-kind':
      return { ...node, kind: exception.kind, forwarding: exception.forwarding };
    case 'keep-interface':
      return withInterface(exception.interface, (old) => ({ ...old, mac: exception.mac, mtu: exception.mtu, up: exception.up }));
    default:
      return node;
  }
}

/** Failures that an edit gives another chance: those of records that changed in more than their place on the canvas. */
export function withoutTouched(failures: readonly Failure[], touched: ReadonlySet<string>): readonly Failure[] {
  return failures.some(({ id }) => touched.has(id)) ? failures.filter(({ id }) => !touched.has(id)) : failures;
}

/** Nodes and links that a plan is about. */
export function idsOf(operations: readonly Operation[]): string[] {
  const ids = new Set<string>();
  for (const operation of operations) {
    if ('link' in operation) ids.add(operation.link);
    else if ('node' in operation) ids.add(operation.node);
  }
  return [...ids];
}
