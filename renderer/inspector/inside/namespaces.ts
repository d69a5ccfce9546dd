/** Which namespaces of a device are shared, and with whom. Pure. */
import type { ObservedNode, ObservedState } from '../../../electron/shared/lab/observed';
import { namespaceKinds } from '../../../electron/shared/topology/schema';
import type { NamespaceKind } from '../../../electron/shared/topology/schema';

export interface SharedGroup {
  readonly kinds: readonly NamespaceKind[];
  /** Ids of the other devices that have the very same; empty: the lab alone. */
  readonly nodes: readonly string[];
}

/** One group for each set of sharers. @param own kinds that are the device's own */
export function sharedGroups(node: ObservedNode, own: readonly NamespaceKind[], all: ObservedState): SharedGroup[] {
  const groups = new Map<string, { kinds: NamespaceKind[]; nodes: readonly string[] }>();
  for (const kind of namespaceKinds) {
    if (own.includes(kind)) continue;
    const nodes = Object.values(all)
      .filter((other) => other.node !== node.node && other.namespaces[kind] === node.namespaces[kind])
      .map((other) => other.node);
    const key = nodes.join(' ');
    const group = groups.get(key);
    if (group) group.kinds.push(kind);
    else groups.set(key, { kinds: [kind], nodes });
  }
  return [...groups.values()];
}
