/** For tests: a document in memory behind the canvas's model, edited and derived by the engine itself; what the kernel says is put in. */
import { addLinks, replugEnd, setBends } from '../../electron/engine/cables';
import { derive } from '../../electron/engine/derive';
import { addLink, addNode, moveNodes, removeItems, setLinkUp } from '../../electron/engine/edit';
import { emptyLab } from '../../electron/engine/wanted';
import type { WantedLab } from '../../electron/engine/wanted';
import type { LabState } from '../../electron/shared/contract';
import type { ObservedState } from '../../electron/shared/lab/observed';
import { diffTopologies } from '../../electron/shared/topology/diff';
import type { NodeKind, Topology } from '../../electron/shared/topology/schema';
import { actKeys } from './acts';
import type { CanvasAct } from './acts';
import type { CanvasChange, CanvasModel, Point, Tool } from './model';

export const emptyTopology = (): Topology => ({ nestwork: 1, id: 'lab', name: 'lab', nodes: [], links: [] });

const familyOf = (address: string) => (address.includes(':') ? ('inet6' as const) : ('inet' as const));

export class DrawnLab implements CanvasModel {
  /** Every command given, by name, in order. */
  readonly commands: string[] = [];
  readonly said: string[] = [];
  private wantedLab: WantedLab = emptyLab;
  private observedState: ObservedState = {};
  private labState: LabState = { document: 'd', phase: 'running', revision: 1, changing: [], failed: [], collecting: false };
  private chosen: ReadonlySet<string> = new Set();
  private currentTool: Tool = 'select';
  private readonly listeners = new Set<(change: CanvasChange) => void>();

  constructor(private current: Topology) {
    this.wantedLab = derive(current);
  }

  topology = () => this.current;
  wanted = () => this.wantedLab;
  observed = () => this.observedState;
  lab = () => this.labState;
  selection = () => this.chosen;
  tool = () => this.currentTool;
  layers = () => ({ addresses: true, interfaces: true, rates: false, minimap: false });
  snap = () => true;
  /** Other keys than those that the acts come with. */
  ownKeys: Partial<Record<CanvasAct, readonly string[]>> = {};
  means = (act: CanvasAct, key: string) => (this.ownKeys[act] ?? actKeys[act]).includes(key);
  onChange = (listener: (change: CanvasChange) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** One edit, as the store makes it. */
  edit(next: Topology): void {
    const diff = diffTopologies(this.current, next);
    this.current = next;
    this.wantedLab = derive(next, this.wantedLab);
    this.tell({ kind: 'document', diff });
  }
  setLab(state: Partial<LabState>): void {
    this.labState = { ...this.labState, ...state };
    this.tell({ kind: 'lab', ids: [] });
  }
  /** The kernel has these nodes, with all that is wanted of them. */
  observe(...ids: string[]): void {
    for (const id of ids) {
      const want = this.wantedLab.nodes.get(id);
      if (!want) throw new Error(`Nobody wants ${id}.`);
      const interfaces = [...want.interfaces.values()].map(({ name, mac, mtu, addresses, link }, index) => {
        const carrier = this.current.links.find((one) => one.id === link)?.up !== false;
        const all = addresses.map(({ address }) => ({
          address,
          family: familyOf(address),
          scope: 'global',
        }));
        return { index: index + 2, name, mac, mtu, up: true, carrier, kind: 'veth', addresses: all };
      });
      const namespaces = { user: 1, net: 1, pid: 1, mnt: 1, ipc: 1, uts: 1 };
      const routes = want.routes.map(({ to, via, dev }) => ({ to, via, dev, protocol: 'static', family: familyOf(to), linkdown: false }));
      this.observedState = { ...this.observedState, [id]: { node: id, name: want.name, pid: 1, namespaces, interfaces, routes } };
    }
    this.tell({ kind: 'observed', nodes: ids });
  }

  addNode(kind: NodeKind, position: Point): string | undefined {
    this.commands.push(`add ${kind} ${position.x},${position.y}`);
    this.edit(addNode(this.current, kind, position));
    return this.current.nodes.at(-1)?.id;
  }
  connect(a: string, b: string): void {
    this.commands.push(`connect ${a} ${b}`);
    this.edit(addLink(this.current, a, b));
  }
  connectMany(from: readonly string[], to: string): void {
    this.commands.push(`connect ${from.join(',')} ${to}`);
    this.edit(addLinks(this.current, from.map((id) => [id, to]))); // prettier-ignore
  }
  chooseEnds(a: string, b: string): void {
    this.commands.push(`choose ${a} ${b}`);
  }
  replug(link: string, at: 0 | 1, node: string): void {
    this.commands.push(`replug ${at} ${node}`);
    this.edit(replugEnd(this.current, link, at, { node }));
  }
  choosePlug(link: string, at: 0 | 1, node: string): void {
    this.commands.push(`choose plug ${link} ${at} ${node}`);
  }
  bend(link: string, bends: readonly Point[]): void {
    this.commands.push(`bend ${bends.map(({ x, y }) => `${x},${y}`).join(' ')}`.trim());
    this.edit(setBends(this.current, link, bends));
  }
  move(positions: ReadonlyMap<string, Point>): void {
    this.commands.push(`move ${[...positions].map(([id, { x, y }]) => `${id} ${x},${y}`).join(' ')}`);
    this.edit(moveNodes(this.current, positions));
  }
  remove(ids: readonly string[]): void {
    this.commands.push(`remove ${ids.join(' ')}`);
    this.edit(removeItems(this.current, ids));
    this.select([...this.chosen].filter((id) => !ids.includes(id)));
  }
  setLinkUp(id: string, up: boolean): void {
    this.commands.push(`${up ? 'mend' : 'cut'} ${id}`);
    this.edit(setLinkUp(this.current, [id], up));
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
    this.commands.push(`open ${id}`);
  }
  menu(id: string | null): void {
    this.commands.push(`menu ${id ?? 'paper'}`);
  }
  announce(text: string): void {
    this.said.push(text);
  }

  private tell(change: CanvasChange): void {
    for (const listener of this.listeners) listener(change);
  }
}
