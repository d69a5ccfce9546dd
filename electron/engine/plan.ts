/**
 * From what was applied to what is wanted, as operations: minimal, ordered so that each one finds what it needs, and reversible (the plan in
 * the other direction undoes it). Parts that are the same object are passed over, so the work follows the change.
 */
import type { Operation, Plan, Reason, Step } from '../shared/lab/operation';
import { equal } from './reuse';
import { isRecreated } from './recreate';
import { compareNode } from './plan-node';
import type { NodeChange } from './plan-node';
import type { WantedLab, WantedLink, WantedNode, WantedRoute } from './wanted';

const because = (code: string, text: string): Reason => ({ code, text });
const drawn = because('drawn', 'you drew it');
const deleted = because('deleted', 'you deleted it');

export function plan(wanted: WantedLab, applied: WantedLab): Plan {
  return wanted === applied ? { steps: [] } : new Planner(wanted, applied).plan();
}

class Planner {
  private readonly freshNodes = new Map<string, Reason>();
  private readonly goneNodes = new Map<string, Reason>();
  private readonly freshLinks = new Map<string, Reason>();
  private readonly goneLinks = new Map<string, Reason>();
  private readonly steps: Step[] = [];

  constructor(
    private readonly wanted: WantedLab,
    private readonly applied: WantedLab,
  ) {
    this.compareNodes();
    this.compareLinks();
  }

  plan(): Plan {
    const lasting = this.lastingNodes();
    for (const { now, change } of lasting)
      for (const { route, reason } of change.takenRoutes) this.add({ op: 'route.delete', node: now.id, ...routeFields(route) }, reason);
    for (const { now, change } of lasting)
      for (const { interface: name, address, reason } of change.takenAddresses)
        this.add({ op: 'address.delete', node: now.id, interface: name, address }, reason);
    for (const [link, reason] of this.goneLinks) this.add({ op: 'link.delete', link }, reason);
    for (const [node, reason] of this.goneNodes) this.add({ op: 'node.delete', node }, reason);
    for (const [id, reason] of this.freshNodes) this.createNode(this.wanted.nodes.get(id)!, reason);
    for (const { now, before } of lasting) this.changeNode(now, before);
    for (const [id, reason] of this.freshLinks) this.createLink(this.wanted.links.get(id)!, reason);
    for (const { now, before } of lasting) this.changeInterfaces(now, before);
    this.restoreLinks();
    const fresh = [...this.freshNodes.keys()].map((id) => ({
      now: this.wanted.nodes.get(id)!,
      change: compareNode(this.wanted.nodes.get(id)!, undefined, noLink),
    }));
    const all = [...fresh, ...lasting];
    for (const { now, change } of all)
      for (const { interface: name, address, reason } of change.givenAddresses)
        this.add({ op: 'address.add', node: now.id, interface: name, address }, reason);
    for (const { now, change } of all)
      for (const route of change.givenRoutes) this.add({ op: 'route.add', node: now.id, ...routeFields(route) }, route.reason);
    this.cutLinks();
    for (const id of this.freshNodes.keys())
      for (const command of this.wanted.nodes.get(id)!.startup)
        this.add({ op: 'command.run', node: id, command }, because('startup', 'it starts with this'));
    return { steps: this.steps };
  }

  private add(operation: Operation, reason: Reason): void {
    this.steps.push({ operation, reason });
  }

  private compareNodes(): void {
    for (const [id, node] of this.wanted.nodes) {
      const before = this.applied.nodes.get(id);
      if (before === node) continue;
      if (!before) this.freshNodes.set(id, this.applied.stopped?.has(id) ? because('started', 'you started it') : drawn);
      else {
        const why = isRecreated(node, before);
        if (!why) continue;
        this.freshNodes.set(id, why);
        this.goneNodes.set(id, why);
      }
    }
    for (const id of this.applied.nodes.keys()) {
      if (!this.wanted.nodes.has(id)) this.goneNodes.set(id, this.wanted.stopped?.has(id) ? because('stopped', 'you stopped it') : deleted);
    }
  }

