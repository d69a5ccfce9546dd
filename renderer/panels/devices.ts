/** What the palette offers to draw with, in its order; the digits 1 to 9 choose them. */
import type { NodeKind } from '../../electron/shared/topology/schema';

export interface PaletteDevice {
  /** Its name is in the catalogue, under `common.kinds`. */
  readonly kind: NodeKind;
  /** It leads out of the lab: set apart from the others, and orange. */
  readonly real?: true;
}
export const devices: readonly PaletteDevice[] = [
  { kind: 'host' },
  { kind: 'router' },
  { kind: 'switch' },
  { kind: 'hub' },
  { kind: 'internet', real: true },
  { kind: 'this-computer', real: true },
  { kind: 'nic', real: true },
];
