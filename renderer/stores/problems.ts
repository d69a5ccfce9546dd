/** The problems of the drawing, looked for when it has come to rest: in a large lab that takes longer than a frame. */
import { shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { problemsOf } from '../../electron/engine/problems';
import type { WantedLab } from '../../electron/engine/wanted';
import type { Problem } from '../../electron/shared/contract';
import type { Topology } from '../../electron/shared/topology/schema';

/** Devices up to which it is done at once. */
const smallLab = 100;
/** ms without an edit. */
const rest = 200;

export function settledProblems(topology: Readonly<Ref<Topology>>, wanted: Readonly<Ref<WantedLab>>): Readonly<Ref<readonly Problem[]>> {
  const problems = shallowRef<readonly Problem[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => void (problems.value = problemsOf(topology.value, wanted.value));
  watch(
    topology,
    (now) => {
      clearTimeout(timer);
      if (now.nodes.length <= smallLab) look();
      else timer = setTimeout(look, rest);
    },
    { immediate: true, flush: 'post' },
  );
  return problems;
}
