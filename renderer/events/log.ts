/** The log of what happened to the lab that is shown: edits of everybody, states, what the kernel did, failures, commands that ended. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { LabState } from '../../electron/shared/contract';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import { usePlan } from '../plan/plan';
import { useClient } from '../stores/client';
import { useLab } from '../stores/lab';
import { labelIn } from '../../electron/shared/text/label';
import { language, t } from '../text';
import { cableName } from '../inspector/link/cable-name';
import { milliseconds } from '../text/format';
import type { LogEvent } from './event';
import type { Turn } from './kernel-events';
import { LimitsMetWatch } from './limits-met';
import { DifferenceWatch } from './watch';

/** Events that are kept. */
const most = 5000;
/** More differences of one device at once are told as a number. */
const mostAtOnce = 6;

export const useEvents = defineStore('events', () => {
  const { onConnected } = useClient();
  const [lab, plan] = [useLab(), usePlan()];
  const events = shallowRef<readonly LogEvent[]>([]);
  /** Goes up when `since` may have another answer. */
  const looked = shallowRef(0);
  /** Of labs that were shown before. */
  const logs = new Map<string, readonly LogEvent[]>();
  let shown = '';
  let next = 1;
  let last: LabState | undefined;

  function add(event: Omit<LogEvent, 'id' | 'at'>): void {
    const one: LogEvent = { ...event, id: next++, at: Date.now() };
    events.value = [...(events.value.length < most ? events.value : events.value.slice(events.value.length - most + 1)), one];
  }
  const isBusy = (id: string): boolean => {
    const { state } = lab;
    // While edits gather, the kernel is compared with what they started from.
    return (
      state?.phase !== 'running' ||
      (state.collecting && !plan.base) ||
      state.changing.length > 0 ||
      state.failed.some((one) => one.id === id)
    );
  };
  const watch = new DifferenceWatch(
    () => ({ wanted: plan.applied, observed: lab.observed, busy: isBusy }),
    (id, turn) => told(id, turn),
  );
  function told(id: string, { came, went }: Turn): void {
    looked.value++;
    const name = lab.nameOf(id);
    const say = (list: Turn['came'], back: '' | 'back.'): void => {
      if (list.length > mostAtOnce) return add({ kind: 'kernel', code: `${back}many`, args: { name, n: list.length }, place: id });
      for (const [, { code, args }] of list) add({ kind: 'kernel', code: `${back}${code}`, args: { name, ...args }, place: id });
    };
    say(came, '');
    // Of a device that is gone, or drawn otherwise by now, nothing comes back.
    say(went, 'back.');
  }

  /** A cable by its ends, a device by its name. */
  function placeName(id: string): string {
    const link = lab.topology.links.find((one) => one.id === id);
    return link ? cableName(link, lab.nameOf) : lab.nameOf(id);
  }
  /** Devices that were paused when last looked. */
  let held = new Set<string>();
  const paused = (): Set<string> => new Set(Object.values(lab.observed).flatMap(({ node, frozen }) => (frozen ? [node] : [])));
  function followPauses(): void {
    const now = paused();
    const tell = (ids: readonly string[], code: 'paused' | 'goesOn'): void => {
      if (ids.length > mostAtOnce) return add({ kind: 'lab', code: `${code}Many`, args: { n: ids.length } });
      for (const id of ids) add({ kind: 'lab', code, args: { name: lab.nameOf(id) }, place: id });
    };
    tell([...now].filter((id) => !held.has(id)), 'paused'); // prettier-ignore
    // What is gone does not go on.
    tell([...held].filter((id) => !now.has(id) && lab.observed[id]), 'goesOn'); // prettier-ignore
    held = now;
  }

  const limits = new LimitsMetWatch();
  function followLimits(nodes: readonly ObservedNode[]): void {
    for (const node of nodes)
      for (const { kind, n } of limits.news(node, performance.now()))
        add({
          kind: 'kernel',
          code: `limit.${kind}`,
          args: { name: lab.nameOf(node.node), n },
          place: node.node,
          severe: kind === 'memory',
        });
  }

  function follow(state: LabState): void {
    const before = last?.document === state.document ? last : undefined;
    last = state;
    if (before && before.phase !== state.phase) {
      const severe = state.phase === 'ended';
      add({
        kind: severe ? 'failure' : 'lab',
        code: `phase.${state.phase}`,
        args: {},
        severe,
        ...(state.error && { error: state.error }),
      });
    }
    if (state.last && before?.revision !== state.revision && JSON.stringify(before?.last) !== JSON.stringify(state.last))
      add({ kind: 'lab', code: 'applied', args: { n: state.last.operations, time: milliseconds(state.last.ms) } });
    for (const one of state.failed)
      if (before && !before.failed.some((other) => other.id === one.id && other.error.message === one.error.message))
        add({ kind: 'failure', code: 'failed', args: { name: placeName(one.id) }, place: one.id, severe: true, error: one.error });
    for (const one of before?.failed ?? [])
      if (!state.failed.some((other) => other.id === one.id))
        add({ kind: 'lab', code: 'mended', args: { name: placeName(one.id) }, place: one.id });
    if (before && before.collecting !== state.collecting) add({ kind: 'lab', code: state.collecting ? 'collecting' : 'atOnce', args: {} });
  }

  onConnected((client) => {
    client.on('document.edited', ({ document, label, diff, client: author }) => {
      if (document !== lab.document) return;
      const own = author === client.name;
      const place = placeOf(diff);
      add({ kind: 'edit', code: own || author === null ? 'edit' : 'editElsewhere', args: {}, label, diff, ...(place && { place }) });
    });
    client.on('lab.state', (state) => state.document === lab.document && follow(state));
    client.on('lab.observed', ({ document, nodes, gone, whole }) => {
      if (document !== lab.document) return;
      if (whole) {
        watch.forget();
        limits.forget(nodes);
      } else followLimits(nodes);
      watch.touched([...nodes.map(({ node }) => node), ...gone]);
      if (nodes.some(({ node, frozen }) => (frozen ?? false) !== held.has(node)) || gone.some((id) => held.has(id))) followPauses();
    });
    client.on('lab.command', ({ document, node, command, code, signal, output }) => {
      if (document !== lab.document || (code === null && signal === null)) return;
      const severe = code !== 0;
      const [word = ''] = command.trim().split(/\s+/);
      add({
        kind: 'command',
        code: signal ? 'commandSignal' : severe ? 'commandFailed' : 'commandEnded',
        args: { name: lab.nameOf(node), command: word.split('/').at(-1) ?? word, code: String(code ?? ''), signal: String(signal ?? '') },
        place: node,
        severe,
        ...(output && { output }),
      });
    });
  });
  lab.onChange((change) => {
    if (change.kind === 'document') return watch.touched((change.diff.nodes?.changed ?? []).map(([, { id }]) => id));
    if (change.kind !== 'whole') return;
    held = paused();
    limits.forget(Object.values(lab.observed));
    if (lab.document === shown) return;
    logs.set(shown, events.value);
    shown = lab.document;
    events.value = logs.get(shown) ?? [];
    last = lab.state;
    watch.forget();
  });

  return {
    events,
    /** When a difference of a device was seen first, ms since the epoch; by the keys of `kernel-events.ts`. */
    since: (id: string, key: string): number | undefined => (looked.value, watch.seen(id, key)),
    clear: (): void => void (events.value = []),
    said: ({ code, label, args: known }: LogEvent): string => {
      const args = label === undefined ? known : { ...known, label: labelIn(label, language()) };
      return 'n' in args ? t(`events.said.${code}`, args, Number(args.n)) : t(`events.said.${code}`, args);
    },
  };
});

/** The device or cable of an edit that is about one. */
function placeOf(diff: NonNullable<LogEvent['diff']>): string | undefined {
  const ids = [diff.nodes, diff.links]
    .flatMap((part) => [...(part?.added ?? []), ...(part?.changed ?? []).map(([, now]) => now)])
    .map(({ id }) => id);
  return ids.length === 1 || (ids.length > 1 && diff.nodes && diff.nodes.added.length + diff.nodes.changed.length === 1)
    ? ids[0]
    : undefined;
}
