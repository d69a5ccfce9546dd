/** What each kind of device is to the kernel. */
import type { KernelKind, NodeKind } from './schema';

export const kernelKindOf: Readonly<Record<NodeKind, KernelKind>> = {
  host: 'host',
  router: 'router',
  switch: 'switch',
  hub: 'hub',
  internet: 'router',
  'this-computer': 'switch',
  nic: 'switch',
};

/** To the kernel a switch or hub: its interfaces are ports of a bridge and have no addresses. */
export const isBridge = ({ kind }: { readonly kind: NodeKind }): boolean => kernelKindOf[kind] === 'switch' || kernelKindOf[kind] === 'hub';

/** Has a port beside those of its cables, which leads out of the lab. */
export const hasOutsidePort = ({ kind }: { readonly kind: NodeKind }): boolean => kind === 'this-computer' || kind === 'nic';

/** Name of the bridge in a switch or hub. */
export const bridgeName = 'br0';
/** Name of the port by which the bridge of `this-computer` or `nic` leads outside. */
export const uplinkPort = 'uplink0';
/** How checks name this computer's own end at a node of kind `this-computer`, where others have an interface. */
export const outsideEnd = 'outside';
