/** The lab's edge where it needs root, as the window sees it: what is proposed, what waits for an answer, what the person has put off. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { HeldUplink, Proposal, UplinkCheck, UplinkState } from '../../electron/shared/contract';
import { errorIn, t } from '../text';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';
import { useUi } from '../stores/ui';

export const useUplinks = defineStore('uplinks', () => {
  const { ask, call, onConnected } = useClient();
  const [lab, ui] = [useLab(), useUi()];
  const state = shallowRef<UplinkState>();
  /** When `state` came, ms (performance.now): what is left of its countdowns is counted from there. */
  const at = ref(0);
  /** Devices whose proposal was answered: it is not brought up again by itself. */
  const answered = ref<ReadonlySet<string>>(new Set());
  /** A proposal that the person asked for. */
  const wished = ref<string>();
  const checks = shallowRef<readonly UplinkCheck[]>([]);

  const proposal = computed((): Proposal | undefined => {
    const { proposals = [], phase } = state.value ?? {};
    if (phase !== 'idle') return undefined;
    return (
      proposals.find(({ node }) => node === wished.value) ?? proposals.find(({ node, refused }) => !refused && !answered.value.has(node))
    );
  });
  const asking = computed((): HeldUplink | undefined => state.value?.held.find((one) => one.state === 'asking'));
  const waiting = computed(() => state.value?.phase === 'waiting');

  function take(next: UplinkState): void {
    if (next.document !== lab.document) return;
    const before = state.value?.failed ?? [];
    [state.value, at.value] = [next, performance.now()];
    for (const { node, error } of next.failed) {
      const known = before.some((one) => one.node === node && one.error.code === error.code && one.error.message === error.message);
      // The person closed the password dialogue: that is no error.
      if (known || error.code === 'elevation-cancelled') continue;
      const { message, hint } = errorIn(error);
      ui.showToast({ text: hint ? `${message} ${hint}` : message });
    }
  }
  async function look(): Promise<void> {
    const { document } = lab;
    if (!document || lab.state?.phase !== 'running') return void (state.value = undefined);
    const found = await call('uplinks.state', { document });
    if (found.ok) take(found.value);
  }
  watch([() => lab.document, () => lab.state?.phase], () => {
    [answered.value, wished.value] = [new Set(), undefined];
    void look();
  });

  function putOff(node: string): void {
    answered.value = new Set([...answered.value, node]);
    wished.value = undefined;
  }
  async function join(node: string): Promise<void> {
    putOff(node);
    const next = await ask('uplinks.join', { document: lab.document, nodes: [node] }, t('uplink.failed'));
    if (next) take(next);
  }
  const cancel = (): Promise<unknown> => ask('uplinks.cancel', { document: lab.document });
  const keep = (node: string): Promise<unknown> => ask('uplinks.keep', { document: lab.document, node });
  const back = (node: string): Promise<unknown> => ask('uplinks.back', { document: lab.document, node });
  async function check(node: string): Promise<void> {
    const seen = await call('uplinks.check', { document: lab.document, node });
    if (seen.ok) checks.value = seen.value.checks;
  }
  /** ms until it goes back. */
  const leftOf = (held: HeldUplink): number => Math.max(0, held.left - (performance.now() - at.value));

  onConnected((client) => {
    client.on('lab.uplinks', take);
    void look();
  });
  return { state, proposal, asking, waiting, checks, wished, join, putOff, cancel, keep, back, check, leftOf };
});
