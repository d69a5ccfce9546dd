/** What the context menu offers for a device, a cable or the paper. */
import * as edit from '../../electron/engine/edit';
import { useLab } from './lab';
import { useTerminals } from './terminals';
import type { MenuItem } from './ui';

/** @param id of a node or link; null: the paper. */
export function nodeMenu(id: string | null): (MenuItem | 'line')[] {
  const [lab, terminals] = [useLab(), useTerminals()];
  const link = lab.topology.links.find((one) => one.id === id);
  if (link) {
    const cut = link.up === false;
    return [
      {
        label: cut ? 'Mend' : 'Cut',
        keys: 'X',
        run: () => lab.change(cut ? 'Mended a cable' : 'Cut a cable', edit.setLinkUp(lab.topology, [link.id], cut)),
      },
      'line',
      { label: 'Delete', keys: 'Del', danger: true, run: () => lab.remove([link.id]) },
    ];
  }
  const node = lab.topology.nodes.find((one) => one.id === id);
  if (!node) {
    return [
      { label: 'Select all', keys: 'Ctrl A', run: () => lab.select(lab.topology.nodes.map((one) => one.id)) },
      { label: 'Undo', keys: 'Ctrl Z', disabled: !lab.canUndo, run: () => lab.undo() },
    ];
  }
  const ids = lab.selection.has(node.id) ? [...lab.selection] : [node.id];
  return [
    { label: 'Shell', keys: 'Enter', disabled: !lab.observed[node.id], run: () => void terminals.open(node.id) },
    {
      label: node.stopped ? 'Start the device' : 'Stop the device',
      run: () => lab.change(`${node.stopped ? 'Started' : 'Stopped'} ${node.name}`, edit.setNodeStopped(lab.topology, ids, !node.stopped)),
    },
    'line',
    { label: 'Delete', keys: 'Del', danger: true, run: () => lab.remove(ids) },
  ];
}
