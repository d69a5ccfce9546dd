/** The lab of one document: started, attached to, stopped, and told of its end. The supervisor outlives this process. */
import { randomBytes } from 'node:crypto';
import type { Control } from '../helper/control';
import { connectLab, untilGone } from '../helper/supervisor';
import type { Hello, WireEvent, WireEventOf, WireTerminal } from '../helper/wire';
import type { LabState, UplinkState, Undrawn } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import type { Label } from '../shared/lab/label';
import type { ObservedChange, ObservedNode } from '../shared/lab/observed';
import type { Plan } from '../shared/lab/operation';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { Topology } from '../shared/topology/schema';
import { Applier } from './applier';
import type { RunningEdge } from './internet-ways';
import { LabEdge } from './lab-edge';
import type { LabPlace } from './lab-edge';
import type { LabUplinks } from './lab-uplinks';
import { removeOperations, repairOperations, restartOperations } from './direct';
import { readKept } from './kept';
import type { Kept } from './kept';
import { planFromNothing } from './plan-from-nothing';
import { startLab } from './start-lab';
import { anotherFile, distinct, notRunning } from './lab-words';
import { ObservedMirror } from './observed-mirror';

export interface LabOwner {
  readonly id: string;
  topology(): Topology;
  path(): string | undefined;
  /** Changed since it was read or saved: then a lab that turns out to be running is led to this drawing, not the other way. */
  edited(): boolean;
  adopt(base: Topology, theirs: Topology, label: Label, saved: boolean): void;
  stateChanged(state: LabState): void;
  observed(change: ObservedChange, whole: boolean): void;
  command(event: WireEventOf<'command'>): void;
  commands(event: WireEventOf<'commands'>): void;
  statistics(event: WireEventOf<'statistics'>): void;
  terminals(list: readonly WireTerminal[]): void;
  uplinks(state: UplinkState): void;
}

interface Live {
  control: Control;
  socket: string;
  hello: Hello;
  applier: Applier;
}
/** What the supervisor tells beside what it observes. */
type LabEvent = Exclude<WireEvent, { event: 'observed' }>;
/** A lab that was told to end is given so long, ms. */
const endLimit = 10_000;
/** Whoever starts a lab writes its drawing within so long, ms. */
const writeLimit = 5_000;

