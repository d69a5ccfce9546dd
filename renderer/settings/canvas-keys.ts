/** Keys that are the canvas's own gestures: they mean what they do to the device under the focus, and stay as they are. */
export const canvasKeys = [
  { word: 'walk', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  { word: 'move', keys: ['Ctrl+ArrowRight', 'Ctrl+Shift+ArrowRight'] },
  { word: 'shell', keys: ['Enter'] },
  { word: 'toggle', keys: ['Space'] },
  { word: 'pull', keys: ['C'] },
  { word: 'cut', keys: ['X'] },
  { word: 'place', keys: ['Enter'] },
  { word: 'leave', keys: ['Escape'] },
] as const;
