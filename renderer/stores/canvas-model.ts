/** The lab's store as the canvas wants to see it: functions, no reactivity. */
import { watch } from 'vue';
import * as edit from '../../electron/engine/edit';
import type { CanvasModel } from '../canvas/model';
import { i18n, t } from '../text';
import { nodeMenu } from './context-menu';
import { useLab } from './lab';
import { useSettings } from './settings';
import { useTerminals } from './terminals';
import { useUi } from './ui';

export function canvasModel(): CanvasModel {
  const [lab, settings, ui, terminals] = [useLab(), useSettings(), useUi(), useTerminals()];
  return {
    topology: () => lab.topology,
    wanted: () => lab.wanted,
    observed: () => lab.observed,
    lab: () => lab.state,
    selection: () => lab.selection,
    tool: () => lab.tool,
    layers: () => ui.layers,
    snap: () => settings.all.snap,
    onChange(listener) {
      const ends = [
        lab.onChange(listener),
        // What it says and writes is in the person's language.
        watch(i18n.global.locale, () => listener({ kind: 'lab', ids: 'all' })),
      ];
      return () => ends.forEach((end) => end());
    },
    addNode(kind, position) {
      const next = edit.addNode(lab.topology, kind, position);
      const node = next.nodes.at(-1);
      lab.change(t('edits.added', { what: node?.name ?? '' }), next);
      if (node) lab.select([node.id]);
      return node?.id;
    },
    connect: (a, b) => lab.change(t('edits.cabled', { a: lab.nameOf(a), b: lab.nameOf(b) }), edit.addLink(lab.topology, a, b)),
    move: (positions) =>
      lab.change(
        t('edits.moved', { what: positions.size === 1 ? lab.nameOf([...positions.keys()][0]!) : t('common.devices', positions.size) }),
        edit.moveNodes(lab.topology, positions),
      ),
    remove: (ids) => lab.remove(ids),
    setLinkUp: (id, up) => lab.change(t(up ? 'edits.mended' : 'edits.cut'), edit.setLinkUp(lab.topology, [id], up)),
    select: (ids) => lab.select(ids),
    setTool: (tool) => lab.setTool(tool),
    open: (id) => void terminals.open(id),
    menu: (id, at) => (ui.menu = { ...at, items: nodeMenu(id) }),
    announce: (text) => ui.announce(text),
  };
}
