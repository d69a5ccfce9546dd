/** What of this computer's limits matters to the lab that is shown: asked when it has come to rest, told before it runs. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Finding } from '../../electron/shared/contract';
import { findingIn } from '../../electron/shared/text/finding';
import { list, t } from '../text';
import { useClient } from './client';
import { useLab } from './lab';
import { useSettings } from './settings';
import { useUi } from './ui';

/** ms without an edit after which the lab is looked at again. */
const rest = 1500;
/** ms after the connection until the computer is examined: programs run for it, and what the page shows comes first. */
const patience = 400;

export const usePreflight = defineStore('preflight', () => {
  const { call, onConnected } = useClient();
  const [lab, ui, settings] = [useLab(), useUi(), useSettings()];
  /** Of the lab that is shown. */
  const found = shallowRef<readonly Finding[]>([]);
  /** Of this computer, for the start page. */
  const computer = shallowRef<readonly Finding[]>();
  /** Codes that a person has put away. */
  const hidden = ref<ReadonlySet<string>>(new Set());
  const said = computed(() => found.value.map((one) => ({ ...one, ...findingIn(one, settings.language) })));
  const stopping = computed(() => said.value.filter((one) => one.level === 'problem'));
  const limits = computed(() => said.value.filter((one) => one.level === 'limit' && !hidden.value.has(one.code)));

  async function look(): Promise<void> {
    const { document } = lab;
    if (!document || lab.topology.nodes.length === 0) return void (found.value = []);
    const result = await call('app.preflight', { document });
    if (lab.document === document) found.value = result.ok ? result.value.findings : [];
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch([() => lab.document, () => lab.topology.nodes.length, () => lab.topology.links.length], ([now], [before]) => {
    clearTimeout(timer);
    if (now === before) timer = setTimeout(() => void look(), rest);
    else void look();
  });
  async function examine(): Promise<void> {
    const result = await call('app.doctor', {});
    if (result.ok) computer.value = result.value.findings;
  }
  onConnected(() => void setTimeout(() => void examine(), patience));

  /** Runs the lab; what would stop it is said first, once. */
  async function run(): Promise<void> {
    // Where only user namespaces are forbidden, nestwork-root is another way.
    const reasons = stopping.value.filter(({ code }) => !code.startsWith('user-namespaces-'));
    if (reasons.length === 0 || lab.running) return lab.run();
    ui.question = {
      title: t('preflight.cannot', { name: lab.topology.name }),
      text: list(reasons.map((one) => one.message)),
      details: reasons.flatMap((one) => (one.hint ? [one.hint] : [])),
      choices: [
        { label: t('common.cancel'), run: () => undefined },
        { label: t('preflight.try'), run: () => void lab.run() },
      ],
    };
  }
  async function restart(): Promise<void> {
    await lab.stop();
    await run();
  }

  return {
    said,
    stopping,
    limits,
    computer,
    examine,
    run,
    restart,
    hide: (): void => void (hidden.value = new Set([...hidden.value, ...found.value.map((one) => one.code)])),
  };
});
