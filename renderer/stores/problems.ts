/** The problems of the drawing, looked for when it has come to rest: in a large lab that takes longer than a frame. */
import { shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import type { Problem } from '../../electron/shared/contract';
import type { Topology } from '../../electron/shared/topology/schema';
import { validate } from '../../electron/shared/topology/validate';

/** Devices up to which it is done at once. */
const smallLab = 100;
/** ms without an edit. */
const rest = 200;

export function settledProblems(topology: Readonly<Ref<Topology>>): Readonly<Ref<readonly Problem[]>> {
  const problems = shallowRef<readonly Problem[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => void (problems.value = validate(topology.value));
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
