/** A mirror of what the kernel says about a running lab; only the supervisor writes it. */
import type { Control } from '../helper/control';
import type { WireTerminal } from '../helper/wire';
import type { ObservedChange, ObservedNode } from '../shared/lab/observed';
import type { NestworkError } from '../shared/lab/error';

export interface MirrorOwner {
  /** `whole`: what was observed before is void. */
  observed(change: ObservedChange, whole: boolean): void;
  terminals(list: readonly WireTerminal[]): void;
}

export class ObservedMirror {
  private readonly nodes = new Map<string, ObservedNode>();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly owner: MirrorOwner) {}

  all(): ObservedNode[] {
    return [...this.nodes.values()];
  }

  byId(): ReadonlyMap<string, ObservedNode> {
    return this.nodes;
  }

  /** Subscribes the connection to events and reads all nodes, in pieces. */
  async read(control: Control): Promise<NestworkError | null> {
    for (let from: number | null = 0; from !== null;) {
      const first = from === 0;
      const reply: { error?: NestworkError; next: number | null } = await new Promise((resolve) =>
        control.request('observe', { from }, (result) => {
          if (!result.ok) return resolve({ error: result.error, next: null });
          // In the order of the wire: an event behind this reply is newer than what the reply says.
          if (first) this.nodes.clear();
          this.take({ nodes: result.value.nodes, gone: [] }, first);
          if (first) this.owner.terminals(result.value.terminals ?? []);
          resolve({ next: result.value.next });
        }),
      );
      if (reply.error) return reply.error;
      from = reply.next;
    }
    return null;
  }

  /** Resolves when it holds, seen after each change; at the latest after `limit` ms. */
  until(holds: () => boolean, limit = 5_000): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (holds()) end();
      };
      const end = (): void => {
        this.watchers.delete(look);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, limit);
      this.watchers.add(look);
    });
  }

  take(change: ObservedChange, whole = false): void {
    for (const node of change.nodes) this.nodes.set(node.node, node);
    for (const id of change.gone) this.nodes.delete(id);
    this.owner.observed(change, whole);
    for (const look of [...this.watchers]) look();
  }

  clear(): void {
    if (this.nodes.size === 0) return;
    this.nodes.clear();
    this.owner.observed({ nodes: [], gone: [] }, true);
  }
}
