/** Another drawing beside the one that is open: what differs, and taking it over, whole or in parts. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { compare } from '../../electron/engine/compare';
import type { Change } from '../../electron/engine/compare';
import { mergeDiff } from '../../electron/shared/topology/merge';
import type { Topology } from '../../electron/shared/topology/schema';
import { afterPrograms } from '../stores/brought';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';
import { useUi } from '../stores/ui';
import { t } from '../text';
import { titleOf } from './words';

export interface Other {
  /** How it is called: a file's name, a snapshot's. */
  readonly name: string;
  readonly topology: Topology;
}

export const useCompare = defineStore('comparison', () => {
  const { ask } = useClient();
  const [lab, ui] = [useLab(), useUi()];
  const other = shallowRef<Other>();
  const marked = shallowRef<number>();
  /** From what is open to the other. */
  const changes = computed<readonly Change[]>(() =>
    other.value ? compare(lab.topology, { ...other.value.topology, id: lab.topology.id }) : [],
  );
  watch(
    () => lab.document,
    () => (other.value = undefined),
  );
  watch(changes, () => (marked.value = undefined));

  function show(next: Other): void {
    other.value = next;
    ui.showDock('plan');
  }
  async function withPath(path: string): Promise<void> {
    const read = await ask('files.read', { path }, t('plan.compare.notRead'));
    if (read) show({ name: read.path.split('/').at(-1) ?? read.path, topology: read.topology });
  }
  function chooseFile(): void {
    ui.files = { mode: 'open', name: '', done: (path) => void withPath(path) };
  }
  function take(change: Change): void {
    const next = mergeDiff(lab.topology, change.diff);
    afterPrograms(next, () => lab.change(t('plan.edit.took', { what: titleOf(change) }), next));
  }
  function takeAll(): void {
    if (!other.value) return;
    const { name, topology } = other.value;
    afterPrograms(topology, () => lab.change(t('plan.edit.tookAll', { name }), { ...topology, id: lab.topology.id }));
  }
  return { other, changes, marked, show, chooseFile, withPath, take, takeAll, close: (): void => void (other.value = undefined) };
});
