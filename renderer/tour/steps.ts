/** The tour: six things to do in one minute, on a lab of one's own. A step is done when it has been done, not when its button was pressed. Pure. */
export interface TourState {
  readonly devices: number;
  readonly cables: number;
  readonly running: boolean;
  readonly terminals: number;
  readonly cut: boolean;
  readonly undone: boolean;
}
export interface TourStep {
  /** In the catalogue, under `tour.steps`. */
  readonly word: 'device' | 'second' | 'cable' | 'shell' | 'cut' | 'undo' | 'done';
  /** What it points at: `data-tour` of an element. */
  readonly at?: 'palette' | 'paper' | 'dock' | 'undo';
  readonly done: (now: TourState, began: TourState) => boolean;
}

export const steps: readonly TourStep[] = [
  { word: 'device', at: 'palette', done: (now, began) => now.devices > began.devices },
  { word: 'second', at: 'palette', done: (now, began) => now.devices > began.devices },
  { word: 'cable', at: 'paper', done: (now, began) => now.cables > began.cables },
  { word: 'shell', at: 'paper', done: (now, began) => now.terminals > began.terminals },
  { word: 'cut', at: 'paper', done: (now, began) => now.cut && !began.cut },
  { word: 'undo', at: 'undo', done: (now, began) => began.cut && !now.cut },
  { word: 'done', done: () => false },
];
