/** One open lab: the drawing, its versions, its file and its lab. */
import { diffTopologies, isEmptyDiff } from '../shared/topology/diff';
import type { TopologyDiff } from '../shared/topology/diff';
import type { Disk, LabState, OpenDocument, Program, TerminalInfo, UplinkState } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import type { Label } from '../shared/lab/label';
import type { ObservedChange } from '../shared/lab/observed';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { Topology, TopologyNode } from '../shared/topology/schema';
import type { WireEventOf, WireTerminal } from '../helper/wire';
import { DocumentHistory } from './document-history';
import { LabSession } from './lab-session';
import type { LabPlace } from './lab-edge';
import { mergeDiff, rebase } from '../shared/topology/merge';
import { programKey, programsOf } from '../shared/topology/programs';

export interface DocumentListener {
  edited(document: LabDocument, diff: TopologyDiff, label: Label, client: string | null): void;
  state(document: LabDocument, state: LabState): void;
  observed(document: LabDocument, change: ObservedChange, whole: boolean): void;
  command(document: LabDocument, event: WireEventOf<'command'>): void;
  commands(document: LabDocument, event: WireEventOf<'commands'>): void;
  statistics(document: LabDocument, event: WireEventOf<'statistics'>): void;
  uplinks(document: LabDocument, state: UplinkState): void;
  terminals(document: LabDocument, list: readonly WireTerminal[]): void;
  saved(document: LabDocument): void;
  /** Its file was changed by somebody else, or is as it was again. */
  disk(document: LabDocument): void;
}

/** So many editors are remembered, to know whether an edit that names an older version has met somebody else's. */
const authorLimit = 1000;
/** As in the topology's schema; beyond them a saved file could not be opened again. */
const limits = { nodes: 20_000, links: 50_000 };

export class LabDocument {
  version = 0;
  path: string | undefined;
  /** What its file holds, seen from here. */
  disk: Disk = 'same';
  /** What would run here that came with a file, and was not typed by somebody who draws. */
  private broughtIn = new Map<string, Program>();
  /** Edits gather until somebody has agreed to what came in. `before`: whether they gathered already. */
  held: { before: boolean } | undefined;
  /** One of the labs that come with the application: nothing is lost with it until it is edited. */
  private readonly shipped: boolean;
  readonly lab: LabSession;
  readonly history = new DocumentHistory();
  private current: Topology;
  /** What the file holds; null if there is none. */
  private stored: Topology | null;
  private compared: { stored: Topology; current: Topology; edited: boolean } | undefined;
  private authors: (string | null)[] = [];

  constructor(
    readonly id: string,
    start: { topology: Topology; path?: string; stored: boolean; brought?: readonly Program[]; shipped?: boolean },
    place: LabPlace,
    private readonly listener: DocumentListener,
  ) {
    this.current = start.topology;
    this.path = start.path;
    this.stored = start.stored ? start.topology : null;
    this.bring(start.brought ?? []);
    this.shipped = start.shipped ?? false;
    this.lab = new LabSession(
      {
        id,
        topology: () => this.current,
        path: () => this.path,
        edited: () => this.edited(),
        adopt: (base, theirs, label, saved) => this.adopt(base, theirs, label, saved),
        stateChanged: (state) => listener.state(this, state),
        observed: (change, whole) => listener.observed(this, change, whole),
        command: (event) => listener.command(this, event),
        commands: (event) => listener.commands(this, event),
        statistics: (event) => listener.statistics(this, event),
        terminals: (list) => listener.terminals(this, list),
        uplinks: (state) => listener.uplinks(this, state),
      },
      place,
    );
  }

  get topology(): Topology {
    return this.current;
  }

  get brought(): readonly Program[] {
    return [...this.broughtIn.values()];
  }
  /** These came from outside, and count as unread wherever they get into the drawing. */
  bring(programs: readonly Program[]): void {
    for (const one of programs) this.broughtIn.set(programKey(one), one);
  }
  /** Whether an edit gives a device something that came from outside. */
  letsIn({ nodes }: TopologyDiff): boolean {
    if (this.broughtIn.size === 0 || !nodes) return false;
    const keys = (list: TopologyNode[]): string[] => programsOf({ nodes: list }).map(programKey);
    if (keys(nodes.added ?? []).some((key) => this.broughtIn.has(key))) return true;
    return (nodes.changed ?? []).some(([before, after]) => {
      const had = new Set(keys([before]));
      return keys([after]).some((key) => !had.has(key) && this.broughtIn.has(key));
    });
  }

