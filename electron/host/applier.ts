/**
 * Leads a running lab to what is drawn: plan, apply, and again, until there is nothing to do. Changes that arrive while one is
 * under way are part of the next. What the kernel refuses is left out; what other doors applied is taken in.
 */
import { derive } from '../engine/derive';
import { plan as planOf } from '../engine/plan';
import type { WantedLab } from '../engine/wanted';
import type { Control, ControlResult } from '../helper/control';
import type { WireEventOf, WireReply } from '../helper/wire';
import type { NestworkError } from '../shared/lab/error';
import type { Label } from '../shared/lab/label';
import type { Operation, Plan } from '../shared/lab/operation';
import type { Result } from '../shared/result';
import { labelOf } from '../shared/text/label';
import { diffTopologies, isEmptyDiff } from '../shared/topology/diff';
import type { Topology } from '../shared/topology/schema';
import { except, failureOf, held, idsOf, withoutTouched } from './exceptions';
import type { Failure } from './exceptions';
import { applyChange, decodeChange, encodeChange, encodeKept, readKept, writeKept } from './kept';
import type { Kept } from './kept';
import { LabSources, changedSources, sourcesOf } from './lab-sources';
import { slice } from './slice';

export interface ApplierOwner {
  /** What is drawn now, and where its file is. */
  topology(): Topology;
  path(): string | undefined;
  /** Another door applied a change: the lab now stands for `theirs`, which was made from `base`. */
  adopt(base: Topology, theirs: Topology, label: Label, saved: boolean): void;
  /** Something of `changing`, `failures`, `progress`, `revision`, `last` or `problem` is new. */
  changed(): void;
}
interface Step {
  target: Topology;
  derived: WantedLab;
  wanted: WantedLab;
  operations: Operation[];
  /** Not all that was asked for: the rest follows. */
  partial: boolean;
}

/** Edits that change nothing in the kernel (a device was moved) are collected for so long before other doors hear of them, ms. */
const quietDelay = 40;
/** Records that one apply changes at most; more go in several. */
const recordLimit = 4000;

export class Applier {
  revision: number;
  failures: readonly Failure[];
  changing: string[] = [];
  progress: { done: number; total: number } | undefined;
  last: { ms: number; operations: number; label: Label } | undefined;
  /** Why nothing more is tried until the next change. */
  problem: NestworkError | undefined;

  private kept: Kept;
  private readonly sources: LabSources;
  /** `derive` of what is applied, before and after the exceptions. */
  private derived: WantedLab;
  private applied: WantedLab;
  private running: Promise<void> | null = null;
  /** Operations beside the drawing are under way, or wait for their turn. */
  private exclusive: Promise<void> | null = null;
  collecting = false;
  private quiet: NodeJS.Timeout | undefined;
  /** Edits without operations have been collected long enough. */
  private speakNow = false;
  /** Nodes that ended by themselves: they and their cables are gone from the kernel, but not yet from `applied`. */
  private readonly dead = new Set<string>();
  /** Those of them that are to be made again. */
  private readonly revive = new Set<string>();
  private announceSave = false;
  private label: Label = '';
  private since = performance.now();
  private size: { document: number; changes: number };
  private limit = recordLimit;

  constructor(
    private readonly control: Control,
    private readonly client: string,
    private readonly owner: ApplierOwner,
    start: { revision: number; kept: Kept },
  ) {
    this.revision = start.revision;
    this.kept = start.kept;
    this.failures = start.kept.failures;
    this.sources = new LabSources(start.kept.sources, start.revision === 0);
    this.derived = this.derive(start.kept.topology);
    this.applied = except(this.derived, this.failures);
    this.size = { document: 0, changes: 0 };
  }

