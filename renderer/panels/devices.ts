/** What the palette offers to draw with, in its order; the digits 1 to 9 choose them. */
import type { NodeKind } from '../../electron/shared/topology/schema';

export interface PaletteDevice {
  readonly kind: NodeKind;
  /** In the catalogue, under `common.kinds`. */
  readonly word: 'host' | 'router' | 'switch' | 'hub';
}
export const devices: readonly PaletteDevice[] = [
  { kind: 'host', word: 'host' },
  { kind: 'router', word: 'router' },
  { kind: 'switch', word: 'switch' },
  { kind: 'hub', word: 'hub' },
];