  edited(): boolean {
    if (this.stored === null) return this.version > 0 || (this.current.nodes.length > 0 && !this.shipped);
    // The same question is asked for every event of an edit; the answer is kept with what it was about.
    if (this.compared?.stored !== this.stored || this.compared.current !== this.current)
      this.compared = { stored: this.stored, current: this.current, edited: !isEmptyDiff(diffTopologies(this.stored, this.current)) };
    return this.compared.edited;
  }

  describe(): OpenDocument {
    const { topology, ...rest } = { ...this.summary(), topology: this.current };
    return { ...rest, topology };
  }
  summary(): Omit<OpenDocument, 'topology'> {
    return {
      document: this.id,
      version: this.version,
      edited: this.edited(),
      disk: this.disk,
      lab: this.lab.state(),
      ...(this.path && { path: this.path }),
    };
  }

  /** One edit of a client, made against `version`. */
  edit(diff: TopologyDiff, version: number, label: Label, client: string): Result<{ version: number }> {
    if (version > this.version)
      return fail({
        code: 'invalid-arguments',
        message: `The edit names version ${version}, but the document is at version ${this.version}.`,
      });
    const before = this.current;
    const after = mergeDiff(before, diff);
    const tooMany = overLimit(after);
    if (tooMany) return fail(tooMany);
    // What others did since `version` may have changed what this edit comes out as; then its author is told the outcome, too.
    const missed = this.version - version;
    const met = missed > this.authors.length || (missed > 0 && this.authors.slice(-missed).some((author) => author !== client));
    const effective = diffTopologies(before, after);
    if (isEmptyDiff(effective)) return ok({ version: this.version });
    this.become(after, met ? null : client);
    this.listener.edited(this, effective, label, met ? null : client);
    this.lab.edited(touchedBy(effective), label);
    return ok({ version: this.version });
  }

  /** Makes the drawing another one, as one edit. */
  replace(topology: Topology, label: Label): Result<{ version: number }> {
    return this.edit(diffTopologies(this.current, { ...topology, id: this.current.id }), this.version, label, 'replace');
  }

  markSaved(path: string, topology: Topology): void {
    this.path = path;
    this.stored = topology;
    this.lab.saved();
    this.listener.saved(this);
  }

  /** What its file holds is another drawing now: `edited` is meant against that. */
  markFile({ path, topology }: { path: string; topology: Topology }): void {
    this.path = path;
    this.stored = topology;
  }

  /** Whether this drawing is the one that its file is known to hold. */
  isStored(topology: Topology): boolean {
    return this.stored !== null && isEmptyDiff(diffTopologies(this.stored, topology));
  }

  private adopt(base: Topology, theirs: Topology, label: Label, saved: boolean): void {
    const before = this.current;
    const after = rebase(base, before, theirs);
    const diff = diffTopologies(before, after);
    if (!isEmptyDiff(diff)) this.become(after, null);
    if (saved && this.stored) this.stored = theirs;
    if (!isEmptyDiff(diff)) this.listener.edited(this, diff, label, null);
    if (saved && this.stored) this.listener.saved(this);
  }

  private become(topology: Topology, author: string | null): void {
    this.current = topology;
    this.version += 1;
    this.authors.push(author);
    if (this.authors.length > 2 * authorLimit) this.authors = this.authors.slice(-authorLimit);
  }
}

function overLimit(topology: Topology): NestworkError | null {
  for (const list of ['nodes', 'links'] as const)
    if (topology[list].length > limits[list])
      return {
        code: 'too-large',
        message: `A lab has at most ${limits[list]} ${list === 'nodes' ? 'devices' : 'cables'}; this edit would make ${topology[list].length}.`,
        sentence: list,
        args: { limit: limits[list], n: topology[list].length },
      };
  return null;
}

/** Nodes and links that changed in more than their place on the canvas, with the devices at the ends of those links. */
function touchedBy(diff: TopologyDiff): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const node of [...(diff.nodes?.added ?? []), ...(diff.nodes?.removed ?? [])]) ids.add(node.id);
  for (const [before, after] of diff.nodes?.changed ?? []) if (!onlyMoved(before, after)) ids.add(after.id);
  const links = [...(diff.links?.added ?? []), ...(diff.links?.removed ?? []), ...(diff.links?.changed ?? []).map(([, after]) => after)];
  for (const link of links) for (const id of [link.id, ...link.ends.map((end) => end.node)]) ids.add(id);
  return ids;
}

function onlyMoved(before: TopologyNode, after: TopologyNode): boolean {
  return JSON.stringify({ ...before, position: null }) === JSON.stringify({ ...after, position: null });
}

/** The supervisor's list as the contract has it. */
export function terminalsOf(document: string, list: readonly WireTerminal[]): TerminalInfo[] {
  return list.map(({ terminal, node, title, exited }) => ({ document, terminal, node, title, exited }));
}
