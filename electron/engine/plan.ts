/**
 * From what was applied to what is wanted, as operations: minimal, ordered so that each one finds what it needs, and reversible (the plan in
 * the other direction undoes it). Parts that are the same object are passed over, so the work follows the change.
 */
import type { Operation, Plan, Reason, Step } from '../shared/lab/operation';
import { because } from '../shared/text/reason';
import { equal } from './reuse';
import { compareSettings } from './settings';
import type { SettingChange, SettingChanges } from './settings';
import { whyLinkRecreated, whyRecreated } from './recreate';
import { compareNode } from './plan-node';
import type { NodeChange } from './plan-node';
import type { WantedLab, WantedLink, WantedNode, WantedRoute } from './wanted';

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
    const fresh = [...this.freshNodes].map(([id, reason]) => this.createNode(this.wanted.nodes.get(id)!, reason));
    this.changeResolver();
    for (const { now, before } of lasting) this.changeNode(now, before);
    const all = [...fresh, ...lasting];
    for (const { now, settings } of all) this.setAll(now, settings.general);
    for (const [id, reason] of this.freshLinks) this.createLink(this.wanted.links.get(id)!, reason);
    for (const { now, before } of lasting) this.changeInterfaces(now, before);
    this.restoreLinks();
    for (const { now, settings } of all) this.setAll(now, settings.ofInterfaces);
    for (const { now, change } of all)
      for (const { interface: name, address, reason } of change.givenAddresses)
        this.add({ op: 'address.add', node: now.id, interface: name, address }, reason);
    for (const { now, change } of all)
      for (const route of change.givenRoutes) this.add({ op: 'route.add', node: now.id, ...routeFields(route) }, route.reason);
    this.cutLinks();
    for (const { now } of fresh)
      for (const command of now.startup) this.add({ op: 'command.run', node: now.id, ...command }, because('startup'));
    return { steps: this.steps };
  }

  private add(operation: Operation, reason: Reason): void {
    this.steps.push({ operation, reason });
  }

  private compareNodes(): void {
    for (const [id, node] of this.wanted.nodes) {
      const before = this.applied.nodes.get(id);
      if (before === node) continue;
      if (!before) this.freshNodes.set(id, because(this.applied.stopped?.has(id) ? 'started' : 'drawn'));
      else {
        const why = whyRecreated(node, before);
        if (!why) continue;
        this.freshNodes.set(id, why);
        this.goneNodes.set(id, why);
      }
    }
    for (const id of this.applied.nodes.keys()) {
      if (!this.wanted.nodes.has(id)) this.goneNodes.set(id, because(this.wanted.stopped?.has(id) ? 'stopped' : 'deleted'));
    }
  }

  private compareLinks(): void {
    for (const [id, link] of this.applied.links) {
      const now = this.wanted.links.get(id);
      const end = link.ends.find(({ node }) => this.goneNodes.has(node));
      if (!now) this.goneLinks.set(id, end ? this.goneNodes.get(end.node)! : because('deleted'));
      else if (end) this.goneLinks.set(id, this.goneNodes.get(end.node)!);
      else if (now !== link && (now.medium !== link.medium || !equal(now.ends, link.ends)))
        this.goneLinks.set(id, whyLinkRecreated(now, link));
    }
    for (const [id, link] of this.wanted.links) {
      const gone = this.goneLinks.get(id);
      if (gone || !this.applied.links.has(id)) this.freshLinks.set(id, gone ?? this.whyFresh(link));
    }
  }

  private whyFresh(link: WantedLink): Reason {
    const end = link.ends.find(({ node }) => this.freshNodes.get(node)?.code === 'started');
    return end ? this.freshNodes.get(end.node)! : because('drawn');
  }

  /** Nodes that stay, if anything of them is different, or one of their cables is made again. */
  private lastingNodes(): LastingNode[] {
    const touched = new Set<string>();
    for (const id of this.goneLinks.keys()) for (const { node } of this.applied.links.get(id)!.ends) touched.add(node);
    const gone = (link: string): boolean => this.goneLinks.has(link);
    const found: LastingNode[] = [];
    for (const [id, now] of this.wanted.nodes) {
      const before = this.applied.nodes.get(id);
      if (!before || this.goneNodes.has(id) || (before === now && !touched.has(id))) continue;
      const settings = compareSettings(now, before, (name) => this.lasts(now, name));
      found.push({ now, before, change: compareNode(now, before, gone, settings.flushed), settings });
    }
    return found;
  }

  /** The interface is the same kernel object before and after. */
  private lasts(now: WantedNode, name: string): boolean {
    const link = now.interfaces.get(name)?.link;
    return link !== undefined && !this.freshLinks.has(link);
  }

  /** @returns what of it is set once its cables are there. */
  private createNode(node: WantedNode, reason: Reason): ChangedNode {
    const { id, name, kind, isolation, forwarding, mac, stp, readOnly, limits, files } = node;
    const fields = { ...(mac !== undefined && { mac }), ...(stp && { stp }), ...(readOnly && { readOnly }) };
    this.add({ op: 'node.create', node: id, name, kind, isolation: [...isolation], forwarding, ...fields }, reason);
    if (Object.keys(limits).length > 0) this.add({ op: 'node.limits', node: id, ...limits }, because('limits'));
    if (files.length > 0) this.add({ op: 'node.files', node: id, files: [...files] }, because('files'));
    return { now: node, change: compareNode(node, undefined, noLink, new Set()), settings: compareSettings(node, undefined, noLink) };
  }

  private changeNode(now: WantedNode, before: WantedNode): void {
    const node = now.id;
    const stp = (): void => this.add({ op: 'node.stp', node, stp: now.stp }, because(now.stp ? 'stp-on' : 'stp-off'));
    if (now.name !== before.name) this.add({ op: 'node.rename', node, name: now.name }, because('renamed'));
    // A hub has no spanning tree.
    if (before.stp && !now.stp) stp();
    if (now.kind !== before.kind)
      this.add({ op: 'node.kind', node, kind: now.kind, forwarding: now.forwarding }, because(`kind-${now.kind}`));
    if (now.stp && !before.stp) stp();
    if (!equal(now.limits, before.limits)) this.add({ op: 'node.limits', node, ...now.limits }, because('limits'));
    if (!equal(now.files, before.files)) this.add({ op: 'node.files', node, files: [...now.files] }, because('files'));
  }

  private setAll({ id }: WantedNode, changes: readonly SettingChange[]): void {
    for (const { name, value, reason } of changes) this.add({ op: 'node.sysctl', node: id, name, value }, reason);
  }

  private changeResolver(): void {
    const { resolver } = this.wanted;
    if (equal(resolver, this.applied.resolver)) return;
    const { servers, search } = resolver ?? { servers: [] };
    const reason = because(resolver ? 'resolver-on' : 'resolver-off');
    this.add({ op: 'lab.resolver', servers: [...servers], ...(search !== undefined && { search }) }, reason);
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
      if (Object.keys(change).length > 0) this.add({ op: 'interface.set', node: now.id, interface: name, ...change }, because('changed'));
    }
  }

  private restoreLinks(): void {
    this.eachLastingLink((now, before) => !now.cut && before.cut && this.add({ op: 'link.restore', link: now.id }, because('restored')));
  }
  private cutLinks(): void {
    this.eachLastingLink((now, before) => now.cut && !before.cut && this.add({ op: 'link.cut', link: now.id }, because('cut')));
  }
  private eachLastingLink(visit: (now: WantedLink, before: WantedLink) => void): void {
    for (const [id, now] of this.wanted.links) {
      const before = this.applied.links.get(id);
      if (before && before !== now && !this.freshLinks.has(id)) visit(now, before);
    }
  }
}

/** A node that is new, or that stays and is not as it was. */
interface ChangedNode {
  readonly now: WantedNode;
  readonly change: NodeChange;
  readonly settings: SettingChanges;
}
interface LastingNode extends ChangedNode {
  readonly before: WantedNode;
}

const noLink = (): boolean => false;
function routeFields({ to, via, dev }: WantedRoute): { to: string; via?: string; dev?: string } {
  return { to, ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) };
}
