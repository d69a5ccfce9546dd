/** Another drawing beside the one that is open: what differs, and taking it over, whole or in parts. */
import { defineStore } from 'pinia';
import { computed, nextTick, shallowRef, watch } from 'vue';
import { compared } from '../../electron/engine/compared';
import type { Compared } from '../../electron/engine/compared';
import type { Change } from '../../electron/engine/compare';
import { mergeDiff } from '../../electron/shared/topology/merge';
import type { Topology } from '../../electron/shared/topology/schema';
import { afterPrograms } from '../stores/brought';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';
import { useUi } from '../stores/ui';
import { t } from '../text';
import { fieldWords, titleOf, valueWords } from './words';

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
  const drawing = computed<Compared | undefined>(() => (other.value ? compared(lab.topology, other.value.topology) : undefined));
  const changes = computed<readonly Change[]>(() => drawing.value?.changes ?? []);
  watch(
    () => lab.document,
    () => (other.value = undefined),
  );
  watch(changes, () => (marked.value = undefined));
  // Two drawings are shown as one: nobody could say which of them an edit is about.
  watch(other, (now) => (lab.held = now && t('plan.compare.readOnly')), { flush: 'sync' });

  async function show(next: Other): Promise<void> {
    ui.showDock('plan');
    // The canvas has its size beside the open dock by then, and shows both drawings whole.
    await nextTick();
    other.value = next;
  }
  async function withPath(path: string): Promise<void> {
    const read = await ask('files.read', { path }, t('plan.compare.notRead'));
    if (read) await show({ name: read.path.split('/').at(-1) ?? read.path, topology: read.topology });
  }
  function chooseFile(): void {
    ui.files = { mode: 'open', name: '', done: (path) => void withPath(path) };
  }
  function take(change: Change): void {
    const next = mergeDiff(lab.topology, change.diff);
    afterPrograms(next, () => lab.change(t('plan.edit.took', { what: titleOf(change) }), next, true));
  }
  function takeAll(): void {
    if (!other.value) return;
    const { name, topology } = other.value;
    afterPrograms(topology, () => lab.change(t('plan.edit.tookAll', { name }), { ...topology, id: lab.topology.id }, true));
  }
  /** What differs of a device or cable that both have, in a few words. */
  function wordsOf(id: string): string | undefined {
    const fields = drawing.value?.changed.get(id)?.fields ?? [];
    const [first] = fields;
    if (!first) return undefined;
    if (fields.length > 1) return t('plan.compare.fields', { n: fields.length }, fields.length);
    const turn = t('plan.compare.turn', { before: valueWords(first, first.before), after: valueWords(first, first.after) });
    return first.code === 'position' || turn.length > 28 ? fieldWords(first) : turn;
  }
  return {
    other,
    drawing,
    wordsOf,
    changes,
    marked,
    show,
    chooseFile,
    withPath,
    take,
    takeAll,
    close: (): void => void (other.value = undefined),
  };
});
