/** Where things are: in line, spread, locked, copied with their cables. */
import { Lock } from '@lucide/vue';
import { aligned, alignments, distributed } from '../../electron/engine/arrange';
import type { Alignment, Placed } from '../../electron/engine/arrange';
import { duplicateCabled } from '../../electron/engine/duplicate';
import { moveNodes } from '../../electron/engine/edit';
import type { Point } from '../../electron/engine/edit';
import { setNodeField } from '../../electron/engine/edit-fields';
import { silhouettes } from '../canvas/geometry';
import { namesOf } from '../inspector/edits';
import { useLab } from '../stores/lab';
import { t } from '../text';
import type { Command } from './command';

const alignKeys: Record<Alignment, string> = {
  left: 'Alt+L',
  centre: 'Alt+C',
  right: 'Alt+R',
  top: 'Alt+T',
  middle: 'Alt+M',
  bottom: 'Alt+B',
};
/** Canvas px between an original and its copy. */
const copyStep = 48;

export function arrangeCommands(): Command[] {
  const lab = useLab();
  const arrange = { group: 'arrange', page: 'lab' } as const;
  const chosen = () => lab.topology.nodes.filter((node) => lab.selection.has(node.id));
  const placed = (): Placed[] =>
    chosen().map(({ id, kind, position, locked }) => ({
      id,
      ...position,
      width: silhouettes[kind].width,
      height: silhouettes[kind].height,
      ...(locked && { locked }),
    }));
  const move = (label: string, positions: ReadonlyMap<string, Point>): void => lab.change(label, moveNodes(lab.topology, positions));
  const locked = (): boolean => chosen().length > 0 && chosen().every((node) => node.locked === true);
  return [
    ...alignments.map((how): Command => ({
      ...arrange,
      id: `arrange.align.${how}`,
      label: () => t(`commands.arrange.align.${how}`),
      keys: [alignKeys[how]],
      enabled: () => lab.selection.size > 1,
      run: () => move(t('edits.aligned', { what: namesOf(chosen()) }), aligned(placed(), how)),
    })),
    ...(['across', 'down'] as const).map((axis): Command => ({
      ...arrange,
      id: `arrange.distribute.${axis}`,
      label: () => t(`commands.arrange.distribute.${axis}`),
      keys: [axis === 'across' ? 'Alt+Shift+A' : 'Alt+Shift+D'],
      enabled: () => lab.selection.size > 2,
      run: () => move(t('edits.distributed', { what: namesOf(chosen()) }), distributed(placed(), axis)),
    })),
    {
      ...arrange,
      id: 'arrange.lock',
      label: () => t('commands.arrange.lock'),
      icon: Lock,
      keys: ['L'],
      enabled: () => chosen().length > 0,
      checked: locked,
      run: () => {
        const on = !locked();
        const nodes = chosen();
        lab.change(
          t(on ? 'edits.locked' : 'edits.unlocked', { what: namesOf(nodes) }),
          setNodeField(lab.topology, nodes.map(({ id }) => id), 'locked', on ? true : undefined), // prettier-ignore
        );
      },
    },
    {
      group: 'edit',
      page: 'lab',
      id: 'edit.duplicateCabled',
      label: () => t('commands.edit.duplicateCabled'),
      keys: ['Ctrl+Shift+D'],
      enabled: () => chosen().length > 0,
      run: () => {
        const names = namesOf(chosen());
        const { topology, ids } = duplicateCabled(lab.topology, lab.selection, { x: copyStep, y: copyStep });
        lab.change(t('edits.duplicated', { what: names }), topology);
        lab.select(ids);
      },
    },
  ];
}
