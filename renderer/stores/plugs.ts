/** Which interface a cable is plugged into, where a person wants to say: a small list at a place of the window, one for each end. */
import { addLinkAt, freeInterfaces, replugEnd } from '../../electron/engine/cables';
import { addLink } from '../../electron/engine/edit';
import type { TopologyGroup } from '../../electron/shared/topology/schema';
import { t } from '../text';
import { useLab } from './lab';
import { useUi } from './ui';
import type { MenuItem } from './ui';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** @param taken an interface that is not offered, since the other end is to have it */
function askInterface(node: string, place: Place, taken: string | undefined, chosen: (name: string) => void): void {
  const [lab, ui] = [useLab(), useUi()];
  const names = freeInterfaces(lab.topology, node).filter((name) => name !== taken);
  const heading: MenuItem = { label: t('menu.interfaceOf', { name: lab.nameOf(node) }), disabled: true, run: () => undefined };
  ui.menu = { ...place, items: [heading, 'line', ...names.map((name): MenuItem => ({ label: name, run: () => chosen(name) }))] };
}

export function cable(a: string, b: string): void {
  const lab = useLab();
  lab.change(t('edits.cabled', { a: lab.nameOf(a), b: lab.nameOf(b) }), addLink(lab.topology, a, b));
}

/**
 * A cable that was pulled onto a group that is drawn as one device: its devices are offered.
 * @param other the device at the other end, or another such group
 * @param place in the window, CSS px; absent: it is said that one of them must be chosen
 */
export function offerMembers(group: TopologyGroup, other: string, place: Place | undefined): void {
  const [lab, ui] = [useLab(), useUi()];
  if (!place || lab.topology.groups?.some((one) => one.id === other))
    return ui.showToast({ text: t('edits.groupHasNoPlug', { name: group.name }) });
  const members = lab.topology.nodes.filter(({ id }) => group.members.includes(id));
  const heading: MenuItem = { label: t('menu.memberOf', { name: group.name }), disabled: true, run: () => undefined };
  ui.menu = {
    ...place,
    items: [heading, 'line', ...members.map(({ id, name }): MenuItem => ({ label: name, run: () => cable(other, id) }))],
  };
}

/** A new cable: first the interface of its first device, then that of its second. */
export function chooseEnds(a: string, b: string, place: Place): void {
  const lab = useLab();
  askInterface(a, place, undefined, (first) =>
    askInterface(b, place, a === b ? first : undefined, (second) =>
      lab.change(
        t('edits.cabledAt', { a: lab.nameOf(a), one: first, b: lab.nameOf(b), other: second }),
        addLinkAt(lab.topology, { node: a, interface: first }, { node: b, interface: second }),
      ),
    ),
  );
}

export function replug(link: string, at: 0 | 1, node: string, name?: string): void {
  const lab = useLab();
  const end = lab.topology.links.find((one) => one.id === link)?.ends[at === 0 ? 1 : 0];
  if (!end) return;
  const what = { from: lab.nameOf(end.node), to: lab.nameOf(node), interface: name ?? '' };
  lab.change(
    name === undefined ? t('edits.replugged', what) : t('edits.repluggedAt', what),
    replugEnd(lab.topology, link, at, { node, ...(name !== undefined && { interface: name }) }),
  );
}

export function choosePlug(link: string, at: 0 | 1, node: string, place: Place): void {
  askInterface(node, place, undefined, (name) => replug(link, at, node, name));
}
