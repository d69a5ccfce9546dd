/**
 * nestwork-root as this host uses it: started once, when the person has said yes for the first time, and let go of when the host ends; what is kept then
 * belongs to the lab. Instances that another door of the same person started are known, too: what they hold can be seen, kept and put back.
 */
import { wayToRoot } from '../helper/elevation';
import type { Way } from '../helper/elevation';
import { connectRoot, rootInstances, startRoot } from '../helper/root-client';
import type { RootClient, Starting } from '../helper/root-client';
import type { UplinkView } from '../helper/root-wire';
import type { Result } from '../shared/result';
import { ok } from '../shared/result';

export interface Held {
  readonly view: UplinkView;
  /** When it was told, ms (performance.now). */
  readonly at: number;
  readonly client: RootClient;
}
const keyOf = (view: { lab: string; node: string; mode: string }): string => [view.lab, view.node, view.mode === 'expose'].join('/');

export class RootSession {
  private own: RootClient | null = null;
  private starting: { started: Starting; since: number; client: Promise<Result<RootClient>> } | null = null;
  private readonly others = new Map<string, RootClient>();
  private looked: Promise<void> | null = null;
  private closed = false;
  private readonly views = new Map<string, Held>();

  /**
   * @param terminal a person sits at this process' terminal, where pkexec may ask
   * @param told a view is new, or its instance is gone (`null`): for the lab of this id
   */
  constructor(
    private readonly root: string,
    private readonly terminal: boolean,
    private readonly told: (lab: string, view: UplinkView | null) => void,
  ) {}

  way(): Promise<Way> {
    return wayToRoot();
  }
  /** Since when the password is waited for, ms (performance.now). */
  waitingSince(): number | null {
    return this.starting?.since ?? null;
  }
  held(lab: string): Held[] {
    return [...this.views.values()].filter(({ view }) => view.lab === lab);
  }
  heldAt(lab: string, node: string, mode: string): Held | undefined {
    return this.views.get(keyOf({ lab, node, mode }));
  }

  /** The instance that is ours: the one that runs, or a new one, for which the person is asked. */
  async ready(): Promise<Result<RootClient>> {
    if (this.own) return ok(this.own);
    if (!this.starting) {
      let mine: RootClient | null = null;
      const started = startRoot(this.root, this.terminal, {
        uplink: (view) => mine && this.take(view, mine),
        close: () => mine && this.lost(mine),
      });
      const client = started.client.then((result) => {
        this.starting = null;
        if (result.ok && this.closed) result.value.close();
        else if (result.ok) mine = this.own = result.value;
        return result;
      });
      this.starting = { started, since: performance.now(), client };
    }
    return this.starting.client;
  }
  cancel(): void {
    this.starting?.started.cancel();
  }

  /** Connects to the instances that run already, once. */
  look(): Promise<void> {
    this.looked ??= this.connectAll();
    return this.looked;
  }
  private async connectAll(): Promise<void> {
    for (const instance of await rootInstances()) {
      if (this.others.has(instance)) continue;
      let mine: RootClient | null = null;
      const early: UplinkView[] = [];
      const client = await connectRoot(instance, {
        uplink: (view) => (mine ? this.take(view, mine) : void early.push(view)),
        close: () => {
          this.others.delete(instance);
          if (mine) this.lost(mine);
        },
      });
      if (!client) continue;
      // A connection that comes too late would keep this process.
      if (this.closed) return client.close();
      mine = client;
      this.others.set(instance, client);
      for (const view of early) this.take(view, client);
      await client.call('list', {});
    }
  }

  private take(view: UplinkView, client: RootClient): void {
    if (view.state === 'back') this.views.delete(keyOf(view));
    else this.views.set(keyOf(view), { view, at: performance.now(), client });
    this.told(view.lab, view);
  }
  private lost(client: RootClient): void {
    if (this.own === client) this.own = null;
    const gone = [...this.views].filter(([, held]) => held.client === client);
    for (const [key] of gone) this.views.delete(key);
    for (const lab of new Set(gone.map(([, { view }]) => view.lab))) this.told(lab, null);
  }

  close(): void {
    this.closed = true;
    this.cancel();
    for (const client of [this.own, ...this.others.values()]) client?.close();
  }
}
