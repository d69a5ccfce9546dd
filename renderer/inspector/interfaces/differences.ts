/** Differences of one device, as the rows that a person acts on. */
import { adopt, adoptRoute } from '../../../electron/engine/adopt';
import { differences } from '../../../electron/engine/observe';
import type { Difference } from '../../../electron/engine/observe';
import { routeDifferences } from '../../../electron/engine/observe-routes';
import type { WantedNode } from '../../../electron/engine/wanted';
import type { Undrawn } from '../../../electron/shared/contract';
import type { ObservedNode } from '../../../electron/shared/lab/observed';
import type { Topology } from '../../../electron/shared/topology/schema';
import { keyOf, routeKey } from '../../events/kernel-events';
import { t } from '../../text';

export interface DifferenceLine {
  readonly key: string;
  readonly value: string;
  readonly where: string;
  readonly text: string;
  /** The drawing that has it; undefined: a drawing cannot say it. */
  readonly adopted: () => Topology | undefined;
  /** What is taken out of the kernel; undefined: nothing is there. */
  readonly undrawn?: Undrawn;
  /** What is drawn can be given back. */
  readonly repairs: boolean;
  /** Only a new start makes it again. */
  readonly restarts?: boolean;
}

/** Of interfaces and addresses. @param drawn what the kernel is meant to have */
export function interfaceLines(topology: Topology, drawn: WantedNode, there: ObservedNode): DifferenceLine[] {
  return differences(drawn, there).map((one) => ({
    key: keyOf(one.kind, one.what, one.interface, one.value),
    ...words(one, drawn),
    adopted: () => adopt(topology, drawn, one),
    ...undrawnOf(one, drawn.id),
    repairs: one.kind === 'changed' || (one.kind === 'missing' && one.what === 'address'),
    ...(one.kind === 'missing' && one.what === 'interface' && { restarts: true }),
  }));
}
function words({ kind, what, interface: name, value }: Difference, drawn: WantedNode): Pick<DifferenceLine, 'value' | 'where' | 'text'> {
  const wanted = drawn.interfaces.get(name);
  if (kind === 'changed') {
    const should =
      what === 'mtu' ? wanted?.mtu : what === 'mac' ? wanted?.mac : t(wanted?.up ? 'inspector.state.on' : 'inspector.state.off');
    const is = what === 'up' ? t(value === 'up' ? 'inspector.state.on' : 'inspector.state.off') : value;
    return {
      value: is,
      where: t(`inspector.difference.changed.${what}`, { interface: name, drawn: String(should) }),
      text: t('inspector.difference.byHand'),
    };
  }
  const where = what === 'address' ? t('inspector.difference.on', { interface: name }) : '';
  return { value, where, text: t(kind === 'extra' ? 'inspector.difference.extra' : 'inspector.difference.missing') };
}
const undrawnOf = ({ kind, what, interface: name, value }: Difference, node: string): { undrawn?: Undrawn } => {
  if (kind !== 'extra') return {};
  return { undrawn: what === 'address' ? { node, interface: name, address: value } : { node, interface: name } };
};

export function routeLines(topology: Topology, drawn: WantedNode, there: ObservedNode): DifferenceLine[] {
  return routeDifferences(drawn, there).map((one) => {
    const { kind, to, via, dev } = one;
    return {
      key: routeKey(kind, to, via, dev),
      value: destinationWords(to),
      where: via === undefined ? t('inspector.route.by', { interface: dev ?? '' }) : t('inspector.route.via', { via }),
      text: t(kind === 'extra' ? 'inspector.difference.extra' : 'inspector.difference.missing'),
      adopted: () => adoptRoute(topology, drawn, one),
      ...(kind === 'extra' && { undrawn: { node: drawn.id, to, ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) } }),
      repairs: kind === 'missing',
    };
  });
}
export const destinationWords = (to: string): string => (to === '0.0.0.0/0' || to === '::/0' ? 'default' : to);
