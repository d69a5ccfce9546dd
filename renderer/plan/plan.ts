/** What gathers while edits are collected, and what would be done for it. Also what the running lab was made from, for whoever compares with the kernel. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { attribute } from '../../electron/engine/attribute';
import { compare } from '../../electron/engine/compare';
import type { Change } from '../../electron/engine/compare';
import { derive } from '../../electron/engine/derive';
import type { Value } from '../../electron/shared/contract';
import { mergeDiff } from '../../electron/shared/topology/merge';
import { reverseDiff } from '../../electron/shared/topology/diff';
import type { Topology } from '../../electron/shared/topology/schema';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';
import { useUi } from '../stores/ui';
import { t } from '../text';
import { titleOf } from './words';

/** ms without an edit before the plan is asked for. */
const rest = 60;
const nothing: Value<'labs.plan'> = { steps: [], commands: [] };

export const usePlan = defineStore('plan', () => {
  const { ask, call } = useClient();
  const [lab, ui] = [useLab(), useUi()];
  /** The drawing that the kernel has been led to, while that is another one than what is drawn. */
  const base = shallowRef<Topology>();
  const plan = shallowRef(nothing);
  /** Somebody looks at it. */
  const watchers = ref(0);
  const applying = ref(false);
  /** Place of the change whose steps are marked. */
  const marked = ref<number>();

  const collecting = computed(() => lab.state?.collecting === true && lab.running);
  const asked = computed(() => collecting.value || watchers.value > 0);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  async function refresh(): Promise<void> {
    const [mine, document] = [++turn, lab.document];
    if (!document || !asked.value) return;
    await lab.sent();
    const [planned, from] = await Promise.all([
      call('labs.plan', { document }),
      collecting.value ? call('changes.base', { document }) : Promise.resolve(undefined),
    ]);
    if (mine !== turn || document !== lab.document) return;
    base.value = from?.ok ? from.value.topology : undefined;
    plan.value = planned.ok ? planned.value : nothing;
  }
  watch(
    [
      () => lab.document,
      () => lab.topology,
      () => lab.state?.revision,
      () => lab.state?.phase,
      () => lab.state?.failed.length,
      asked,
      collecting,
    ],
    () => {
      clearTimeout(timer);
      if (!asked.value) [base.value, plan.value] = [undefined, nothing];
      else timer = setTimeout(() => void refresh(), rest);
    },
    { immediate: true },
  );

  const changes = computed<readonly Change[]>(() => (base.value ? compare(base.value, lab.topology) : []));
  const owners = computed(() => (base.value ? attribute(plan.value.steps, changes.value, base.value) : []));
  /** Devices that the plan touches, by id. */
  const touched = computed(() => {
    const ends = new Map([...(base.value?.links ?? []), ...lab.topology.links].map((link) => [link.id, link.ends] as const));
    const ids = new Set<string>();
    for (const { operation } of plan.value.steps) {
      if ('node' in operation) ids.add(operation.node);
      if ('link' in operation)
        for (const end of operation.op === 'link.create' ? operation.ends : (ends.get(operation.link) ?? [])) ids.add(end.node);
    }
    return ids;
  });
  /** What the kernel is meant to have now. */
  const applied = computed(() => (base.value ? derive(base.value) : lab.wanted));
  /** Places of the steps that are about a device or cable, from 1. */
  const stepsOf = (id: string): number[] =>
    plan.value.steps.flatMap(({ operation }, at) => {
      const here = ('node' in operation && operation.node === id) || ('link' in operation && operation.link === id);
      return here || (operation.op === 'link.create' && operation.ends.some((end) => end.node === id)) ? [at + 1] : [];
    });

  /** @param on edits gather from now on; else what has gathered is carried out, and each edit as it is made. */
  const collect = (on: boolean): void => void ask('changes.collect', { document: lab.document, on });
  async function apply(): Promise<void> {
    if (!collecting.value || applying.value) return;
    const count = changes.value.length;
    applying.value = true;
    await lab.sent();
    const done = await ask('changes.apply', { document: lab.document }, t('plan.notApplied'));
    applying.value = false;
    if (!done) return;
    if (done.failed.length > 0) ui.showDock('problems');
    else ui.showToast({ text: t('plan.applied', { n: count }, count) });
  }
  /** The drawing becomes what runs: one edit, which undo takes back. */
  function discard(): void {
    if (!base.value) return;
    lab.change(t('plan.edit.discarded'), base.value);
    ui.showToast({ text: t('plan.edit.discarded'), action: { label: t('common.undo'), run: () => lab.undo() } });
  }
  /** One change alone is taken back. */
  function discardOne(change: Change): void {
    lab.change(t('plan.edit.discardedOne', { what: titleOf(change) }), mergeDiff(lab.topology, reverseDiff(change.diff)));
  }

  return {
    collecting,
    base,
    plan,
    changes,
    owners,
    touched,
    applied,
    applying,
    marked,
    stepsOf,
    collect,
    apply,
    discard,
    discardOne,
    /** While it is looked at it is kept fresh, collecting or not. Gives what ends that. */
    look: (): (() => void) => {
      watchers.value++;
      return () => void watchers.value--;
    },
  };
});
