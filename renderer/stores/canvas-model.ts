/** The lab's store as the canvas wants to see it: functions, no reactivity. */
import { watch } from 'vue';
import { addLinks, setBends, spliceNode, splices } from '../../electron/engine/cables';
import { marksWithin, moveMarks, withMembers } from '../../electron/engine/drawn';
import * as edit from '../../electron/engine/edit';
import { commandOfAct } from '../commands/canvas-commands';
import { commandOf } from '../commands/command';
import type { CanvasModel } from '../canvas/model';
import { cableName } from '../inspector/link/cable-name';
import { useCompare } from '../plan/comparison';
import { i18n, t } from '../text';
import { nodeMenu } from './context-menu';
import { useGhosts } from './ghosts';
import { useKeys } from './keys';
import { useLab } from './lab';
import { cable, choosePlug, chooseEnds, offerMembers, replug } from './plugs';
import { useRates } from './rates';
import { useSettings } from './settings';
import { useTerminals } from './terminals';
import { useUi } from './ui';

export function canvasModel(): CanvasModel {
  const [ghosts, keys, lab, rates, settings] = [useGhosts(), useKeys(), useLab(), useRates(), useSettings()];
  const [comparison, ui, terminals] = [useCompare(), useUi(), useTerminals()];
  return {
    topology: () => comparison.drawing?.topology ?? lab.topology,
    wanted: () => comparison.drawing?.wanted ?? lab.wanted,
    observed: () => (comparison.drawing ? {} : lab.observed),
    lab: () => (comparison.drawing ? undefined : lab.state),
    compared: () => comparison.drawing && { signs: comparison.drawing.signs, wordsOf: comparison.wordsOf },
    selection: () => lab.selection,
    tool: () => lab.tool,
    layers: () => ui.layers,
    rates: () => (comparison.drawing ? new Map() : rates.current()),
    ghosts: () => (comparison.drawing ? [] : ghosts.records()),
    snap: () => settings.all.snap,
    means: (act, key) => keys.of(commandOfAct(act)).includes(key),
    onChange(listener) {
      const ends = [
        lab.onChange((change) => {
          // What is shown then follows the comparison.
          if (!comparison.drawing || ['whole', 'selection', 'tool', 'layers'].includes(change.kind)) listener(change);
        }),
        watch(() => comparison.drawing, (now, before) => listener({ kind: 'whole', stays: now !== undefined && before !== undefined }), { flush: 'sync' }), // prettier-ignore
        ghosts.onChange(() => listener({ kind: 'ghosts' })),
        // What it says and writes is in the person's language.
        watch(i18n.global.locale, () => listener({ kind: 'lab', ids: 'all' })),
      ];
      return () => ends.forEach((end) => end());
    },
    addNode(kind, position, cable) {
      if (lab.refuses()) return undefined;
      const into = splices(kind) ? lab.topology.links.find((one) => one.id === cable) : undefined;
      const next = into ? spliceNode(lab.topology, into.id, kind, position) : edit.addNode(lab.topology, kind, position);
      const node = next.nodes.at(-1);
      const what = node?.name ?? '';
      lab.change(into ? t('edits.spliced', { what, cable: cableName(into, lab.nameOf) }) : t('edits.added', { what }), next);
      if (node) lab.select([node.id]);
      return node?.id;
    },
    connect: (a, b, place) => {
      // A group is no device: its members are, and one of them gets the cable.
      const group = [b, a].map((id) => lab.topology.groups?.find((one) => one.id === id)).find(Boolean);
      if (group) return offerMembers(group, a === group.id ? b : a, place);
      cable(a, b);
    },
    connectMany: (from, to) =>
      lab.change(
        t('edits.cabledMany', { what: t('common.devices', from.length), to: lab.nameOf(to) }),
        addLinks(lab.topology, from.map((id) => [id, to])), // prettier-ignore
      ),
    chooseEnds,
    replug: (link, at, node) => replug(link, at, node),
    choosePlug,
    bend: (id, bends) => {
      const link = lab.topology.links.find((one) => one.id === id);
      const what = link ? cableName(link, lab.nameOf) : lab.nameOf(id);
      lab.change(t(bends.length > 0 ? 'edits.bent' : 'edits.straightened', { what }), setBends(lab.topology, id, bends));
    },
    move: (positions, step) => {
      const label = t('edits.moved', {
        what: positions.size === 1 ? lab.nameOf([...positions.keys()][0]!) : t('common.devices', positions.size),
      });
      const moved = edit.moveNodes(lab.topology, withMembers(lab.topology, positions));
      // Notes and areas that are selected with the devices go along.
      const node = lab.topology.nodes.find(({ id }) => positions.has(id));
      const to = node && positions.get(node.id)!;
      const by = node && to && { x: to.x - node.position.x, y: to.y - node.position.y };
      const next = by && lab.selection.has(node.id) ? moveMarks(moved, lab.selection, by) : moved;
      if (step) lab.goOn(label, next);
      else lab.change(label, next);
    },
    marksWithin: ({ x0, y0, x1, y1 }) => marksWithin(lab.topology, { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }),
    remove: (ids) => {
      const ghost = ids.length === 1 ? ghosts.of(ids[0]!) : undefined;
      if (ghost) void ghosts.remove(ghost);
      else lab.remove(ids);
    },
    setLinkUp: (id, up) => lab.change(t(up ? 'edits.mended' : 'edits.cut'), edit.setLinkUp(lab.topology, [id], up)),
    select: (ids) => lab.select(ids),
    setTool: (tool) => lab.setTool(tool),
    open: (id) => {
      if (!lab.topology.groups?.some((group) => group.id === id)) return void terminals.open(id);
      lab.select([id]);
      commandOf('arrange.collapse')?.run();
    },
    menu: (id, at) => void (comparison.drawing || (ui.menu = { ...at, items: ghosts.menu(id) ?? nodeMenu(id, at) })),
    announce: (text) => ui.announce(text),
  };
}
