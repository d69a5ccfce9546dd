/** One device as the inspector needs it: drawn, wanted with everything decided, applied, observed. */
import { computed } from 'vue';
import type { ComputedRef } from 'vue';
import { derive } from '../../electron/engine/derive';
import { setNodeStopped } from '../../electron/engine/edit';
import type { WantedNode } from '../../electron/engine/wanted';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import type { TopologyNode } from '../../electron/shared/topology/schema';
import { usePlan } from '../plan/plan';
import { useLab } from '../stores/lab';
import { peersOf } from './ends';
import type { Peer } from './ends';

export interface NodeContext {
  /** What is drawn, complete. Of a stopped device: what it will have. */
  readonly wanted: ComputedRef<WantedNode | undefined>;
  /** What the kernel is meant to have now; undefined while a plan is under way. */
  readonly applied: ComputedRef<WantedNode | undefined>;
  readonly there: ComputedRef<ObservedNode | undefined>;
  readonly peers: ComputedRef<ReadonlyMap<string, Peer>>;
}

export function useNode(node: () => TopologyNode): NodeContext {
  const [lab, plan] = [useLab(), usePlan()];
  const id = computed(() => node().id);
  const wanted = computed(() => {
    const known = lab.wanted.nodes.get(id.value);
    if (known || !node().stopped) return known;
    return derive(setNodeStopped(lab.topology, [id.value], false), lab.wanted).nodes.get(id.value);
  });
  const busy = computed(() => {
    const state = lab.state;
    return (
      !state || state.changing.includes(id.value) || state.failed.some((one) => one.id === id.value) || (state.collecting && !plan.base)
    );
  });
  return {
    wanted,
    applied: computed(() => (busy.value ? undefined : plan.applied.nodes.get(id.value))),
    there: computed(() => lab.observed[id.value]),
    peers: computed(() => peersOf(lab.topology, id.value)),
  };
}
