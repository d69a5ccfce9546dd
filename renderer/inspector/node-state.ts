/** The word for how a device does. */
import { nodeState } from '../../electron/engine/observe';
import type { NodeState } from '../../electron/engine/observe';
import type { TopologyNode } from '../../electron/shared/topology/schema';
import { isPaused } from '../stores/device-actions';
import { useLab } from '../stores/lab';

/** One that runs and is paused is paused, whatever differs; a failure and a change are said first. */
export function shownState(node: TopologyNode): NodeState | 'paused' {
  const lab = useLab();
  const state = nodeState(node, lab.wanted, lab.observed, lab.state);
  return (state === 'up' || state === 'differs') && isPaused(node.id) ? 'paused' : state;
}
