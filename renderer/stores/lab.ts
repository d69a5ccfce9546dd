/**
 * The open lab: the drawing, its history, what the kernel says of it. An edit changes the drawing at once and is sent to the host as a diff; undo
 * is an edit like any other, so it reaches the kernel too. The canvas reads from here and is told what changed.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { derive } from '../../electron/engine/derive';
import * as edit from '../../electron/engine/edit';
import { foldObserved } from '../../electron/engine/observe';
import { emptyLab } from '../../electron/engine/wanted';
import type { WantedLab } from '../../electron/engine/wanted';
import type { LabState, OpenDocument, Problem } from '../../electron/shared/contract';
import type { ObservedState } from '../../electron/shared/lab/observed';
import { diffTopologies, isEmptyDiff, reverseDiff } from '../../electron/shared/topology/diff';
import type { TopologyDiff } from '../../electron/shared/topology/diff';
import { mergeDiff } from '../../electron/shared/topology/merge';
import type { Topology } from '../../electron/shared/topology/schema';
import type { CanvasChange, Tool } from '../canvas/model';
import { topologyAt } from '../history/timeline';
import { errorIn, list, t } from '../text';
import { useClient } from './client';
import { KeptHistory } from './kept-history';
import type { Entry } from './kept-history';
import { settledProblems } from './problems';
import { Replica, rebased } from './replica';
import { useUi } from './ui';

export type { Entry };
const nothing: Topology = { nestwork: 1, id: 'none', name: 'none', nodes: [], links: [] };

/** ms between two steps that are one edit. */
const joined = 1000;

