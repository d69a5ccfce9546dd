/** Rows of one height of which only those in view are in the page: so many thousand cost what a screenful does. */
import { computed, onBeforeUnmount, ref, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';

/** Rows that are there above and below what is seen, so that a turn of the wheel shows no gap. */
const spare = 12;

export interface VirtualRows {
  /** First row that is in the page, and the first that is not any more. */
  readonly from: ComputedRef<number>;
  readonly to: ComputedRef<number>;
  /** Of all rows, px. */
  readonly height: ComputedRef<number>;
  /** Scrolls no further than it takes to see the row whole. */
  readonly reveal: (row: number) => void;
  /** Rows that a page of the view holds. */
  readonly page: () => number;
}

/** @param scroller the element that scrolls. @param header px at its top that stay where they are */
export function useVirtualRows(
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: number,
  header = 28,
): VirtualRows {
  const top = ref(0);
  const view = ref(600);
  let observer: ResizeObserver | undefined;
  const measure = (): void => {
    if (!scroller.value) return;
    [top.value, view.value] = [scroller.value.scrollTop, scroller.value.clientHeight];
  };
  watch(
    scroller,
    (now, before) => {
      before?.removeEventListener('scroll', measure);
      observer?.disconnect();
      if (!now) return;
      now.addEventListener('scroll', measure, { passive: true });
      observer = new ResizeObserver(measure);
      observer.observe(now);
      measure();
    },
    { immediate: true, flush: 'post' },
  );
  onBeforeUnmount(() => {
    scroller.value?.removeEventListener('scroll', measure);
    observer?.disconnect();
  });
  const from = computed(() => Math.max(0, Math.min(count() - 1, Math.floor(top.value / rowHeight) - spare)));
  const to = computed(() => Math.min(count(), Math.ceil((top.value + view.value) / rowHeight) + spare));
  return {
    from,
    to,
    height: computed(() => count() * rowHeight),
    reveal(row) {
      const element = scroller.value;
      if (!element) return;
      const [start, end] = [row * rowHeight, (row + 1) * rowHeight];
      if (start < element.scrollTop) element.scrollTop = start;
      else if (end > element.scrollTop + element.clientHeight - header) element.scrollTop = end - element.clientHeight + header;
      measure();
    },
    page: () => Math.max(1, Math.floor((view.value - header) / rowHeight) - 1),
  };
}