  /** The kept document of a lab that was just started: nothing of it is there yet. */
  static async begin(control: Control, client: string, owner: ApplierOwner): Promise<ControlResult<Applier>> {
    const kept: Kept = { topology: { ...owner.topology(), nodes: [], links: [] }, failures: [], path: owner.path() };
    const text = encodeKept(kept);
    const written = await writeKept(control, 0, text);
    if (!written.ok) return written;
    const applier = new Applier(control, client, owner, { revision: 0, kept });
    applier.size.document = text.length;
    return { ok: true, value: applier };
  }

  /** The document changed. `touched`: records that changed in more than their place, whose failures get another chance. */
  edited(touched: ReadonlySet<string>, label: Label, since: number): void {
    this.giveAnotherChance(touched);
    this.sources.touched(this.owner.topology(), touched);
    this.label = label;
    this.since = since;
    void this.settle();
  }

  /** Tries again what failed: all of it, or these ids. Resolves when there is nothing left to do. */
  retry(ids?: readonly string[]): Promise<void> {
    if (ids?.length === 0) return this.settle();
    this.giveAnotherChance(new Set(ids ?? this.failures.map(({ id }) => id)));
    this.sources.mayHaveChanged();
    this.since = performance.now();
    this.label = labelOf('try-again');
    return this.settle();
  }

  private giveAnotherChance(ids: ReadonlySet<string>): void {
    this.problem = undefined;
    this.failures = withoutTouched(this.failures, new Set([...ids].filter((id) => !this.dead.has(id))));
    for (const id of ids) if (this.dead.has(id)) this.revive.add(id);
  }

  /** Tells the other doors that the document was saved. */
  saved(): void {
    this.announceSave = true;
    void this.settle();
  }

  /** What would be done now. */
  plan(): Plan {
    return planOf(except(this.derive(this.owner.topology()), this.failures), this.applied);
  }

  private derive(topology: Topology, besides: readonly string[] = []): WantedLab {
    const hold = held(this.failures);
    return derive(topology, this.derived, { hold: besides.length ? new Set([...hold, ...besides]) : hold, sources: this.sources.texts });
  }

  /** Where the lab's file is, as this door knows it or as another one did. */
  path(): string | undefined {
    return this.owner.path() ?? this.kept.path;
  }

  appliedTopology(): Topology {
    return this.kept.topology;
  }
  /** What is in the kernel, as it was asked for. */
  appliedLab(): WantedLab {
    return this.applied;
  }

  dispose(): void {
    clearTimeout(this.quiet);
  }

