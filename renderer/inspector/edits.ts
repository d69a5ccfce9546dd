/** Edits of the inspector, each with its words for undo, history and other windows. */
import { changeNodes } from '../../electron/engine/edit';
import type { Topology, TopologyNode } from '../../electron/shared/topology/schema';
import { useLab } from '../stores/lab';
import { list, t } from '../text';

/** Names up to which they are all said. */
const mostNames = 3;

/** "h1", "h1 and h2", "5 devices". */
export function namesOf(nodes: readonly { readonly name: string }[]): string {
  return nodes.length <= mostNames ? list(nodes.map((node) => node.name)) : t('common.devices', nodes.length);
}

/** One undoable edit of the devices. @param what the thing that is set, as the catalogue `inspector.thing` has it */
export function editNodes(nodes: readonly TopologyNode[], what: string, change: (node: TopologyNode) => TopologyNode): void {
  const lab = useLab();
  lab.change(
    t('inspector.edit.set', { what: t(`inspector.thing.${what}`), name: namesOf(nodes) }),
    changeNodes(
      lab.topology,
      nodes.map((node) => node.id),
      change,
    ),
  );
}

/** The same, where the edit is a function of the whole drawing. */
export function editLab(nodes: readonly { readonly name: string }[], what: string, next: Topology): void {
  useLab().change(t('inspector.edit.set', { what: t(`inspector.thing.${what}`), name: namesOf(nodes) }), next);
}
