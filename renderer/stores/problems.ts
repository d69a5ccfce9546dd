/**
 * The problems of the drawing, looked for when it has come to rest: in a large lab that takes longer than a frame. What only the host can know (what lies
 * beside the file, what this computer has room for) comes with its answer, and stands until the next one.
 */
import { shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { problemsOf } from '../../electron/engine/problems';
import type { WantedLab } from '../../electron/engine/wanted';
import type { Problem } from '../../electron/shared/contract';
import type { Topology } from '../../electron/shared/topology/schema';
import { difference, merged } from './problem-merge';

/** Devices up to which it is done at once. */
const smallLab = 100;
/** ms without an edit. */
const rest = 200;

/** @param ask the host's problems of the drawing as it has it by now; undefined if it cannot say. Absent: only what can be seen from here. */
export function settledProblems(
  topology: Readonly<Ref<Topology>>,
  wanted: Readonly<Ref<WantedLab>>,
  ask?: () => Promise<readonly Problem[] | undefined>,
): Readonly<Ref<readonly Problem[]>> {
  const problems = shallowRef<readonly Problem[]>([]);
  /** What the host alone saw, and what this computer alone forgives. */
  let hosts: { lab: string; added: readonly Problem[]; forgiven: readonly Problem[] } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (mine: readonly Problem[]): void => void (problems.value = hosts ? merged(mine, hosts) : mine);
  const look = (): readonly Problem[] => {
    const mine = problemsOf(topology.value, wanted.value);
    show(mine);
    return mine;
  };
  const compare = async (): Promise<void> => {
    const asked = topology.value;
    const theirs = asked.nodes.length > 0 ? await ask?.() : undefined;
    // Edited meanwhile: the next rest asks again.
    if (!theirs || topology.value !== asked) return;
    const mine = problemsOf(asked, wanted.value);
    hosts = { lab: asked.id, ...difference(mine, theirs) };
    show(mine);
  };
  watch(
    topology,
    (now) => {
      clearTimeout(timer);
      if (hosts?.lab !== now.id) hosts = undefined;
      const small = now.nodes.length <= smallLab;
      if (small) look();
      timer = setTimeout(() => {
        if (!small) look();
        void compare();
      }, rest);
    },
    { immediate: true, flush: 'post' },
  );
  return problems;
}
