/** What the context menu offers for a device, a cable or the paper. */
import * as edit from '../../electron/engine/edit';
import { available, commandOf } from '../commands/command';
import { t } from '../text';
import { useKeys } from './keys';
import { useLab } from './lab';
import { choosePlug } from './plugs';
import { useTerminals } from './terminals';
import type { MenuItem } from './ui';

/** A command as an entry, with its key. */
function entry(id: string): (MenuItem | 'line')[] {
  const command = commandOf(id);
  if (!command) return [];
  const [key] = useKeys().of(id);
  return [{ label: command.label(), ...(key && { keys: key }), disabled: !available(command, 'lab'), run: command.run }];
}

/**
 * @param id of a node or link; null: the paper.
 * @param place of the menu in the window, CSS px
 */
export function nodeMenu(id: string | null, place: { x: number; y: number }): (MenuItem | 'line')[] {
  const [lab, terminals] = [useLab(), useTerminals()];
  const link = lab.topology.links.find((one) => one.id === id);
  if (link) {
    const cut = link.up === false;
    return [
      {
        label: t(cut ? 'menu.mend' : 'menu.cut'),
        keys: 'X',
        run: () => lab.change(t(cut ? 'edits.mended' : 'edits.cut'), edit.setLinkUp(lab.topology, [link.id], cut)),
      },
      'line',
      ...link.ends.map((end, at): MenuItem => ({
        label: t('menu.plug', { name: lab.nameOf(end.node) }),
        run: () => choosePlug(link.id, at === 0 ? 0 : 1, end.node, place),
      })),
      ...entry('arrange.straighten'),
      'line',
      { label: t('common.delete'), keys: 'Delete', danger: true, run: () => lab.remove([link.id]) },
    ];
  }
  const node = lab.topology.nodes.find((one) => one.id === id);
  if (!node)
    return [
      ...entry('edit.paste'),
      ...entry('edit.copyText'),
      ...entry('edit.selectAll'),
      'line',
      ...entry('edit.undo'),
      ...entry('edit.redo'),
      'line',
      ...entry('view.fit'),
    ];
  const ids = lab.selection.has(node.id) ? [...lab.selection] : [node.id];
  return [
    { label: t('menu.shell'), keys: 'Enter', disabled: !lab.observed[node.id], run: () => void terminals.open(node.id) },
    {
      label: t(node.stopped ? 'menu.start' : 'menu.stop'),
      run: () =>
        lab.change(
          t(node.stopped ? 'edits.started' : 'edits.stopped', { what: node.name }),
          edit.setNodeStopped(lab.topology, ids, !node.stopped),
        ),
    },
    'line',
    ...entry('edit.copy'),
    ...entry('edit.copyText'),
    ...entry('edit.duplicate'),
    ...(ids.length > 1 ? ['line' as const, ...['chain', 'ring', 'star', 'mesh'].flatMap((pattern) => entry(`arrange.${pattern}`))] : []),
    'line',
    { label: t('common.delete'), keys: 'Delete', danger: true, run: () => lab.remove(ids) },
  ];
}
