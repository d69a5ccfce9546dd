/** Keys of the canvas that stay as they are: they answer a gesture that is under way, whatever began it. */
export const canvasKeys = [
  { word: 'confirm', keys: ['Enter'] },
  { word: 'leave', keys: ['Escape'] },
] as const;