  /**
   * Operations beside the drawing: it stays what it is, and what is applied stays what is wanted of it. All or nothing, when nothing else is under way.
   * @param make the operations, from what is applied by then; `without` derives the same drawing with these nodes left out
   */
  direct(
    make: (applied: WantedLab, without: (ids: readonly string[]) => WantedLab) => Result<Operation[]>,
    label: Label,
  ): Promise<Result<null>> {
    const before = this.exclusive ?? Promise.resolve();
    const result = before.then(async (): Promise<Result<null>> => {
      while (this.running) await this.running;
      const operations = make(this.applied, (ids) => except(this.derive(this.kept.topology, ids), this.failures));
      if (!operations.ok) return operations;
      if (operations.value.length === 0) return { ok: true, value: null };
      this.changing = idsOf(operations.value);
      this.owner.changed();
      const change = encodeChange({ diff: {}, failures: this.kept.failures, label, path: this.kept.path, saved: false });
      const since = performance.now();
      return new Promise((resolve) =>
        this.control.request('apply', { revision: this.revision, client: this.client, operations: operations.value, change }, (reply) => {
          this.changing = [];
          this.progress = undefined;
          if (reply.ok) {
            this.revision = reply.value.revision;
            this.last = { ms: performance.now() - since, operations: operations.value.length, label };
          }
          this.owner.changed();
          resolve(reply.ok ? { ok: true, value: null } : reply);
        }),
      );
    });
    const exclusive = result
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        if (this.exclusive === exclusive) this.exclusive = null;
        this.sources.mayHaveChanged();
        void this.settle();
      });
    this.exclusive = exclusive;
    return result;
  }

  /** Edits gather until `settle(true)`. */
  collect(on: boolean): Promise<void> {
    this.collecting = on;
    // What has gathered was asked for now.
    this.since = performance.now();
    this.owner.changed();
    return on ? Promise.resolve() : this.settle();
  }

  /** @param now also what has gathered. Resolves when there is nothing left to do. */
  settle(now = false): Promise<void> {
    if (this.exclusive) return this.exclusive.then(() => this.settle(now));
    if (this.collecting && !now) return this.running ?? Promise.resolve();
    if (this.collecting) this.since = performance.now();
    this.running ??= this.work().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async work(): Promise<void> {
    while (!this.control.closed && !this.problem) {
      const reading = this.sources.refresh(this.owner.topology(), this.path());
      if (reading) await reading;
      const step = this.next();
      if (step.operations.length === 0 && !this.speaks(step)) break;
      if (step.operations.length === 0 && !step.partial && !this.speakNow) {
        this.quiet ??= setTimeout(() => {
          this.quiet = undefined;
          this.speakNow = true;
          void this.settle();
        }, quietDelay);
        break;
      }
      this.speakNow = false;
      await this.apply(step);
    }
    if (this.changing.length) {
      this.changing = [];
      this.owner.changed();
    }
  }

  /** The kernel has ended a dead node and its cables itself; all else that a plan does about them is to be done. */
  private hasHappened(operation: Operation): boolean {
    if (operation.op === 'node.delete') return this.dead.has(operation.node);
    return operation.op === 'link.delete' && (this.applied.links.get(operation.link)?.ends.some((end) => this.dead.has(end.node)) ?? false);
  }

  /** The dead are out of `applied` now. */
  private bury(): void {
    for (const id of this.dead) if (!this.applied.nodes.has(id)) this.dead.delete(id);
    const back = new Set([...this.revive].filter((id) => !this.dead.has(id)));
    for (const id of back) this.revive.delete(id);
    this.failures = withoutTouched(this.failures, back);
  }

  /** Whether other doors would learn something from an apply without operations. */
  private speaks(step: Step): boolean {
    return (
      step.target !== this.kept.topology || this.failures !== this.kept.failures || this.announceSave || this.path() !== this.kept.path
    );
  }

  private next(): Step {
    const all = this.owner.topology();
    const target = slice(this.kept.topology, all, this.limit);
    const derived = this.derive(target);
    const wanted = except(derived, this.failures);
    const planned = planOf(wanted, this.applied).steps.map(({ operation }) => operation);
    const operations = this.dead.size ? planned.filter((one) => !this.hasHappened(one)) : planned;
    return { target, derived, wanted, operations, partial: target !== all };
  }

  private apply(step: Step): Promise<void> {
    const { target, operations } = step;
    const diff = target === this.kept.topology ? {} : diffTopologies(this.kept.topology, target);
    const saved = this.announceSave && !step.partial;
    const sources = sourcesOf(target, this.sources.texts);
    const kept: Kept = { topology: target, failures: this.failures, path: this.path(), ...(sources && { sources }) };
    if (operations.length === 0 && isEmptyDiff(diff) && kept.failures === this.kept.failures && !saved && kept.path === this.kept.path) {
      this.kept = kept; // The same drawing in other objects.
      return Promise.resolve();
    }
    const label = this.label;
    const changed = changedSources(this.kept.sources, sources);
    const change = encodeChange({ diff, failures: kept.failures, label, path: kept.path, saved, ...(changed && { sources: changed }) });
    if (operations.length) {
      this.changing = idsOf(operations);
      this.owner.changed();
    }
    return new Promise((resolve, reject) => {
      this.control.request('apply', { revision: this.revision, client: this.client, operations, change }, (reply) => {
        // Now, not in a continuation: the next event on the wire may already build on this.
        const follow = reply.ok ? this.confirmed(step, kept, reply.value, change, label) : this.refused(operations, reply.error);
        if (reply.ok && saved) this.announceSave = false;
        follow.then(resolve, reject);
      });
    });
  }

  private async confirmed(step: Step, kept: Kept, value: WireReply<'apply'>, change: string, label: Label): Promise<void> {
    this.revision = value.revision;
    this.kept = kept;
    this.derived = step.derived;
    this.applied = step.wanted;
    this.bury();
    this.progress = undefined;
    this.changing = [];
    if (step.operations.length) this.last = { ms: performance.now() - this.since, operations: step.operations.length, label };
    this.owner.changed();
    this.size.changes += change.length;
    if (this.size.changes > this.size.document + 65536) {
      const text = encodeKept(kept);
      const written = await writeKept(this.control, this.revision, text);
      if (written.ok) this.size = { document: text.length, changes: 0 };
    }
  }

  private async refused(operations: readonly Operation[], error: NestworkError & { revision?: number }): Promise<void> {
    this.progress = undefined;
    if (error.code === 'lab-ended') return;
    if (error.code === 'stale-revision') {
      if (error.revision !== this.revision) await this.resync();
      return;
    }
    if (error.code === 'too-large' && this.limit > 1) {
      this.limit = Math.ceil(this.limit / 2);
      return;
    }
    const culprit = error.index === undefined ? undefined : operations[error.index];
    const failure = culprit ? failureOf(culprit, error, this.applied) : null;
    // The same again would be refused again.
    if (
      failure &&
      !this.failures.some((old) => old.id === failure.id && JSON.stringify(old.exception) === JSON.stringify(failure.exception))
    )
      this.failures = [...this.failures, failure];
    else this.problem = error;
    this.owner.changed();
  }

  /** A node's first process died: it and its cables are gone until somebody asks for them again. */
  nodeEnded(event: WireEventOf<'node-ended'>): void {
    const name = this.applied.nodes.get(event.node)?.name;
    if (name === undefined) return;
    this.dead.add(event.node);
    this.problem = undefined; // Perhaps just this was in the way.
    const error: NestworkError = {
      code: 'node-ended',
      message: `The first process of ${name} was ended by signal ${event.signal}, and the kernel ended the device with it.`,
      args: { name, signal: event.signal },
      hint: 'Start it again.',
      node: event.node,
    };
    this.failures = [...this.failures.filter(({ id }) => id !== event.node), { id: event.node, error, exception: { do: 'hold' } }];
    void this.settle();
    this.owner.changed();
  }

  /** Takes in what another door applied. */
  fold(event: WireEventOf<'applied'>): void {
    if (event.client === this.client || event.revision <= this.revision) return;
    const change = event.change === null ? null : decodeChange(event.change);
    if (event.revision !== this.revision + 1 || !change) return void this.resync();
    this.take(event.revision, applyChange(this.kept, change), change.label, change.saved ?? false);
    void this.settle();
  }

  /** Reads everything anew: events were lost, or somebody else wrote what we do not understand. */
  resync(): Promise<void> {
    return new Promise((resolve) =>
      readKept(this.control, (result) => {
        if (!result.ok) this.problem = result.error;
        else if (result.value.revision > this.revision) this.take(result.value.revision, result.value.kept, labelOf('elsewhere'), false);
        void this.settle();
        resolve();
      }),
    );
  }

  private take(revision: number, kept: Kept, label: Label, saved: boolean): void {
    const base = this.kept.topology;
    this.revision = revision;
    this.kept = kept;
    this.failures = kept.failures;
    this.sources.take(kept.sources);
    this.derived = this.derive(kept.topology);
    this.applied = except(this.derived, this.failures);
    this.bury();
    this.owner.adopt(base, kept.topology, label, saved);
    this.owner.changed();
  }
}
