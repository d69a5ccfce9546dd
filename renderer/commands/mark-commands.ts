/** What is drawn beside the network: groups, areas, notes, the picture under it. */
import { addArea, addGroup, addNote, frameAround } from '../../electron/engine/drawn';
import { removeItems } from '../../electron/engine/edit';
import { setDrawnField, setLabField } from '../../electron/engine/edit-fields';
import type { CanvasHandle } from '../canvas/model';
import { snapped } from '../canvas/geometry';
import { choosePicture } from '../marks/picture';
import { useBackground } from '../marks/background';
import { useLab } from '../stores/lab';
import { t } from '../text';
import type { Command } from './command';

/** An area that goes around nothing, canvas px. */
const emptyArea = { width: 288, height: 192 };

export function markCommands(canvas: () => CanvasHandle | null | undefined): Command[] {
  const [lab, ground] = [useLab(), useBackground()];
  const arrange = { group: 'arrange', page: 'lab' } as const;
  const members = (): string[] =>
    [...lab.topology.nodes, ...(lab.topology.notes ?? [])].filter(({ id }) => lab.selection.has(id)).map(({ id }) => id);
  const groups = () =>
    (lab.topology.groups ?? []).filter((one) => lab.selection.has(one.id) || one.members.some((id) => lab.selection.has(id)));
  const centre = () => snapped(canvas()?.centre() ?? { x: 0, y: 0 });
  return [
    {
      ...arrange,
      id: 'arrange.group',
      label: () => t('commands.arrange.group'),
      keys: ['Ctrl+G'],
      enabled: () => members().length > 1,
      run: () => {
        const name = t('edits.groupName', { n: (lab.topology.groups?.length ?? 0) + 1 });
        const { topology, id } = addGroup(lab.topology, name, members());
        lab.change(t('edits.grouped', { name }), topology);
        lab.select([id]);
      },
    },
    {
      ...arrange,
      id: 'arrange.ungroup',
      label: () => t('commands.arrange.ungroup'),
      keys: ['Ctrl+Shift+G'],
      enabled: () => groups().length > 0,
      run: () => {
        const gone = groups();
        lab.change(t('edits.ungrouped', { name: gone.map(({ name }) => name).join(', ') }), removeItems(lab.topology, gone.map(({ id }) => id))); // prettier-ignore
        lab.select(gone.flatMap((group) => group.members));
      },
    },
    {
      ...arrange,
      id: 'arrange.collapse',
      label: () => t('commands.arrange.collapse'),
      keys: ['Shift+G'],
      enabled: () => groups().length > 0,
      checked: () => groups().length > 0 && groups().every((group) => group.collapsed),
      run: () => {
        const on = !groups().every((group) => group.collapsed);
        const those = groups();
        const next = those.reduce((all, { id }) => setDrawnField(all, 'groups', id, 'collapsed', on ? true : undefined), lab.topology);
        lab.change(t(on ? 'edits.collapsed' : 'edits.expanded', { name: those.map(({ name }) => name).join(', ') }), next);
        lab.select(on ? those.map(({ id }) => id) : those.flatMap((group) => group.members));
      },
    },
    {
      ...arrange,
      id: 'arrange.area',
      label: () => t('commands.arrange.area'),
      keys: ['A'],
      run: () => {
        const { x, y } = centre();
        const free = { x: x - emptyArea.width / 2, y: y - emptyArea.height / 2, ...emptyArea };
        const { topology, id } = addArea(lab.topology, frameAround(lab.topology, lab.selection) ?? free);
        lab.change(t('edits.added', { what: t('edits.an.area') }), topology);
        lab.select([id]);
      },
    },
    {
      ...arrange,
      id: 'arrange.note',
      label: () => t('commands.arrange.note'),
      keys: ['N'],
      run: () => {
        const { topology, id } = addNote(lab.topology, t('edits.noteText'), centre());
        lab.change(t('edits.added', { what: t('edits.an.note') }), topology);
        lab.select([id]);
      },
    },
    {
      ...arrange,
      id: 'arrange.background',
      label: () => t('commands.arrange.background'),
      run: () =>
        void choosePicture().then((picture) => {
          if (!picture) return;
          const { x, y } = centre();
          const position = { x: x - picture.width / 2, y: y - picture.height / 2 };
          const background = { image: picture.image, position, size: { width: picture.width, height: picture.height } };
          lab.change(t('edits.background'), setLabField(lab.topology, 'background', background));
          ground.placing = true;
        }),
    },
    {
      ...arrange,
      id: 'arrange.placeBackground',
      label: () => t('commands.arrange.placeBackground'),
      enabled: () => lab.topology.background !== undefined,
      checked: () => ground.placing,
      run: () => void (ground.placing = !ground.placing),
    },
    {
      ...arrange,
      id: 'arrange.noBackground',
      label: () => t('commands.arrange.noBackground'),
      enabled: () => lab.topology.background !== undefined,
      run: () => lab.change(t('edits.noBackground'), setLabField(lab.topology, 'background', undefined)),
    },
  ];
}
