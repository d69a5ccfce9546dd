/** The canvas's own keys as commands, so that they are listed and changed as the others are. The canvas takes them itself, for what has its keyboard. */
import { actKeys } from '../canvas/acts';
import type { CanvasAct } from '../canvas/acts';
import type { CanvasHandle } from '../canvas/model';
import { useLab } from '../stores/lab';
import { t } from '../text';
import type { Command } from './command';

/** What is meant where the same key is a tool's. */
const twins: Partial<Record<CanvasAct, string>> = { pull: 'edit.cable', cut: 'edit.cutCable' };
/** The command whose keys an act goes by. */
export const commandOfAct = (act: CanvasAct): string => (act === 'remove' ? 'edit.delete' : `canvas.${act}`);

export function canvasCommands(canvas: () => CanvasHandle | null | undefined): Command[] {
  const lab = useLab();
  const only = (kind: 'nodes' | 'links'): string | undefined => {
    const [id, ...more] = lab.selection;
    return more.length === 0 && lab.topology[kind].some((one) => one.id === id) ? id : undefined;
  };
  /** From the finder they are done to the one thing that is selected. */
  const listed = (act: CanvasAct, target: 'nodes' | 'links'): Partial<Command> => ({
    unlisted: false,
    target,
    enabled: () => only(target) !== undefined,
    run: () => {
      canvas()?.focusNode(only(target)!);
      canvas()?.act(act);
    },
  });
  const more: Partial<Record<CanvasAct, Partial<Command>>> = {
    pull: listed('pull', 'nodes'),
    cut: listed('cut', 'links'),
    replug: listed('replug', 'links'),
    bend: listed('bend', 'links'),
  };
  return (Object.keys(actKeys) as CanvasAct[])
    .filter((act) => act !== 'remove')
    .map((act): Command => ({
      id: commandOfAct(act),
      group: 'canvas',
      page: 'lab',
      reach: 'canvas',
      label: () => t(`commands.canvas.${act}`),
      keys: actKeys[act],
      unlisted: true,
      run: () => undefined,
      ...(twins[act] && { twins: [twins[act]] }),
      ...more[act],
    }));
}
