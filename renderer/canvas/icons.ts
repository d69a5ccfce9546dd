/** The drawings of assets/icons and the signs of the canvas as paths. Device icons: grid 32; switch and hub: their whole tile. */

import type { DrawnKind } from './geometry';

export interface DeviceIcon {
  /** Width and height of its grid; the grid's middle is the device's centre. */
  readonly grid: readonly [number, number];
  /** Canvas px per grid unit. */
  readonly scale: number;
  readonly stroke?: Drawn;
  readonly fill?: Drawn;
}

/** A path that can still say what it was made from. */
export type Drawn = Path2D & { readonly d: string };
const drawn = (d: string): Drawn => Object.assign(new Path2D(d), { d });

let icons: Record<DrawnKind, DeviceIcon> | undefined;

/** Made on first use: paths exist in a browser only. */
export function deviceIcons(): Record<DrawnKind, DeviceIcon> {
  icons ??= {
    host: {
      grid: [32, 32],
      scale: 0.875,
      stroke: drawn('M6 5h20a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM16 22v5M10 27h12M9 10l4 3.5L9 17M15.5 17H20'),
    },
    router: { grid: [32, 32], scale: 0.875, stroke: drawn('M4 16h6c5 0 4-8 9-8h8M10 16c5 0 4 8 9 8h8M23 4l4 4-4 4M23 20l4 4-4 4') },
    switch: { grid: [64, 34], scale: 1, fill: drawn('M11 12.5h7v9h-7zM22.3 12.5h7v9h-7zM34.7 12.5h7v9h-7zM46 12.5h7v9h-7z') },
    internet: {
      grid: [32, 32],
      scale: 0.875,
      stroke: drawn('M9.5 25h13a5.5 5.5 0 0 0 .9-10.93A7.75 7.75 0 0 0 8.4 13.1 6 6 0 0 0 9.5 25z'),
    },
    'this-computer': {
      grid: [32, 32],
      scale: 0.875,
      stroke: drawn('M8 6h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM3 25h26M6 20l-2.5 5M26 20l2.5 5'),
      fill: drawn('M13.5 10.5h5v5h-5z'),
    },
    nic: {
      grid: [32, 32],
      scale: 0.875,
      stroke: drawn('M6 6h20a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1h-4v4H10v-4H6a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM10 6v5M14 6v5M18 6v5M22 6v5'),
    },
    group: { grid: [32, 32], scale: 0.875, stroke: drawn('M5 5h9v9H5zM18 5h9v9h-9zM5 18h9v9H5zM18 18h9v9h-9z') },
    hub: { grid: [48, 34], scale: 1, stroke: drawn('M10 12h28M12 12v9M20 12v9M28 12v9M36 12v9') },
  };
  return icons;
}

export interface Signs {
  /** Grid 16. */
  readonly octagon: Drawn;
  readonly cross: Drawn;
  readonly scissors: Drawn;
  /** Grid 18. */
  readonly unequal: Drawn;
  readonly pause: Drawn;
  readonly eye: Drawn;
  readonly pupil: Drawn;
  readonly plus: Drawn;
  readonly minus: Drawn;
  readonly pencil: Drawn;
  /** Around 0,0. */
  readonly busy: Drawn;
}
let made: Signs | undefined;

export function signs(): Signs {
  made ??= {
    octagon: drawn('M5 .75h6L15.25 5v6L11 15.25H5L.75 11V5z'),
    cross: drawn('M5.5 5.5l5 5M10.5 5.5l-5 5'),
    scissors: drawn(
      'M5.9 4.2a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 1 1 3.8 0M5.9 11.8a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 1 1 3.8 0M5.6 5.3L14 11.5M5.6 10.7L14 4.5',
    ),
    pause: drawn('M6.5 5v8M11.5 5v8'),
    eye: drawn('M3 9C5 6 7 5 9 5s4 1 6 4c-2 3-4 4-6 4s-4-1-6-4z'),
    pupil: drawn('M10.6 9a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 1 1 3.2 0'),
    plus: drawn('M9 4.5v9M4.5 9h9'),
    minus: drawn('M4.5 9h9'),
    pencil: drawn('M5 13l.7-2.9L11.3 4.5l2.2 2.2-5.6 5.6z'),
    unequal: drawn('M5 7h8M5 11h8M11.5 4.5l-5 9'),
    busy: drawn('M0 -5A5 5 0 1 1 -5 0'),
  };
  return made;
}
