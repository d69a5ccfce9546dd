/** What stands in which menu, in order. Commands that other parts of the window bring come at the end of their group's menu. */
import { computed } from 'vue';
import { commandOf, commands } from '../commands/command';
import type { Command, Group } from '../commands/command';

const line = 'line';
export type MenuGroup = Exclude<Group, 'go' | 'canvas'>;
export const menuGroups: readonly MenuGroup[] = ['file', 'edit', 'view', 'arrange', 'lab', 'terminal', 'help'];
const order: Readonly<Record<MenuGroup, readonly string[]>> = {
  file: [
    'file.new', 'file.list', 'file.open', 'go.lab', line,
    'file.save', 'file.saveAs', 'file.versions', line,
    'file.picture', 'file.script', 'file.print', line,
    'file.newWindow', 'file.sameWindow', line,
    'file.settings', line,
    'file.close', 'file.start', 'file.closeWindow',
  ], // prettier-ignore
  edit: [
    'edit.undo', 'edit.redo', line,
    'edit.cut', 'edit.copy', 'edit.copyText', 'edit.paste', 'edit.duplicate', 'edit.duplicateCabled', 'edit.delete', line,
    'edit.selectAll', 'go.device', line,
    'edit.select', 'edit.cable', 'edit.cutCable',
  ], // prettier-ignore
  view: [
    'go.find', line,
    'view.zoomIn', 'view.zoomOut', 'view.fit', 'view.selection', 'view.actual', line,
    'view.addresses', 'view.interfaces', 'view.rates', 'view.minimap', line,
    'view.inspector', 'view.dock', 'view.present', 'view.laser', line,
    'view.system', 'view.light', 'view.dark', line,
    'view.larger', 'view.smaller', 'view.normal',
  ], // prettier-ignore
  arrange: [
    'arrange.align.left', 'arrange.align.centre', 'arrange.align.right', line,
    'arrange.align.top', 'arrange.align.middle', 'arrange.align.bottom', line,
    'arrange.distribute.across', 'arrange.distribute.down', 'arrange.lock', line,
    'arrange.group', 'arrange.ungroup', 'arrange.collapse', line,
    'arrange.area', 'arrange.note', 'arrange.background', 'arrange.placeBackground', 'arrange.noBackground', line,
    'arrange.layout.tiers', 'arrange.layout.force', 'arrange.layout.circle', 'arrange.layout.grid', line,
    'arrange.chain', 'arrange.ring', 'arrange.star', 'arrange.mesh', line,
    'canvas.replug', 'canvas.bend', 'arrange.straighten',
  ], // prettier-ignore
  lab: [
    'lab.run', 'lab.stop', 'lab.restart', 'lab.retry', line,
    'lab.collect', 'lab.apply', 'lab.discard', line,
    'lab.pause', 'lab.resume', line,
    'device.restart', 'device.pause', 'device.resume', line,
    'lab.programs', line, 'view.terminals', 'view.problems', 'view.plan',
  ], // prettier-ignore
  terminal: ['terminal.new', 'terminal.close', line, 'terminal.find', 'terminal.save', 'terminal.external', line, 'terminal.typeToMany'],
  help: ['help.help', 'help.keys', 'help.tour', line, 'help.doctor', 'help.about'],
};
const placed = new Set(Object.values(order).flat());

export type MenuEntry = Command | 'line';

/** Without two lines in a row, or one at an end: what stands between them may not be there. */
export function tidy(entries: readonly MenuEntry[]): MenuEntry[] {
  const kept = entries.filter((one, at) => one !== line || (at > 0 && entries[at - 1] !== line));
  return kept.at(-1) === line ? kept.slice(0, -1) : kept;
}

export const menus = computed<readonly { group: MenuGroup; entries: MenuEntry[] }[]>(() =>
  menuGroups.map((group) => {
    const known = order[group].flatMap((id): MenuEntry[] => {
      const command = id === line ? line : commandOf(id);
      return command ? [command] : [];
    });
    const more = commands.value.filter(
      (one) => one.group === group && !one.unlisted && !placed.has(one.id) && !one.id.startsWith('edit.add.'),
    );
    return { group, entries: tidy([...known, ...(more.length ? [line as MenuEntry, ...more] : [])]) };
  }),
);
