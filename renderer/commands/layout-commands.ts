/** Layouts: of what is selected, if it is more than one device, else of the whole lab. */
import { layoutKinds, laidOut, placesFor } from '../../electron/engine/layout';
import type { CanvasHandle } from '../canvas/model';
import { namesOf } from '../inspector/edits';
import { useLab } from '../stores/lab';
import { t } from '../text';
import type { Command } from './command';

export function layoutCommands(canvas: () => CanvasHandle | null | undefined): Command[] {
  const lab = useLab();
  return layoutKinds.map((kind, at) => ({
    group: 'arrange',
    page: 'lab',
    id: `arrange.layout.${kind}`,
    label: () => t(`commands.arrange.layout.${kind}`),
    keys: [`Shift+${at + 1}`],
    enabled: () => lab.topology.nodes.length > 1,
    run: () => {
      const chosen = lab.topology.nodes.filter((node) => lab.selection.has(node.id));
      const some = chosen.length > 1;
      const nodes = some ? chosen : lab.topology.nodes;
      const was = new Map(nodes.map(({ id, position }) => [id, position]));
      const places = placesFor(lab.topology, kind, some ? new Set(was.keys()) : undefined);
      lab.change(t(`edits.laidOut.${kind}`, { what: some ? namesOf(chosen) : t('edits.wholeLab') }), laidOut(lab.topology, places));
      canvas()?.glide(was);
      if (!some) canvas()?.fit();
    },
  }));
}
