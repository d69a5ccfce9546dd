/** The picture under the drawing while somebody places it: on the paper by mouse and keys, in the inspector by numbers; seen as it will be, before it is an edit. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { setLabField } from '../../electron/engine/edit-fields';
import type { TopologyBackground } from '../../electron/shared/topology/schema';
import { useLab } from '../stores/lab';
import { t } from '../text';

/** px: what is smaller cannot be taken hold of. */
export const leastSide = 24;
export const mostSide = 100_000;
/** Where nobody has said it. */
export const usualOpacity = 0.5;
export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** Larger or smaller from a corner, the one across from it in its place. @param free not in its proportions */
export function resized(
  { position, size, ...rest }: TopologyBackground,
  corner: Corner,
  dx: number,
  dy: number,
  free: boolean,
): TopologyBackground {
  const [left, top] = [corner.endsWith('left'), corner.startsWith('top')];
  const bounded = (side: number): number => Math.max(leastSide, Math.min(mostSide, side));
  let [width, height] = [bounded(size.width + (left ? -dx : dx)), bounded(size.height + (top ? -dy : dy))];
  if (!free) {
    // The side that was pulled further decides.
    const by = Math.abs(width / size.width - 1) > Math.abs(height / size.height - 1) ? width / size.width : height / size.height;
    const least = Math.max(leastSide / size.width, leastSide / size.height);
    [width, height] = [size.width * Math.max(by, least), size.height * Math.max(by, least)];
  }
  return {
    ...rest,
    position: { x: left ? position.x + size.width - width : position.x, y: top ? position.y + size.height - height : position.y },
    size: { width, height },
  };
}

export const useBackground = defineStore('background', () => {
  const lab = useLab();
  /** Handles are on the paper. */
  const placing = ref(false);
  /** As it is being dragged. */
  const draft = shallowRef<TopologyBackground>();
  const there = computed(() => lab.topology.background);
  watch([there, () => lab.document], ([now], [before]) => {
    draft.value = undefined;
    if (!now || (before && now.image !== before.image)) placing.value = false;
  });
  return {
    placing,
    draft,
    /** As it is shown now. */
    shown: computed(() => draft.value ?? there.value),
    /** @param what is done, in words */
    set: (next: TopologyBackground, what: 'moved' | 'resized' | 'opacity'): void => {
      const text = { moved: 'edits.moved', resized: 'edits.resized', opacity: 'edits.opacity' } as const;
      lab.change(t(text[what], { what: t('edits.the.background') }), setLabField(lab.topology, 'background', next));
      draft.value = undefined;
    },
  };
});