export const useLab = defineStore('lab', () => {
  const { ask, call, onConnected } = useClient();
  const ui = useUi();
  const document = ref('');
  const path = ref<string>();
  const edited = ref(false);
  const topology = shallowRef<Topology>(nothing);
  const wanted = shallowRef<WantedLab>(emptyLab);
  const observed = shallowRef<ObservedState>({});
  const state = shallowRef<LabState>();
  const selection = shallowRef<ReadonlySet<string>>(new Set());
  const tool = ref<Tool>('select');
  const undone = shallowRef<readonly Entry[]>([]);
  const done = shallowRef<readonly Entry[]>([]);
  /** Histories of labs that were shown before. */
  const histories = new Map<string, { done: readonly Entry[]; undone: readonly Entry[] }>();
  const kept = new KeptHistory(call);
  let version = 0;
  let replica = new Replica(nothing);
  /** Edits go out one after another: each names the version that the one before made. */
  let sending: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(change: CanvasChange) => void>();
  const tell = (change: CanvasChange): void => listeners.forEach((listener) => listener(change));

  function show(open: OpenDocument): void {
    if (document.value) histories.set(document.value, { done: done.value, undone: undone.value });
    const history = histories.get(open.document);
    document.value = open.document;
    path.value = open.path;
    edited.value = open.edited;
    version = open.version;
    become(open.topology);
    state.value = open.lab;
    selection.value = new Set();
    [done.value, undone.value] = [history?.done ?? [], history?.undone ?? []];
    ui.page = 'lab';
    tell({ kind: 'whole' });
    if (!history) void recall(open.document);
    void refreshObserved();
  }
  /** What was done in the document before this page showed it comes before what was done since. */
  async function recall(id: string): Promise<void> {
    const before = await kept.take(id);
    const now = document.value === id ? { done: done.value, undone: undone.value } : histories.get(id);
    if (!before || !now) return;
    const since = now.done.length + now.undone.length > 0;
    const whole = { done: [...before.done, ...now.done], undone: since ? now.undone : before.undone };
    histories.set(id, whole);
    kept.keep(id, whole);
    if (document.value === id) [done.value, undone.value] = [whole.done, whole.undone];
  }
  /** Takes the drawing as the host has it; history and selection stay. */
  async function reload(): Promise<void> {
    const fresh = await call('documents.get', { document: document.value });
    if (!fresh.ok || fresh.value.document !== document.value) return;
    version = fresh.value.version;
    [edited.value, state.value] = [fresh.value.edited, fresh.value.lab];
    become(fresh.value.topology);
    await refreshObserved();
  }
  function become(whole: Topology): void {
    replica = new Replica(whole);
    topology.value = whole;
    wanted.value = derive(whole);
  }
  async function refreshObserved(): Promise<void> {
    const result = await call('labs.observed', { document: document.value });
    observed.value = result.ok ? Object.fromEntries(result.value.nodes.map((node) => [node.node, node])) : {};
    tell({ kind: 'whole', stays: true });
  }
  watch([done, undone], () => document.value && kept.keep(document.value, { done: done.value, undone: undone.value }), { flush: 'sync' });
  function close(): void {
    histories.set(document.value, { done: done.value, undone: undone.value });
    document.value = '';
    topology.value = nothing;
    ui.page = 'start';
  }

  /** Why nothing is edited now. */
  const held = ref<string>();
  /** Whether edits are held; then that is said. */
  function refuses(): boolean {
    if (held.value !== undefined) ui.showToast({ text: held.value });
    return held.value !== undefined;
  }
  /** Makes one edit. Nothing happens if it changes nothing. @param anyway also while edits are held */
  function change(label: string, next: Topology, anyway = false): void {
    if (!anyway && refuses()) return;
    const diff = diffTopologies(topology.value, next);
    if (isEmptyDiff(diff)) return;
    done.value = [...done.value, { label, diff, at: Date.now() }];
    undone.value = [];
    commit(diff, label);
  }
  /** An edit that goes on with the last one if that is of the same words and was made just now: steps by key are taken back as one. */
  function goOn(label: string, next: Topology): void {
    const last = done.value.at(-1);
    const joins = last?.label === label && undone.value.length === 0 && Date.now() - last.at < joined;
    change(label, next);
    const own = done.value.at(-1);
    if (!joins || own === last) return;
    const before = mergeDiff(mergeDiff(topology.value, reverseDiff(own!.diff)), reverseDiff(last.diff));
    done.value = [...done.value.slice(0, -2), { label, diff: diffTopologies(before, topology.value), at: Date.now() }];
  }
  /** Puts into the history what was done beside the drawing: taking it back makes the drawing have what `diff` takes away. */
  function remember(label: string, diff: TopologyDiff): void {
    done.value = [...done.value, { label, diff, at: Date.now() }];
    undone.value = [];
  }
  function commit(diff: TopologyDiff, label: string): void {
    if (isEmptyDiff(diff)) return;
    const mine = replica;
    mine.edit(diff);
    take(diff);
    edited.value = true;
    const id = document.value;
    sending = sending.then(async () => {
      const result = await call('edits.apply', { document: id, version, diff, label });
      // The window may show another document by now, or have taken the drawing anew: then this answer is none of its business.
      if (mine !== replica) return;
      mine.answered();
      if (result.ok) {
        version = Math.max(version, result.value.version);
        // It waits until somebody has seen what came with it.
        if (result.value.held) ui.over = 'programs';
      } else ui.showError(t('edits.refused'), result.error);
      follow();
    });
  }
  /** The host's word has changed what is to be shown. */
  function follow(): void {
    if (replica.topology !== topology.value) take(diffTopologies(topology.value, replica.topology));
  }
  function take(diff: TopologyDiff): void {
    topology.value = replica.topology;
    wanted.value = derive(topology.value, wanted.value);
    const gone = [...(diff.nodes?.removed ?? []), ...(diff.links?.removed ?? [])].map((one) => one.id);
    if (gone.some((id) => selection.value.has(id))) select([...selection.value].filter((id) => !gone.includes(id)));
    tell({ kind: 'document', diff });
  }
  function undo(): void {
    const entry = done.value.at(-1);
    if (!entry) return;
    done.value = done.value.slice(0, -1);
    undone.value = [...undone.value, entry];
    commit(rebased(topology.value, reverseDiff(entry.diff)), t('commands.edit.undoWhat', { what: entry.label }));
    ui.announce(t('edits.undone', { what: entry.label }));
  }
  function redo(): void {
    const entry = undone.value.at(-1);
    if (!entry) return;
    undone.value = undone.value.slice(0, -1);
    done.value = [...done.value, entry];
    commit(rebased(topology.value, entry.diff), entry.label);
    ui.announce(t('edits.redone', { what: entry.label }));
  }

  /** Goes to a point of the history, in one edit. @param to how many of its entries are done then */
  function travel(to: number): void {
    const both = { done: done.value, undone: undone.value };
    const all = [...done.value, ...[...undone.value].reverse()];
    const from = done.value.length;
    if (to === from || to < 0 || to > all.length) return;
    const next = topologyAt(topology.value, both, to);
    const label = t(to === 0 ? 'history.edit.start' : to > from ? 'history.edit.forward' : 'history.edit.back', {
      what: all[to - 1]?.label ?? '',
    });
    [done.value, undone.value] = [all.slice(0, to), all.slice(to).reverse()];
    commit(diffTopologies(topology.value, next), label);
    ui.announce(label);
  }

  function select(ids: readonly string[]): void {
    selection.value = new Set(ids);
    tell({ kind: 'selection' });
  }
  function setTool(next: Tool): void {
    tool.value = next;
    tell({ kind: 'tool' });
  }
  const nameOf = (id: string): string => topology.value.nodes.find((node) => node.id === id)?.name ?? t('edits.theCable');
  function remove(ids: readonly string[]): void {
    if (ids.length === 0 || refuses()) return;
    const before = topology.value;
    const next = edit.removeItems(before, ids);
    const nodes = before.nodes.filter((node) => ids.includes(node.id));
    const cables = before.links.length - next.links.length;
    const marks = [...(before.notes ?? []), ...(before.areas ?? [])].filter((one) => ids.includes(one.id)).length;
    const groups = (before.groups ?? []).filter((one) => ids.includes(one.id));
    const what = list(
      [
        nodes.length === 1 ? nodes[0]!.name : nodes.length ? t('common.devices', nodes.length) : '',
        cables ? t('common.cables', cables) : '',
        marks ? t('inspector.many.marks', { n: marks }, marks) : '',
        groups.map(({ name }) => name).join(', '),
      ].filter(Boolean),
    );
    change(t('edits.deleted', { what }), next);
    ui.showToast({ text: `${t('edits.deleted', { what })}.`, action: { label: t('common.undo'), run: undo } });
  }

  async function hostsProblems(): Promise<readonly Problem[] | undefined> {
    await sending;
    const found = document.value ? await call('documents.problems', { document: document.value }) : undefined;
    return found?.ok ? found.value.problems : undefined;
  }

  /** The lab cannot be started without nestwork-root: that is offered, or the password is waited for. */
  const elevation = ref<'offered' | 'waiting'>();
  async function run(elevated = false): Promise<void> {
    elevation.value = elevated ? 'waiting' : undefined;
    const result = await call('labs.run', { document: document.value, ...(elevated && { elevated }) });
    elevation.value = undefined;
    if (result.ok && !result.value.error) return;
    const error = result.ok ? result.value.error! : result.error;
    // What the file would run is shown first.
    if (error.code === 'not-agreed') ui.over = 'programs';
    else if (error.code === 'namespaces-forbidden') elevation.value = 'offered';
    // The person closed the password dialogue: that is no error.
    else if (error.code === 'elevation-cancelled') return;
    else ui.showError(t('lab.notStarted'), error);
  }
  const stop = async (): Promise<void> => void (await ask('labs.stop', { document: document.value }, t('lab.notStopped')));

  onConnected((client) => {
    kept.connected(client);
    // After a lost connection: what the host has counts.
    if (document.value) void reload();
    client.on('document.edited', (event) => {
      if (event.document !== document.value) return;
      const own = event.client === client.name;
      const met = replica.told(event.diff, own);
      version = Math.max(version, event.version);
      edited.value = event.edited;
      follow();
      if (met.length > 0)
        ui.showToast({
          text: t('edits.met', { what: list(met.map(nameOf)) }),
          action: { label: t('common.show'), run: () => select(met) },
        });
    });
    client.on('document.saved', (event) => {
      if (event.document === document.value) [path.value, edited.value] = [event.path, event.edited];
    });
    client.on('lab.state', (next) => {
      if (next.document !== document.value) return;
      const before = state.value;
      state.value = next;
      const ids = new Set([
        ...(before?.changing ?? []),
        ...next.changing,
        ...(before?.failed ?? []).map((one) => one.id),
        ...next.failed.map((one) => one.id),
      ]);
      tell({ kind: 'lab', ids: before?.phase === next.phase ? [...ids] : 'all' });
      if (next.phase !== before?.phase && (next.phase === 'running' || next.phase === 'stopped')) ui.announce(t(`lab.said.${next.phase}`));
      for (const { id, error } of next.failed)
        if (!before?.failed.some((one) => one.id === id)) ui.spoken.assertive = errorIn(error).message;
      if (next.phase === 'ended' && before?.phase !== 'ended')
        ui.spoken.assertive = next.error ? errorIn(next.error).message : t('lab.ended');
    });
    client.on('lab.observed', (event) => {
      if (event.document !== document.value) return;
      observed.value = foldObserved(event.whole ? {} : observed.value, event);
      tell(
        event.whole
          ? { kind: 'whole', stays: true }
          : { kind: 'observed', nodes: [...event.nodes.map((node) => node.node), ...event.gone] },
      );
    });
  });

  return {
    document,
    path,
    edited,
    topology,
    wanted,
    observed,
    state,
    selection,
    tool,
    running: computed(() => state.value?.phase === 'running'),
    canUndo: computed(() => done.value.at(-1)?.label),
    canRedo: computed(() => undone.value.at(-1)?.label),
    problems: settledProblems(topology, wanted, hostsProblems),
    done,
    undone,
    show,
    close,
    held,
    refuses,
    change,
    goOn,
    remember,
    undo,
    redo,
    travel,
    select,
    setTool,
    remove,
    elevation,
    run,
    stop,
    /** Resolves when every edit made until now has reached the host. */
    sent: (): Promise<unknown> => (kept.flush(), sending),
    nameOf,
    onChange: (listener: (change: CanvasChange) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ratesChanged: (links: readonly string[]) => tell({ kind: 'rates', links }),
    layersChanged: () => tell({ kind: 'layers' }),
  };
});
