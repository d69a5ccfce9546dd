/** What is drawn of a group that stands as one device: the state of the one that needs a person most. */
import { t } from '../text';
import type { FoldedGroup } from './folded';
import type { DrawnState, NodeView } from './mapping';

/** Later ones count for more. */
const order: readonly DrawnState[] = ['up', 'down', 'planned', 'changing', 'failed'];

export function groupView({ id, name, members }: FoldedGroup, cables: number, views: readonly NodeView[]): NodeView {
  const state = order[Math.max(0, ...views.map((view) => order.indexOf(view.state)))] ?? 'up';
  const size = t('common.devices', members.length);
  const spoken = t('canvas.group', { name, size, state: t(`canvas.state.${state}`), cables: t('common.cables', cables) });
  return {
    id,
    name,
    kind: 'group',
    state,
    differs: views.some((view) => view.differs),
    change: undefined,
    locked: false,
    paused: views.some((view) => view.paused),
    problem: views.some((view) => view.problem),
    second: { text: size, style: 'why' },
    spoken,
  };
}
