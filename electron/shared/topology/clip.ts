/** What the clipboard holds after a copy: devices and cables, as text that begins so that nothing else is taken for it. */
import { z } from 'zod';
import { topologySchema } from './schema';
import type { Topology } from './schema';

const clipSchema = topologySchema.pick({ nodes: true, links: true }).extend({ 'nestwork-clipboard': z.literal(1) });
type Clip = Pick<Topology, 'nodes' | 'links'>;

export const writeClip = ({ nodes, links }: Clip): string => JSON.stringify({ 'nestwork-clipboard': 1, nodes, links });

/** The clipboard may hold anything: undefined unless the schema takes it whole. Only cables among the devices themselves are given. */
export function parseClip(text: string): Clip | undefined {
  if (!text.startsWith('{"nestwork-clipboard":1,')) return undefined;
  try {
    const clip = clipSchema.safeParse(JSON.parse(text));
    if (!clip.success || clip.data.nodes.length === 0) return undefined;
    const ids = new Set(clip.data.nodes.map((node) => node.id));
    return { nodes: clip.data.nodes, links: clip.data.links.filter((link) => link.ends.every((end) => ids.has(end.node))) };
  } catch {
    return undefined;
  }
}
