/** The terminals of one lab in this window: which there are, and how they stand. */
import { shallowReactive, shallowRef } from 'vue';
import type { TerminalInfo } from '../../electron/shared/contract';
import { follow, oneTile, place, remove } from './layout';
import type { TileLayout } from './layout';
import type { Memory } from './memory';
import { Session } from './session';
import type { SessionLinks } from './session';
import type { TerminalTab } from './tab';

/** Size of a terminal that nobody has seen yet, cells. */
const unseen = { cols: 80, rows: 24 };

export class Bench {
  readonly sessions = shallowReactive(new Map<string, Session>());
  readonly layout = shallowRef<TileLayout>(oneTile);
  private begun = false;
  /** What a person has closed and the host may still name. */
  private readonly closed = new Set<string>();
  /** Start of the lab that runs, ms: numbers of terminals begin anew with each. */
  since = 0;

  constructor(
    readonly document: string,
    private readonly links: SessionLinks,
    readonly memory: Memory,
  ) {}

  keyOf(terminal: number): string {
    return `${this.since}.${terminal}`;
  }
  /** The number of a shell in the lab that runs now; undefined of one of an earlier run. */
  terminalOf(key: string): number | undefined {
    const [since, terminal] = key.split('.').map(Number);
    return since === this.since && Number.isInteger(terminal) ? terminal : undefined;
  }
  byChannel(channel: number): Session | undefined {
    for (const session of this.sessions.values()) if (session.channel === channel) return session;
    return undefined;
  }

  /** Takes the host's list. @returns shells that are new here */
  take(list: readonly TerminalInfo[], nameOf: (node: string) => string): Session[] {
    if (!this.begun) this.layout.value = this.memory.layout ?? oneTile;
    this.begun = true;
    const fresh: Session[] = [];
    const there = new Set<string>();
    for (const info of list) {
      const key = this.keyOf(info.terminal);
      if (this.closed.has(key)) continue;
      there.add(key);
      const known = this.sessions.get(key);
      if (known) known.tab.exited = info.exited;
      else fresh.push(this.add({ key, kind: 'shell', node: info.node, name: nameOf(info.node), title: info.title, exited: info.exited }));
    }
    // Closed by somebody else, or forgotten by the lab: what was shown stays.
    for (const [key, { tab }] of this.sessions)
      if (tab.kind === 'shell' && !there.has(key) && this.terminalOf(key) !== undefined) tab.gone = true;
    if (fresh.length > 0 || this.layout.value === this.memory.layout) this.lay(follow(this.layout.value, [...this.sessions.keys()]));
    return fresh;
  }

  add(of: { key: string; kind: TerminalTab['kind']; node: string; name: string; title: string; exited: TerminalTab['exited'] }): Session {
    const kept = this.memory.tab(of.key);
    const tab: TerminalTab = shallowReactive({
      key: of.key,
      kind: of.kind,
      node: of.node,
      nodeName: of.name,
      ownName: kept?.name ?? '',
      note: noteOf(of.title, of.name),
      title: '',
      program: '',
      exited: of.exited,
      gone: false,
      bell: false,
      shown: false,
      cols: unseen.cols,
      rows: unseen.rows,
    });
    const session = new Session(tab, this.links);
    this.sessions.set(of.key, session);
    return session;
  }

  /** Into a tile, seen. */
  open(key: string, tile?: number): void {
    this.lay(place(this.layout.value, key, tile));
  }
  hasClosed(key: string): boolean {
    return this.closed.has(key);
  }
  close(key: string): void {
    this.closed.add(key);
    this.sessions.get(key)?.dispose();
    this.sessions.delete(key);
    this.lay(remove(this.layout.value, key));
  }

  lay(layout: TileLayout): void {
    if (layout === this.layout.value) return;
    this.layout.value = layout;
    this.memory.keepLayout(layout);
  }
  rename(key: string, name: string): void {
    const session = this.sessions.get(key);
    if (!session) return;
    session.tab.ownName = name;
    this.memory.keepName(key, name);
  }

  /** The lab has ended, or another run of it has begun. */
  ended(): void {
    for (const { tab } of this.sessions.values()) tab.gone = true;
  }
  /** The connection is gone; what is shown stays. */
  detached(): void {
    for (const session of this.sessions.values()) session.detached();
  }
  dispose(): void {
    for (const session of this.sessions.values()) session.dispose();
  }
}

/** The host calls a shell `h1 (as nobody, own pid)`: what stands behind the name tells it from others. */
function noteOf(title: string, name: string): string {
  const note = /^\S+ (\(.*\))$/.exec(title)?.[1] ?? '';
  return title === name ? '' : note;
}
