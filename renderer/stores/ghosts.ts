/**
 * What the kernel has and nobody drew, kept for the canvas: looked for where something changed, and told a moment later, since what a plan is about to
 * take away is no ghost. Adopting one is an edit; removing one is kept in the history, so that undo brings it back, as something drawn.
 */
import { defineStore } from 'pinia';
import { adoptGhost, ghostsOf, undrawnInterfaces } from '../../electron/engine/ghosts';
import type { Ghost, Undrawn } from '../../electron/engine/ghosts';
import { diffTopologies } from '../../electron/shared/topology/diff';
import type { CanvasChange, GhostRecord } from '../canvas/model';
import { usePlan } from '../plan/plan';
import { t } from '../text';
import { useClient } from './client';
import { useLab } from './lab';
import { useUi } from './ui';
import type { MenuItem } from './ui';

/** ms that something must have been there: about as long as a change takes that is no wish of anybody. */
const rest = 150;

export const useGhosts = defineStore('ghosts', () => {
  const { call } = useClient();
  const [lab, plan, ui] = [useLab(), usePlan(), useUi()];
  const undrawn = new Map<string, readonly Undrawn[]>();
  const listeners = new Set<() => void>();
  /** Devices to look at; all of them. */
  let [touched, everything] = [new Set<string>(), true];
  let all: readonly Ghost[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(change: CanvasChange): void {
    if (change.kind === 'whole') everything = true;
    else if (change.kind === 'observed') for (const id of change.nodes) touched.add(id);
    else if (change.kind === 'document') {
      const { nodes, links } = change.diff;
      for (const { id } of [...(nodes?.added ?? []), ...(nodes?.removed ?? [])]) touched.add(id);
      const changed = (links?.changed ?? []).flat();
      for (const { ends } of [...(links?.added ?? []), ...(links?.removed ?? []), ...changed])
        for (const { node } of ends) touched.add(node);
    } else if (change.kind !== 'lab') return;
    if (change.kind === 'lab' && touched.size === 0 && !everything) return;
    timer ??= setTimeout(look, rest);
  }
  lab.onChange(follow);

  function look(): void {
    timer = undefined;
    const { state } = lab;
    const runs = state?.phase === 'running';
    // What is about to change is looked at when it has: the lab's next word brings that.
    if (runs && state.changing.length > 0) return;
    const ids = everything ? new Set([...undrawn.keys(), ...Object.keys(lab.observed)]) : touched;
    [touched, everything] = [new Set(), false];
    let found = false;
    for (const id of ids) {
      const [drawn, there] = [plan.applied.nodes.get(id), lab.observed[id]];
      const ends = runs && drawn && there ? undrawnInterfaces(drawn, there) : [];
      found ||= ends.length > 0 || undrawn.has(id);
      if (ends.length > 0) undrawn.set(id, ends);
      else undrawn.delete(id);
    }
    if (!found) return;
    const next = ghostsOf([...undrawn.values()].flat());
    if (JSON.stringify(next) === JSON.stringify(all)) return;
    all = next;
    for (const listener of listeners) listener();
  }

  const wordsOf = ({ ends: [a, b] }: Ghost): string =>
    b
      ? t('ghosts.cable', { a: lab.nameOf(a.node), one: a.there.name, b: lab.nameOf(b.node), other: b.there.name })
      : t('ghosts.interface', { interface: a.there.name, name: lab.nameOf(a.node) });

  /** Takes away its interfaces; with one end of a pair the other goes. */
  async function undo({ ends: [{ node, there }] }: Ghost): Promise<boolean> {
    const result = await call('nodes.remove', { document: lab.document, things: [{ node, interface: there.name }] });
    return result.ok || (ui.showError(t('inspector.difference.notRemoved', { what: there.name }), result.error), false);
  }

  /** The drawn cable takes the place of the one made by hand, under the same names and with the same addresses. */
  async function adopt(ghost: Ghost): Promise<void> {
    if (!adoptGhost(lab.topology, ghost) || !(await undo(ghost))) return;
    const next = adoptGhost(lab.topology, ghost);
    if (next) lab.change(t('ghosts.adopted', { what: wordsOf(ghost) }), next);
  }
  async function remove(ghost: Ghost): Promise<void> {
    const what = wordsOf(ghost);
    if (!(await undo(ghost))) return;
    const drawn = adoptGhost(lab.topology, ghost);
    if (drawn) lab.remember(t('ghosts.removed', { what }), diffTopologies(drawn, lab.topology));
    ui.showToast({
      text: `${t('ghosts.removed', { what })}.`,
      ...(drawn && { action: { label: t('common.undo'), run: lab.undo } }),
    });
  }

  /** What the canvas draws. */
  const records = (): GhostRecord[] =>
    all.map((ghost) => {
      const [a, b] = ghost.ends;
      const end = ({ node, there }: Undrawn) => ({ node, interface: there.name });
      return { id: ghost.id, ends: b ? [end(a), end(b)] : [end(a)], spoken: said(ghost, 'spoken') };
    });
  function said({ ends: [a, b] }: Ghost, how: 'spoken' | 'heading'): string {
    if (!b) return t(`ghosts.${how}.interface`, { interface: a.there.name, name: lab.nameOf(a.node) });
    return t(`ghosts.${how}.cable`, { a: lab.nameOf(a.node), one: a.there.name, b: lab.nameOf(b.node), other: b.there.name });
  }

  /** What the menu of a ghost offers; undefined: it is none. */
  function menu(id: string | null): (MenuItem | 'line')[] | undefined {
    const ghost = all.find((one) => one.id === id);
    if (!ghost) return undefined;
    const drawable = ghost.ends.length === 2;
    return [
      { label: said(ghost, 'heading'), disabled: true, run: () => undefined },
      'line',
      { label: t(drawable ? 'ghosts.adopt' : 'ghosts.notAdoptable'), disabled: !drawable, run: () => void adopt(ghost) },
      { label: t(drawable ? 'ghosts.remove' : 'ghosts.removeForGood'), keys: 'Delete', danger: true, run: () => void remove(ghost) },
      'line',
      { label: t('ghosts.show'), run: () => lab.select([ghost.ends[0].node]) },
    ];
  }

  return {
    records,
    menu,
    of: (id: string): Ghost | undefined => all.find((ghost) => ghost.id === id),
    remove,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
});
