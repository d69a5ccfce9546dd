/** A tab that is pulled by the pointer: where it would go, as long as it is held. */
import { shallowRef } from 'vue';

export interface TabDrag {
  readonly key: string;
  /** Tile and place among its tabs; null: nowhere. */
  readonly to: { tile: number; at: number } | null;
}
/** px that a press may move and still be a click. */
const slop = 5;

export const tabDrag = shallowRef<TabDrag>();

/** Follows the pointer from a press on a tab. @param dropped called when it is let go over a tile */
export function dragTab(down: PointerEvent, key: string, dropped: (tile: number, at: number) => void): void {
  if (down.button !== 0) return;
  const begin = { x: down.clientX, y: down.clientY };
  const move = (event: PointerEvent): void => {
    if (!tabDrag.value && Math.hypot(event.clientX - begin.x, event.clientY - begin.y) < slop) return;
    tabDrag.value = { key, to: placeAt(event.clientX, event.clientY) };
  };
  const end = (event: Event): void => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
    window.removeEventListener('keydown', escape, { capture: true });
    const to = event.type === 'pointerup' ? tabDrag.value?.to : null;
    tabDrag.value = undefined;
    if (to) dropped(to.tile, to.at);
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !tabDrag.value) return;
    event.preventDefault();
    event.stopPropagation();
    end(event);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
  window.addEventListener('keydown', escape, { capture: true });
}

function placeAt(x: number, y: number): TabDrag['to'] {
  const tile = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-tile]');
  if (!tile) return null;
  const tabs = [...tile.querySelectorAll<HTMLElement>('[role=tab]')];
  const row = tile.querySelector('[role=tablist]')?.getBoundingClientRect();
  // Over the terminal itself: behind the others.
  const overRow = row !== undefined && y <= row.bottom;
  const before = overRow ? tabs.findIndex((tab) => x < middle(tab)) : -1;
  return { tile: Number(tile.dataset.tile), at: before < 0 ? tabs.length : before };
}
function middle(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