  private compareLinks(): void {
    for (const [id, link] of this.applied.links) {
      const now = this.wanted.links.get(id);
      const end = link.ends.find(({ node }) => this.goneNodes.has(node));
      if (!now) this.goneLinks.set(id, end ? this.goneNodes.get(end.node)! : deleted);
      else if (end) this.goneLinks.set(id, this.goneNodes.get(end.node)!);
      else if (now !== link && (now.medium !== link.medium || !equal(now.ends, link.ends)))
        this.goneLinks.set(id, because('recreated', 'its ends changed'));
    }
    for (const [id, link] of this.wanted.links) {
      const gone = this.goneLinks.get(id);
      if (gone || !this.applied.links.has(id)) this.freshLinks.set(id, gone ?? this.whyFresh(link));
    }
  }

  private whyFresh(link: WantedLink): Reason {
    const end = link.ends.find(({ node }) => this.freshNodes.get(node)?.code === 'started');
    return end ? this.freshNodes.get(end.node)! : drawn;
  }

  /** Nodes that stay, if anything of them is different, or one of their cables is made again. */
  private lastingNodes(): { now: WantedNode; before: WantedNode; change: NodeChange }[] {
    const touched = new Set<string>();
    for (const id of this.goneLinks.keys()) for (const { node } of this.applied.links.get(id)!.ends) touched.add(node);
    const gone = (link: string): boolean => this.goneLinks.has(link);
    const found: { now: WantedNode; before: WantedNode; change: NodeChange }[] = [];
    for (const [id, now] of this.wanted.nodes) {
      const before = this.applied.nodes.get(id);
      if (!before || this.goneNodes.has(id) || (before === now && !touched.has(id))) continue;
      found.push({ now, before, change: compareNode(now, before, gone) });
    }
    return found;
  }

  /** The interface is the same kernel object before and after. */
  private lasts(now: WantedNode, name: string): boolean {
    const link = now.interfaces.get(name)?.link;
    return link !== undefined && !this.freshLinks.has(link);
  }

  private createNode(node: WantedNode, reason: Reason): void {
    const { id, name, kind, isolation, forwarding, mac } = node;
    this.add({ op: 'node.create', node: id, name, kind, isolation: [...isolation], forwarding, ...(mac !== undefined && { mac }) }, reason);
  }

  private changeNode(now: WantedNode, before: WantedNode): void {
    if (now.name !== before.name) this.add({ op: 'node.rename', node: now.id, name: now.name }, because('renamed', 'you renamed it'));
    if (now.kind !== before.kind)
      this.add({ op: 'node.kind', node: now.id, kind: now.kind, forwarding: now.forwarding }, because('kind', `you made it a ${now.kind}`));
  }

  private createLink(link: WantedLink, reason: Reason): void {
    const [a, b] = link.ends.map(({ node, interface: name }) => {
      const { mac, mtu, up, port } = this.wanted.nodes.get(node)!.interfaces.get(name)!;
      return { node, interface: name, mac, mtu, up, port };
    });
    if (a && b) this.add({ op: 'link.create', link: link.id, medium: link.medium, ends: [a, b], cut: link.cut }, reason);
  }

  private changeInterfaces(now: WantedNode, before: WantedNode): void {
    for (const [name, one] of now.interfaces) {
      const old = before.interfaces.get(name);
      if (!old || old === one || !this.lasts(now, name)) continue;
      const change = {
        ...(one.up !== old.up && { up: one.up }),
        ...(one.mtu !== old.mtu && { mtu: one.mtu }),
        ...(one.mac !== old.mac && { mac: one.mac }),
      };
      if (Object.keys(change).length > 0)
        this.add({ op: 'interface.set', node: now.id, interface: name, ...change }, because('typed', 'you changed it'));
    }
  }

  private restoreLinks(): void {
    this.eachLastingLink(
      (now, before) => !now.cut && before.cut && this.add({ op: 'link.restore', link: now.id }, because('restored', 'you mended it')),
    );
  }
  private cutLinks(): void {
    this.eachLastingLink(
      (now, before) => now.cut && !before.cut && this.add({ op: 'link.cut', link: now.id }, because('cut', 'you cut it')),
    );
  }
  private eachLastingLink(visit: (now: WantedLink, before: WantedLink) => void): void {
    for (const [id, now] of this.wanted.links) {
      const before = this.applied.links.get(id);
      if (before && before !== now && !this.freshLinks.has(id)) visit(now, before);
    }
  }
}

const noLink = (): boolean => false;
function routeFields({ to, via, dev }: WantedRoute): { to: string; via?: string; dev?: string } {
  return { to, ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) };
}
