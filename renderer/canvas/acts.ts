/** What keys do on the canvas: acts by name, with the keys that they come with. What they do depends on what has the keyboard; a person may give them others. */
import type { Point } from './geometry';

export const directions = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, up: { x: 0, y: -1 }, down: { x: 0, y: 1 } } as const;
export type Direction = keyof typeof directions;
export type Step = 'walk' | 'nudge' | 'nudgeFar';
export type CanvasAct = `${Step}.${Direction}` | 'open' | 'toggle' | 'pull' | 'cut' | 'replug' | 'bend' | 'remove';

const arrows: Readonly<Record<Direction, string>> = { left: 'ArrowLeft', right: 'ArrowRight', up: 'ArrowUp', down: 'ArrowDown' };
const held: Readonly<Record<Step, readonly string[]>> = { walk: [''], nudge: ['Ctrl+', 'Alt+'], nudgeFar: ['Ctrl+Shift+', 'Alt+Shift+'] };
const ways = Object.keys(directions) as Direction[];
const steps = Object.keys(held) as Step[];

/** As `commands/keys.ts` writes keys. */
export const actKeys: Readonly<Record<CanvasAct, readonly string[]>> = {
  ...(Object.fromEntries<readonly string[]>(
    steps.flatMap((step) => ways.map((way) => [`${step}.${way}`, held[step].map((keys) => `${keys}${arrows[way]}`)])),
  ) as Record<`${Step}.${Direction}`, readonly string[]>),
  open: ['Enter'],
  toggle: ['Space'],
  pull: ['C'],
  cut: ['X'],
  replug: ['R'],
  bend: ['B'],
  remove: ['Delete', 'Backspace'],
};

/** Whether the key that was pressed is one of an act's. */
export type Meaning = (act: CanvasAct) => boolean;

/** The direction of the step that is meant, if one of these is. */
export function stepMeant(is: Meaning, ...some: Step[]): { step: Step; direction: Point } | undefined {
  for (const step of some) for (const way of ways) if (is(`${step}.${way}`)) return { step, direction: directions[way] };
  return undefined;
}
