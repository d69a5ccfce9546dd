/** The picture of a device: the one that was chosen, if we have it, else that of its kind. */
import type { NodeKind, TopologyNode } from '../../electron/shared/topology/schema';

export type Picture = NodeKind | 'server' | 'firewall';
const shipped = new Set<string>([
  'host',
  'server',
  'router',
  'switch',
  'hub',
  'firewall',
  'internet',
  'this-computer',
  'nic',
] satisfies Picture[]);
export const pictureOf = ({ icon, kind }: Pick<TopologyNode, 'icon' | 'kind'>): Picture =>
  icon !== undefined && shipped.has(icon) ? (icon as Picture) : kind;
