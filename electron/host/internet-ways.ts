/** The ways to the Internet of a running lab: each node of kind `internet` has one open, as it is drawn, for as long as the node runs; no root is involved. */
import type { WantedLab } from '../engine/wanted';
import type { InternetUplink } from '../engine/uplinks';
import { closeInternet, openInternet, setTranslation } from '../helper/internet';
import type { NestworkError } from '../shared/lab/error';
import type { ObservedNode } from '../shared/lab/observed';

/** A lab that runs, as its edge sees it. */
export interface RunningEdge {
  /** Topology id. */
  readonly lab: string;
  readonly wanted: WantedLab;
  readonly nodes: ReadonlyMap<string, ObservedNode>;
  /** The supervisor's socket. */
  readonly socket: string;
}
interface Way {
  /** What its process was started for, and what the node translates. */
  process: string;
  rules: string;
  /** Its interface was seen: when it goes, the process has ended. */
  seen: boolean;
}
/** Name of the interface that it makes in the node (native/src/internet.h). */
const interfaceName = 'wan0';

export class InternetWays {
  private readonly ways = new Map<string, Way>();
  /** By node: what could not be opened, and is not tried again until it is wanted otherwise. */
  private readonly refused = new Map<string, { process: string; rules: string; error: NestworkError }>();
  private work: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly root: string,
    private readonly edge: () => RunningEdge | null,
    private readonly changed: () => void,
  ) {}

  /** How many it knows of. */
  get size(): number {
    return this.ways.size + this.refused.size;
  }
  failures(): { id: string; error: NestworkError }[] {
    return [...this.refused].map(([id, { error }]) => ({ id, error }));
  }
  retry(): Promise<void> {
    this.refused.clear();
    return this.settle();
  }
  /** The lab is gone, or let go of: its processes end with it, or go on. */
  forget(): void {
    this.ways.clear();
    this.refused.clear();
  }

  /** Leads what is open to what is drawn and runs. Resolves when there is nothing left to do. */
  settle(): Promise<void> {
    this.again = true;
    this.work ??= this.loop().finally(() => (this.work = null));
    return this.work;
  }
  private async loop(): Promise<void> {
    while (this.again) {
      this.again = false;
      const edge = this.edge();
      if (!edge) return;
      for (const [id, uplink] of edge.wanted.uplinks) if (uplink.kind === 'internet') await this.one(edge, id, uplink);
      for (const id of [...this.ways.keys(), ...this.refused.keys()]) if (edge.wanted.uplinks.get(id)?.kind !== 'internet') this.drop(id);
    }
  }
  /** The node is not drawn any more, or not as what it was: its process has ended with it. */
  private drop(id: string): void {
    this.ways.delete(id);
    if (this.refused.delete(id)) this.changed();
  }

  private async one(edge: RunningEdge, id: string, wish: InternetUplink): Promise<void> {
    const node = edge.nodes.get(id);
    if (!node) return;
    const place = { pid: node.pid, net: node.namespaces.net };
    const ports = wish.forwards.map(({ protocol, port }) => `${protocol}${port}`).join();
    const process = [place.pid, place.net, wish.loopback, ports].join(' ');
    const rules = wish.forwards.map(({ protocol, port, address, nodePort }) => `${protocol}${port}>${address}:${nodePort}`).join();
    const before = this.ways.get(id);
    const there = node.interfaces.some(({ name }) => name === interfaceName);
    if (before && there) before.seen = true;
    const same = before?.process === process && (there || !before.seen);
    if (same && before.rules === rules) return;
    const refused = this.refused.get(id);
    if (refused?.process === process && refused.rules === rules) return;

    if (!same) {
      if (before) await closeInternet(edge.lab, id);
      this.ways.delete(id);
      const opened = await openInternet(this.root, edge.lab, id, place, wish);
      // Another door has opened it, and looks after it.
      if (!opened.ok && opened.error.code !== 'already-running') return this.refuse(id, process, rules, opened.error);
      if (!opened.ok && !before) return this.accept(id, process, rules);
    }
    const set = await setTranslation(edge.socket, id, wish.forwards);
    if (!set.ok) return this.refuse(id, process, rules, set.error);
    this.accept(id, process, rules);
  }

  private accept(id: string, process: string, rules: string): void {
    this.ways.set(id, { process, rules, seen: false });
    if (this.refused.delete(id)) this.changed();
  }
  private refuse(id: string, process: string, rules: string, error: NestworkError): void {
    this.refused.set(id, { process, rules, error: { ...error, node: id } });
    this.changed();
  }
}
