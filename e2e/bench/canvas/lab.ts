/** A lab in a page: the document, what the kernel would have said of it, and the canvas's model over both. No host is needed to measure drawing. */
import { replugEnd, setBends } from '../../../electron/engine/cables';
import { derive } from '../../../electron/engine/derive';
import type { WantedLab } from '../../../electron/engine/wanted';
import type { LabState } from '../../../electron/shared/contract';
import type { ObservedNode, ObservedState } from '../../../electron/shared/lab/observed';
import { applyDiff, diffTopologies } from '../../../electron/shared/topology/diff';
import type { NodeKind, Topology, TopologyLink, TopologyNode } from '../../../electron/shared/topology/schema';
import { actKeys } from '../../../renderer/canvas/acts';
import type { CanvasAct } from '../../../renderer/canvas/acts';
import type { CanvasChange, CanvasModel, GhostRecord, Layers, Point, Tool } from '../../../renderer/canvas/model';

export const node = (id: string, kind: NodeKind, x: number, y: number): TopologyNode => ({ id, name: id, kind, position: { x, y } });
export const link = (id: string, a: string, b: string, up = true): TopologyLink => ({
  id,
  ends: [
    { node: a, interface: `eth${id}`.slice(0, 15) },
    { node: b, interface: `eth${id}`.slice(0, 15) },
  ],
  ...(up ? {} : { up: false }),
});
export const topologyOf = (nodes: TopologyNode[], links: TopologyLink[]): Topology => ({
  nestwork: 1,
  id: 'bench',
  name: 'bench',
  nodes,
  links,
});

/** What is otherwise than drawn. */
export interface Facts {
  /** Ids that the kernel does not have. */
  absent?: ReadonlySet<string>;
  lab?: Partial<LabState>;
}

/** What a kernel that did all that is wanted would say. */
export function observedOf(topology: Topology, wanted: WantedLab, facts: Facts): ObservedState {
  const links = new Map(topology.links.map((one) => [one.id, one]));
  const family = (address: string) => (address.includes(':') ? ('inet6' as const) : ('inet' as const));
  const state: ObservedState = {};
  for (const { id, name, interfaces, routes } of wanted.nodes.values()) {
    if (facts.absent?.has(id)) continue;
    const seen: ObservedNode = {
      node: id,
      name,
      pid: 1,
      namespaces: { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 },
      interfaces: [],
      routes: routes.map(({ to, via, dev }) => ({ to, via, dev, protocol: 'static', family: family(to), linkdown: false })),
    };
    let index = 2;
    for (const one of interfaces.values()) {
      const cable = links.get(one.link);
      if (facts.absent?.has(one.link) || cable?.ends.some((end) => facts.absent?.has(end.node) || !wanted.nodes.has(end.node))) continue;
      const addresses = one.addresses.map(({ address }) => ({ address, family: family(address), scope: 'global' }));
      const { name, mac, mtu } = one;
      seen.interfaces.push({ index: index++, name, mac, mtu, up: true, carrier: cable?.up !== false, kind: 'veth', addresses });
    }
    state[id] = seen;
  }
  return state;
}

export class LabModel implements CanvasModel {
  wantedLab: WantedLab;
  observedState: ObservedState;
  labState: LabState;
  chosen: ReadonlySet<string> = new Set();
  currentTool: Tool = 'select';
  shownGhosts: readonly GhostRecord[] = [];
  shownLayers: Layers = { addresses: true, interfaces: true, rates: false, minimap: false };
  readonly said: string[] = [];
  readonly opened: string[] = [];
  private readonly listeners = new Set<(change: CanvasChange) => void>();
  private counter = 0;

  constructor(
    public current: Topology,
    private facts: Facts = {},
  ) {
    this.wantedLab = derive(current);
    this.observedState = observedOf(current, this.wantedLab, facts);
    this.labState = { document: 'bench', phase: 'running', revision: 1, changing: [], failed: [], collecting: false, ...facts.lab };
  }

  /** Another lab in the same window; its model was made before. */
  replace(other: LabModel): void {
    this.current = other.current;
    this.facts = other.facts;
    this.wantedLab = other.wantedLab;
    this.observedState = other.observedState;
    this.labState = other.labState;
    this.shownGhosts = other.shownGhosts;
    this.chosen = new Set();
    this.tell({ kind: 'whole' });
  }

  topology = () => this.current;
  wanted = () => this.wantedLab;
  observed = () => this.observedState;
  lab = () => this.labState;
  selection = () => this.chosen;
  tool = () => this.currentTool;
  layers = () => this.shownLayers;
  ghosts = () => this.shownGhosts;
  snap = () => true;
  means = (act: CanvasAct, key: string) => actKeys[act].includes(key);
  onChange = (listener: (change: CanvasChange) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  tell(change: CanvasChange): void {
    for (const listener of this.listeners) listener(change);
  }

  edit(next: Topology): void {
    const diff = diffTopologies(this.current, next);
    this.current = applyDiff(this.current, diff);
    this.wantedLab = derive(this.current, this.wantedLab);
    this.tell({ kind: 'document', diff });
    // The kernel follows, and says of which nodes.
    const before = this.observedState;
    this.observedState = observedOf(this.current, this.wantedLab, this.facts);
    const now = this.observedState;
    const nodes = Object.keys({ ...before, ...now }).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(now[id]));
    if (nodes.length > 0) this.tell({ kind: 'observed', nodes });
  }

  addNode(kind: NodeKind, { x, y }: Point): string {
    const id = `new${++this.counter}`;
    this.edit({ ...this.current, nodes: [...this.current.nodes, node(id, kind, x, y)] });
    return id;
  }
  connect(a: string, b: string): void {
    this.edit({ ...this.current, links: [...this.current.links, link(`c${++this.counter}`, a, b)] });
  }
  connectMany(from: readonly string[], to: string): void {
    for (const id of from) this.connect(id, to);
  }
  chooseEnds(): void {}
  replug(id: string, at: 0 | 1, to: string): void {
    this.edit(replugEnd(this.current, id, at, { node: to }));
  }
  choosePlug(): void {}
  bend(id: string, bends: readonly Point[]): void {
    this.edit(setBends(this.current, id, bends));
  }
  move(positions: ReadonlyMap<string, Point>): void {
    const nodes = this.current.nodes.map((one) => {
      const position = positions.get(one.id);
      return position ? { ...one, position } : one;
    });
    this.edit({ ...this.current, nodes });
  }
  remove(ids: readonly string[]): void {
    const gone = new Set(ids);
    const links = this.current.links.filter((one) => !gone.has(one.id) && !one.ends.some((end) => gone.has(end.node)));
    this.edit({ ...this.current, nodes: this.current.nodes.filter(({ id }) => !gone.has(id)), links });
    this.select([...this.chosen].filter((id) => !gone.has(id)));
  }
  setLinkUp(id: string, up: boolean): void {
    this.edit({ ...this.current, links: this.current.links.map((one) => (one.id === id ? { ...one, up } : one)) });
  }
  select(ids: readonly string[]): void {
    this.chosen = new Set(ids);
    this.tell({ kind: 'selection' });
  }
  setTool(tool: Tool): void {
    this.currentTool = tool;
    this.tell({ kind: 'tool' });
  }
  open(id: string): void {
    this.opened.push(id);
  }
  menu(): void {}
  announce(text: string): void {
    this.said.push(text);
  }
}
