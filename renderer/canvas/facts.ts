/** What the model says, kept by id: the records of the document, and what else a record's drawing depends on. */
import { emptyLab } from '../../electron/engine/wanted';
import type { WantedLab } from '../../electron/engine/wanted';
import type { TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';
import { comparedLink, comparedNode } from './compared-view';
import type { FoldedGroup } from './folded';
import type { Point } from './geometry';
import { groupView } from './group-view';
import { linkView, nodeView, prefixesOf, statusOf } from './mapping';
import type { LinkView, NodeView, Sources, Status } from './mapping';
import type { CanvasModel } from './model';

export class Facts {
  readonly nodes = new Map<string, TopologyNode>();
  readonly links = new Map<string, TopologyLink>();
  readonly groups = new Map<string, FoldedGroup>();
  private status: Status = statusOf(undefined);
  private wanted: WantedLab = emptyLab;
  private prefixes: ReadonlyMap<string, string> = new Map();

  constructor(private readonly model: CanvasModel) {}

  /** Starts over with another document; the records are put in by the caller. */
  readAll(): void {
    this.nodes.clear();
    this.links.clear();
    this.groups.clear();
    this.status = statusOf(this.model.lab());
    this.wanted = this.model.wanted();
    this.prefixes = prefixesOf(this.wanted);
  }

  /** Reads what the lab is doing. Returns the ids that were or are changing or failed. */
  readLab(): Set<string> {
    const before = this.status;
    this.status = statusOf(this.model.lab());
    return new Set([...before.changing, ...this.status.changing, ...before.failed.keys(), ...this.status.failed.keys()]);
  }

  /** Reads what the engine wants. Returns the nodes that it wants otherwise and the places whose prefix changed: an edit reaches further than its diff. */
  readWanted(): Set<string> {
    const [before, after] = [this.wanted, this.model.wanted()];
    const changed = new Set<string>();
    if (before === after) return changed;
    for (const [id, node] of after.nodes) if (before.nodes.get(id) !== node) changed.add(id);
    for (const id of before.nodes.keys()) if (!after.nodes.has(id)) changed.add(id);
    this.wanted = after;
    if (before.segments === after.segments) return changed;
    const prefixes = prefixesOf(after);
    for (const [id, prefix] of prefixes) if (this.prefixes.get(id) !== prefix) changed.add(id);
    for (const id of this.prefixes.keys()) if (!prefixes.has(id)) changed.add(id);
    this.prefixes = prefixes;
    return changed;
  }

  /** Where the document has a device, or the group that is drawn for its devices. */
  placeOf(id: string): Point | undefined {
    return (this.nodes.get(id) ?? this.groups.get(id))?.position;
  }
  nodeView(record: TopologyNode | FoldedGroup, cables: number): NodeView {
    const sources = this.sources();
    const compared = this.model.compared?.();
    if (record.kind !== 'group') {
      const view = nodeView(record, cables, sources);
      return compared ? comparedNode(view, compared) : view;
    }
    const members = record.members.flatMap((id) => this.nodes.get(id) ?? []);
    return groupView(record, cables, members.map((member) => nodeView(member, 0, sources))); // prettier-ignore
  }
  linkView(record: TopologyLink): LinkView {
    const view = linkView(record, (id) => this.nodes.get(id), this.sources());
    const compared = this.model.compared?.();
    return compared ? comparedLink(view, compared) : view;
  }

  private sources(): Sources {
    return { wanted: this.wanted, observed: this.model.observed(), status: this.status, prefixes: this.prefixes };
  }
}
