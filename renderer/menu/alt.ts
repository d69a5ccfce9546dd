/** A press of Alt alone shows the menu bar: as on every desktop, and unlike Alt with another key or while dragging. */
import { onBeforeUnmount, onMounted } from 'vue';

export function watchAlt(show: () => void): void {
  let alone = false;
  const down = (event: KeyboardEvent): void =>
    void (alone = event.key === 'Alt' && !event.repeat && !event.ctrlKey && !event.shiftKey && !event.metaKey);
  const up = (event: KeyboardEvent): void => {
    const terminal = (event.target as Element | null)?.closest?.('.xterm') !== null;
    if (event.key === 'Alt' && alone && !terminal) {
      event.preventDefault();
      show();
    }
    alone = false;
  };
  const other = (): void => void (alone = false);
  onMounted(() => {
    window.addEventListener('keydown', down, { capture: true });
    window.addEventListener('keyup', up, { capture: true });
    window.addEventListener('pointerdown', other, { capture: true });
    window.addEventListener('wheel', other, { capture: true, passive: true });
    window.addEventListener('blur', other);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', down, { capture: true });
    window.removeEventListener('keyup', up, { capture: true });
    window.removeEventListener('pointerdown', other, { capture: true });
    window.removeEventListener('wheel', other, { capture: true });
    window.removeEventListener('blur', other);
  });
}
