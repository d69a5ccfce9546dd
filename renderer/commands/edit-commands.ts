/** The drawing: undo, clipboard, selection, tools. */
import { ClipboardPaste, Copy, CopyPlus, MousePointer2, Redo2, Scissors, Trash2, Undo2 } from '@lucide/vue';
import CableIcon from '../components/CableIcon.vue';
import { useClipboard } from '../stores/clipboard';
import { useLab } from '../stores/lab';
import { devices } from '../panels/devices';
import { t } from '../text';
import type { Command } from './command';

export function editCommands(): Command[] {
  const [lab, clipboard] = [useLab(), useClipboard()];
  const selected = (): boolean => lab.selection.size > 0;
  const edit = { group: 'edit', page: 'lab' } as const;
  const tools = [
    { tool: 'select', id: 'edit.select', key: 'V', icon: MousePointer2 },
    { tool: 'cable', id: 'edit.cable', key: 'C', icon: CableIcon },
    { tool: 'cut', id: 'edit.cutCable', key: 'X', icon: Scissors },
  ] as const;
  return [
    {
      ...edit,
      id: 'edit.undo',
      label: () => (lab.canUndo ? t('commands.edit.undoWhat', { what: lab.canUndo }) : t('commands.edit.undo')),
      icon: Undo2,
      keys: ['Ctrl+Z'],
      enabled: () => lab.canUndo !== undefined,
      run: lab.undo,
    },
    {
      ...edit,
      id: 'edit.redo',
      label: () => (lab.canRedo ? t('commands.edit.redoWhat', { what: lab.canRedo }) : t('commands.edit.redo')),
      icon: Redo2,
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      enabled: () => lab.canRedo !== undefined,
      run: lab.redo,
    },
    {
      ...edit,
      id: 'edit.cut',
      label: () => t('commands.edit.cut'),
      keys: ['Ctrl+X'],
      enabled: selected,
      run: () => clipboard.copyByCommand(true),
    },
    {
      ...edit,
      id: 'edit.copy',
      label: () => t('commands.edit.copy'),
      icon: Copy,
      keys: ['Ctrl+C'],
      enabled: selected,
      run: () => clipboard.copyByCommand(false),
    },
    {
      ...edit,
      id: 'edit.copyText',
      label: () => t('commands.edit.copyText'),
      keys: ['Ctrl+Shift+C'],
      enabled: () => lab.topology.nodes.length > 0,
      run: clipboard.copyText,
    },
    {
      ...edit,
      id: 'edit.paste',
      label: () => t('commands.edit.paste'),
      icon: ClipboardPaste,
      keys: ['Ctrl+V'],
      run: () => void clipboard.pasteByCommand(),
    },
    {
      ...edit,
      id: 'edit.duplicate',
      label: () => t('commands.edit.duplicate'),
      icon: CopyPlus,
      keys: ['Ctrl+D'],
      enabled: selected,
      run: clipboard.duplicate,
    },
    {
      ...edit,
      id: 'edit.delete',
      label: () => t('commands.edit.delete'),
      icon: Trash2,
      keys: ['Delete', 'Backspace'],
      enabled: selected,
      run: () => lab.remove([...lab.selection]),
    },
    {
      ...edit,
      id: 'edit.selectAll',
      label: () => t('commands.edit.selectAll'),
      keys: ['Ctrl+A'],
      run: () => lab.select(lab.topology.nodes.map((node) => node.id)),
    },
    ...tools.map(({ tool, id, key, icon }): Command => ({
      ...edit,
      id,
      label: () => t(`commands.${id}`),
      icon,
      keys: [key],
      checked: () => lab.tool === tool,
      run: () => lab.setTool(tool),
    })),
    ...devices.map(({ kind }, at): Command => ({
      ...edit,
      id: `edit.add.${kind}`,
      label: () => t('commands.edit.add', { kind: t(`common.kinds.${kind}`) }),
      keys: at < 9 ? [String(at + 1)] : [],
      checked: () => lab.tool === `add:${kind}`,
      run: () => lab.setTool(lab.tool === `add:${kind}` ? 'select' : `add:${kind}`),
    })),
  ];
}