export class LabSession {
  private phase: LabState['phase'] = 'stopped';
  private error: NestworkError | undefined;
  private live: Live | null = null;
  private terminalList: readonly WireTerminal[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private readonly mirror: ObservedMirror;
  private readonly edge: LabEdge;
  /** Tells our own applies from those of other doors. */
  private readonly client = `${process.pid}-${randomBytes(6).toString('hex')}`;

  constructor(
    private readonly owner: LabOwner,
    private readonly place: LabPlace,
  ) {
    this.mirror = new ObservedMirror({
      observed: (change, whole) => {
        owner.observed(change, whole);
        if (this.phase === 'running') this.edge.mayHaveChanged();
      },
      terminals: (list) => this.setTerminals(list),
    });
    this.edge = new LabEdge(place, {
      id: owner.id,
      lab: () => owner.topology().id,
      running: () => this.runningEdge(),
      control: () => this.live?.control,
      failed: () => this.live && this.publish(),
      uplinks: (state) => owner.uplinks(state),
    });
  }

  private runningEdge(): RunningEdge | null {
    const { live } = this;
    return live && { lab: this.owner.topology().id, wanted: live.applier.appliedLab(), nodes: this.mirror.byId(), socket: live.socket };
  }
  /** The lab's edge where it needs root. */
  get uplinks(): LabUplinks {
    return this.edge.uplinks;
  }

  state(): LabState {
    const { live } = this;
    const applier = live?.applier;
    return {
      document: this.owner.id,
      phase: this.phase,
      revision: applier?.revision ?? 0,
      changing: applier?.changing ?? [],
      failed: distinct([...(applier?.failures ?? []), ...this.edge.failures()]),
      collecting: applier?.collecting ?? false,
      ...(live && { pid: live.hello.pid, mapping: live.hello.mapping, since: live.hello.since }),
      ...(applier?.progress && { progress: applier.progress }),
      ...(applier?.last && { last: applier.last }),
      ...((this.error ?? applier?.problem) && { error: this.error ?? applier?.problem }),
    };
  }

  observedNodes = (): ObservedNode[] => this.mirror.all();
  terminals = (): readonly WireTerminal[] => this.terminalList;
  /** The supervisor's socket, while the lab runs. */
  socket(): string | undefined {
    return this.live?.socket;
  }
  control(): Control | undefined {
    return this.live?.control;
  }
  plan(): Promise<Plan> {
    return this.live ? Promise.resolve(this.live.applier.plan()) : planFromNothing(this.owner.topology(), this.owner.path());
  }

  /** What the running lab was made from; undefined if it does not run. */
  appliedTopology(): Topology | undefined {
    return this.live?.applier.appliedTopology();
  }

  /** Whether the next device starts the lab. */
  arm(on = true): void {
    this.enter(on ? 'armed' : 'stopped');
  }

  edited(touched: ReadonlySet<string>, label: Label): void {
    if (this.live) this.live.applier.edited(touched, label, performance.now());
    else if (this.phase === 'armed' && this.owner.topology().nodes.length > 0) void this.run();
  }

  saved(): void {
    this.live?.applier.saved();
  }

  /** Edits gather, or follow at once again. Nothing gathers while the lab does not run: then they change the drawing alone. */
  collect(on: boolean): Promise<void> {
    return this.live ? this.live.applier.collect(on) : Promise.resolve();
  }
  applyCollected(): Promise<void> {
    return this.live ? this.live.applier.settle(true) : Promise.resolve();
  }

  async restart(nodes: readonly string[], label: Label): Promise<Result<null>> {
    const applier = this.live?.applier;
    if (!applier) return fail(notRunning(this.owner.topology()));
    return applier.direct((applied, without) => restartOperations(applier.appliedTopology(), nodes, applied, without), label);
  }
  async removeUndrawn(things: readonly Undrawn[], label: Label): Promise<Result<null>> {
    const applier = this.live?.applier;
    if (!applier) return fail(notRunning(this.owner.topology()));
    return applier.direct((applied) => removeOperations(things, applied), label);
  }

  async repair(nodes: readonly string[], label: Label): Promise<Result<null>> {
    const applier = this.live?.applier;
    if (!applier) return fail(notRunning(this.owner.topology()));
    return applier.direct((applied) => ok(repairOperations(nodes, applied, this.mirror.all())), label);
  }

  retry(ids?: readonly string[]): Promise<void> {
    if (!this.live) return Promise.resolve();
    return this.live.applier.retry(ids).then(() => (ids?.length === 0 ? this.edge.settle() : this.edge.retry()));
  }

  /** Starts the lab (`elevated`: by nestwork-root), or attaches to it. Resolves when it is up, or could not be started (phase and error tell). */
  run(elevated = false): Promise<void> {
    return this.inTurn(async () => {
      if (this.live) return;
      this.enter('starting');
      const started = await startLab(this.place, this.owner.topology(), elevated);
      if (!started.ok && started.error.code === 'already-running') {
        const attached = await this.connect(false);
        if (attached.ok) return;
        // Started by somebody who was killed before anything was in it: it is ours to fill.
        const taken = attached.error.code === 'no-document' ? await this.connect(true) : attached;
        if (!taken.ok) this.enter('stopped', taken.error);
        return;
      }
      if (!started.ok) return this.enter('stopped', started.error);
      // Before it has said anything: whoever gives up on one that hangs has to know which process it is.
      this.owner.stateChanged({ ...this.state(), pid: started.value.pid });
      const connected = await this.connect(true);
      if (!connected.ok) this.enter('ended', connected.error);
    });
  }

  /** Attaches to the lab if it runs; code `not-running` if not. `owner.adopt` gets what it was made from. */
  attach(): Promise<Result<{ path?: string }>> {
    return this.inTurn(async () => (this.live ? ok({ path: this.owner.path() }) : this.connect(false)));
  }

  /** Ends the lab. Resolves when its supervisor is gone. */
  stop(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.live) return void (this.phase !== 'stopped' && this.enter('stopped'));
      this.enter('stopping');
      const { control, hello } = this.live;
      await control.call('down', {});
      const bound = setTimeout(() => control.close(), endLimit);
      while (this.live) await new Promise<void>((resolve) => this.ended.push(resolve));
      clearTimeout(bound);
      await untilGone(hello.pid);
      this.enter('stopped');
    });
  }

  /** Whether anybody wants statistics. */
  wantStatistics(on: boolean): void {
    if (this.statisticsWanted === on) return;
    this.statisticsWanted = on;
    void this.live?.control.call('statistics', { on });
  }

  /** Lets go of the lab, which runs on, for good: a connection that comes later is closed at once, or it would keep the process alive. */
  detach(): void {
    const { live } = this;
    this.over = true;
    this.live = null;
    this.edge.forget();
    live?.applier.dispose();
    live?.control.close();
  }

  private over = false;
  private ended: (() => void)[] = [];
  private statisticsWanted = false;
  private inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.turn.then(action);
    this.turn = result.catch(() => undefined);
    return result;
  }
  private enter(phase: LabState['phase'], error?: NestworkError): void {
    this.phase = phase;
    this.error = error;
    this.publish();
  }

  private publish(): void {
    this.owner.stateChanged(this.state());
  }

  private async connect(fresh: boolean): Promise<Result<{ path?: string }>> {
    let live: Live | null = null;
    const early: LabEvent[] = [];
    const connected = await connectLab(this.owner.topology().id, {
      event: (event) => {
        if (event.event === 'observed') this.mirror.take({ nodes: event.nodes, gone: event.gone });
        else if (live) this.take(live, event);
        else early.push(event);
      },
      gap: () => live && this.resynchronize(live),
      close: () => live && this.lost(live),
    });
    if (!connected.ok) return connected;
    const { control, socket } = connected.value;
    const hello = await control.call('hello', {});
    if (!hello.ok) return refuse(control, hello.error);

    let unfinished: NestworkError | null;
    if (fresh) {
      const begun = await Applier.begin(control, this.client, this.applierOwner());
      if (!begun.ok) return refuse(control, begun.error);
      live = this.live = { control, socket, hello: hello.value, applier: begun.value };
      unfinished = await this.mirror.read(control);
    } else {
      unfinished = await this.mirror.read(control);
      const attached = await this.untilWritten(control, (result) => {
        live = this.live = { control, socket, hello: hello.value, applier: this.attached(control, result) };
        for (const event of early.splice(0)) this.take(live, event);
      });
      if (!attached.ok) return refuse(control, attached.error);
    }
    if (unfinished) return refuse(control, unfinished);
    if (this.over) this.detach();
    if (this.statisticsWanted) void control.call('statistics', { on: true });
    if (!live || control.closed)
      return fail({ code: 'lab-ended', message: 'The lab ended while it was being opened.', sentence: 'opening', hint: 'Run it again.' });
    if (!fresh) this.enter('running');
    await live.applier.settle();
    await this.mirror.until(() => [...live!.applier.appliedLab().uplinks.keys()].every((id) => this.mirror.byId().has(id)));
    await this.edge.settle();
    if (this.live === live && this.phase !== 'running') this.enter('running');
    return ok({ path: live.applier.path() });
  }

  /** Reads what the lab was made from. Whoever has just started it may not have written it yet. */
  private async untilWritten(control: Control, take: (kept: { revision: number; kept: Kept }) => void): Promise<Result<null>> {
    for (const limit = Date.now() + writeLimit; ;) {
      const kept = await new Promise<Result<null>>((resolve) =>
        readKept(control, (result) => {
          const other = result.ok ? this.otherFile(result.value.kept.path) : null;
          if (other) return resolve(fail(other));
          if (result.ok) take(result.value);
          resolve(result.ok ? ok(null) : result);
        }),
      );
      if (kept.ok || kept.error.code !== 'no-document' || Date.now() > limit) return kept;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** A copy of a file has its id; but its drawing is another one, and must not become that of the lab that runs. */
  private otherFile(kept: string | undefined): NestworkError | null {
    const own = this.owner.path();
    if (own === undefined || kept === undefined || own === kept) return null;
    return anotherFile(this.owner.topology().id, kept);
  }

  private attached(control: Control, start: { revision: number; kept: Kept }): Applier {
    const applier = new Applier(control, this.client, this.applierOwner(), start);
    // The running lab is the truth, unless the person has a newer drawing in hand.
    if (!this.owner.edited()) this.owner.adopt(this.owner.topology(), start.kept.topology, 'Attach', false);
    return applier;
  }

  private applierOwner(): ConstructorParameters<typeof Applier>[2] {
    return {
      topology: () => this.owner.topology(),
      path: () => this.owner.path(),
      adopt: (base, theirs, label, saved) => this.owner.adopt(base, theirs, label, saved),
      changed: () => {
        if (!this.live) return;
        this.publish();
        if (this.phase === 'running') this.edge.mayHaveChanged();
      },
    };
  }

  private take(live: Live, event: LabEvent): void {
    switch (event.event) {
      case 'applied':
        return live.applier.fold(event);
      case 'progress':
        live.applier.progress = { done: event.done, total: event.total };
        return this.publish();
      case 'terminals':
        return this.setTerminals(event.terminals);
      case 'command':
        return this.owner.command(event);
      case 'commands':
        return this.owner.commands(event);
      case 'statistics':
        return this.owner.statistics(event);
      case 'node-ended':
        return live.applier.nodeEnded(event);
    }
  }

  private resynchronize(live: Live): void {
    void this.mirror.read(live.control);
    void live.applier.resync();
  }

  private setTerminals(list: readonly WireTerminal[]): void {
    this.terminalList = list;
    this.owner.terminals(list);
  }

  /** The connection ended. A reader that lagged is cut off while the lab goes on; otherwise the lab is gone. */
  private lost(live: Live): void {
    if (this.live !== live) return;
    this.live = null;
    this.edge.forget();
    live.applier.dispose();
    for (const tell of this.ended.splice(0)) tell();
    if (this.phase === 'stopping') return this.forget();
    void this.inTurn(async () => {
      if (this.live || this.phase === 'stopped') return;
      const again = await this.connect(false);
      if (again.ok) return;
      this.forget();
      this.enter('ended', {
        code: 'lab-ended',
        message: 'The lab has ended: its supervisor does not answer any more, and the kernel has removed what ran in it.',
        hint: 'Run it again; the drawing is as it was.',
      });
    });
  }

  private forget(): void {
    this.setTerminals([]);
    this.mirror.clear();
  }
}

function refuse(control: Control, error: NestworkError): { ok: false; error: NestworkError } {
  control.close();
  return fail(error);
}
