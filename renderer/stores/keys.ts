/** Keys of the whole window. In a terminal or a field they belong to that, but for the few that bring one out of it. */
import { onBeforeUnmount, onMounted } from 'vue';
import * as edit from '../../electron/engine/edit';
import type { NodeKind } from '../../electron/shared/topology/schema';
import { useLab } from './lab';
import { useUi } from './ui';

const digits: Record<string, NodeKind> = { Digit1: 'host', Digit2: 'router', Digit3: 'switch', Digit4: 'hub' };
/** Canvas px between the original and what was pasted. */
const pasteStep = 48;

export function installKeys(app: { save: (as?: boolean) => void; open: () => void }): void {
  const [lab, ui] = [useLab(), useUi()];
  let clip = '';
  const copy = (): void => void (clip = edit.copyItems(lab.topology, lab.selection));
  function paste(): void {
    const pasted = edit.pasteItems(lab.topology, clip, { x: pasteStep, y: pasteStep });
    if (pasted.ids.length === 0) return;
    lab.change(`Pasted ${pasted.ids.length} ${pasted.ids.length === 1 ? 'device' : 'devices'}`, pasted.topology);
    lab.select(pasted.ids);
    copy();
  }
  const control: Record<string, (event: KeyboardEvent) => void> = {
    KeyZ: (event) => (event.shiftKey ? lab.redo() : lab.undo()),
    KeyY: () => lab.redo(),
    KeyS: (event) => app.save(event.shiftKey),
    KeyO: () => app.open(),
    KeyA: () => lab.select(lab.topology.nodes.map((node) => node.id)),
    KeyC: copy,
    KeyX: () => {
      copy();
      lab.remove([...lab.selection]);
    },
    KeyV: paste,
    KeyD: () => {
      copy();
      paste();
    },
    KeyI: () => void (ui.inspector = !ui.inspector),
    Backquote: () => void (ui.dock.open = !ui.dock.open),
  };

  function press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const typing = target.closest('input, textarea, .xterm, dialog') !== null;
    if (event.key === 'F1') ui.help = !ui.help;
    else if (ui.page !== 'lab') {
      if (!(event.ctrlKey && event.code === 'KeyO')) return;
      app.open();
    } else if (event.key === 'F5') void (event.shiftKey ? lab.stop() : lab.run());
    else if (event.ctrlKey && !event.altKey) {
      const run = control[event.code];
      if (!run || (typing && event.code !== 'Backquote' && !(event.code === 'KeyS' && !target.closest('.xterm')))) return;
      run(event);
    } else if (!typing && !event.altKey && digits[event.code]) {
      const tool = `add:${digits[event.code]!}` as const;
      if (lab.tool === tool) lab.setTool('select');
      else lab.setTool(tool);
    } else return;
    event.preventDefault();
  }
  onMounted(() => window.addEventListener('keydown', press));
  onBeforeUnmount(() => window.removeEventListener('keydown', press));
}
