/** Writes a topology file: the same topology gives the same bytes; one node or link a line, so that a version control's diff reads well. */
import type { Topology } from './schema';

const orders: Record<string, readonly string[]> = {
  lab: ['$schema', 'nestwork', 'id', 'name', 'description', 'pools', 'nodes', 'links', 'notes', 'areas', 'groups', 'background'],
  record: [
    ...['id', 'name', 'kind', 'icon', 'position', 'size', 'width', 'colour', 'ends', 'node', 'interface', 'up', 'stopped', 'locked'],
    ...['mac', 'ipv4', 'ipv6', 'mtu', 'interfaces', 'routes', 'to', 'via', 'dev', 'stp', 'sysctls', 'internet', 'computer', 'nic'],
    ...['files', 'path', 'content', 'source', 'startup', 'command', 'until', 'timeout', 'restart', 'isolation', 'filesystem', 'limits'],
    ...['runAs', 'shell', 'tags', 'bends', 'label', 'text', 'members', 'collapsed', 'mode', 'prefix', 'length', 'x', 'y'],
  ],
};

/** Ends with a newline. Unknown keys follow the known ones, by name. */
export function serializeTopology(topology: Topology): string {
  const lines = sorted(topology, orders.lab!).map(([key, value]) => {
    if (!Array.isArray(value) || value.length === 0 || key === '$schema') return `  ${JSON.stringify(key)}: ${inline(value)}`;
    return `  ${JSON.stringify(key)}: [\n${value.map((record) => `    ${inline(record)}`).join(',\n')}\n  ]`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = sorted(value, orders.record!).map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`);
  return parts.length ? `{ ${parts.join(', ')} }` : '{}';
}

function sorted(record: object, order: readonly string[]): [string, unknown][] {
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
