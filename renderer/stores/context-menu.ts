/** What the context menu offers for a device, a cable or the paper. */
import * as edit from '../../electron/engine/edit';
import { available, commandOf } from '../commands/command';
import { namesOf } from '../inspector/edits';
import { t } from '../text';
import { pausable, pauseDevices, paused, restartable, restartDevices } from './device-actions';
import { useKeys } from './keys';
import { useLab } from './lab';
import { choosePlug } from './plugs';
import { useTerminalActions } from './terminal-actions';
import { useTerminals } from './terminals';
import type { MenuItem } from './ui';

/** A command as an entry, with its key. */
function entry(id: string): (MenuItem | 'line')[] {
  const command = commandOf(id);
  if (!command) return [];
  const [key] = useKeys().of(id);
  return [{ label: command.label(), ...(key && { keys: key }), disabled: !available(command, 'lab'), run: command.run }];
}

/** What a command's key does, under words of the menu's own. */
function keysOf(id: string): { keys?: string } {
  const [key] = useKeys().of(id);
  return key ? { keys: key } : {};
}

/** What is done to devices that run, beside the drawing. */
function runningMenu(ids: readonly string[]): (MenuItem | 'line')[] {
  const [there, held] = [restartable(ids), paused(ids)];
  const word = (what: string, many: readonly string[]): string =>
    ids.length > 1 ? t(`device.${what}Many`, { n: many.length }, many.length) : t(`device.${what}`);
  const going = pausable(ids);
  return [
    { label: word('restart', there), ...keysOf('device.restart'), disabled: there.length === 0, run: () => void restartDevices(there) },
    ...(going.length > 0 || held.length === 0
      ? [
          {
            label: word('pause', going),
            ...keysOf('device.pause'),
            disabled: going.length === 0,
            run: () => void pauseDevices(true, going),
          },
        ]
      : []),
    ...(held.length > 0 ? [{ label: word('resume', held), ...keysOf('device.resume'), run: () => void pauseDevices(false, held) }] : []),
  ];
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
      ...entry('canvas.replug'),
      ...entry('canvas.bend'),
      ...entry('arrange.straighten'),
      'line',
      { label: t('common.delete'), ...keysOf('edit.delete'), danger: true, run: () => lab.remove([link.id]) },
    ];
  }
  const mark = [...(lab.topology.notes ?? []), ...(lab.topology.areas ?? []), ...(lab.topology.groups ?? [])].find((one) => one.id === id);
  if (mark)
    return [
      ...('members' in mark ? [...entry('arrange.collapse'), ...entry('arrange.ungroup'), 'line' as const] : []),
      { label: t('common.delete'), keys: 'Delete', danger: true, run: () => lab.remove([mark.id]) },
    ];
  const node = lab.topology.nodes.find((one) => one.id === id);
  if (!node)
    return [
      ...entry('edit.paste'),
      ...entry('edit.copyText'),
      ...entry('edit.selectAll'),
      'line',
      ...entry('arrange.note'),
      ...entry('arrange.area'),
      'line',
      ...entry('edit.undo'),
      ...entry('edit.redo'),
      'line',
      ...entry('view.fit'),
    ];
  const ids = lab.selection.has(node.id) ? [...lab.selection] : [node.id];
  const nodes = lab.topology.nodes.filter((one) => ids.includes(one.id));
  const nodeIds = nodes.map((one) => one.id);
  return [
    { label: t('menu.shell'), keys: 'Enter', disabled: !lab.observed[node.id], run: () => void terminals.open(node.id) },
    {
      label: t('terminals.menu.external'),
      ...keysOf('terminal.external'),
      disabled: !lab.observed[node.id],
      run: () => void useTerminalActions().external(node.id),
    },
    {
      label:
        nodes.length > 1
          ? t(node.stopped ? 'menu.startMany' : 'menu.stopMany', nodes.length)
          : t(node.stopped ? 'menu.start' : 'menu.stop'),
      run: () =>
        lab.change(
          t(node.stopped ? 'edits.started' : 'edits.stopped', { what: namesOf(nodes) }),
          edit.setNodeStopped(lab.topology, nodeIds, !node.stopped),
        ),
    },
    ...runningMenu(nodeIds),
    'line',
    ...entry('edit.copy'),
    ...entry('edit.copyText'),
    ...entry('edit.duplicate'),
    ...(ids.length > 1 ? ['line' as const, ...['chain', 'ring', 'star', 'mesh'].flatMap((pattern) => entry(`arrange.${pattern}`))] : []),
    'line',
    { label: t('common.delete'), ...keysOf('edit.delete'), danger: true, run: () => lab.remove(ids) },
  ];
}
