/**
 * From what was applied to what is wanted, as operations: minimal, ordered so that each one finds what it needs, and reversible (the plan in
 * the other direction undoes it). Parts that are the same object are passed over, so the work follows the change.
 */
import { contains, parseAddress, parsePrefixed } from '../shared/topology/address';
import type { Operation, Plan, Reason, Step } from '../shared/lab/operation';
import { equal } from './reuse';
import { isRecreated } from './recreate';
import type { WantedInterface, WantedLab, WantedLink, WantedNode, WantedRoute } from './wanted';

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
    const lasting = [...this.changedNodes()];
    for (const [now, before] of lasting) this.takeRoutes(now, before);
    for (const [now, before] of lasting) this.takeAddresses(now, before);
    for (const [link, reason] of this.goneLinks) this.add({ op: 'link.delete', link }, reason);
    for (const [node, reason] of this.goneNodes) this.add({ op: 'node.delete', node }, reason);
    for (const [id, reason] of this.freshNodes) this.createNode(this.wanted.nodes.get(id)!, reason);
    for (const [now, before] of lasting) this.changeNode(now, before);
    for (const [id, reason] of this.freshLinks) this.createLink(this.wanted.links.get(id)!, reason);
    for (const [now, before] of lasting) this.changeInterfaces(now, before);
    this.restoreLinks();
    const all = [...[...this.freshNodes.keys()].map((id) => [this.wanted.nodes.get(id)!, undefined] as const), ...lasting];
    for (const [now, before] of all) this.giveAddresses(now, before);
    for (const [now, before] of all) this.giveRoutes(now, before);
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

  /** Nodes that stay and whose record is another object. */
  private *changedNodes(): Generator<[now: WantedNode, before: WantedNode]> {
    for (const [id, now] of this.wanted.nodes) {
      const before = this.applied.nodes.get(id);
      if (before && before !== now && !this.goneNodes.has(id)) yield [now, before];
    }
    // A node whose own record is the same, but one of whose cables is made again, gets addresses and routes again too.
    const touched = new Set<string>();
    for (const id of this.goneLinks.keys()) for (const { node } of this.applied.links.get(id)!.ends) touched.add(node);
    for (const id of touched) {
      const now = this.wanted.nodes.get(id);
      if (now && now === this.applied.nodes.get(id)) yield [now, now];
    }
  }

  /** The interface is the same kernel object before and after. */
  private lasts(now: WantedNode, name: string): boolean {
    const link = now.interfaces.get(name)?.link;
    return link !== undefined && !this.freshLinks.has(link);
  }

  private takeRoutes(now: WantedNode, before: WantedNode): void {
    for (const route of before.routes) {
      const name = through(route, before);
      // With its interface the kernel takes the route away by itself.
      if (name !== undefined && this.goneLinks.has(before.interfaces.get(name)!.link)) continue;
      if (!now.routes.some((other) => sameRoute(other, route)))
        this.add(
          { op: 'route.delete', node: now.id, ...routeFields(route) },
          route.automatic ? because('static-route', 'no longer the way') : deleted,
        );
    }
  }

  private takeAddresses(now: WantedNode, before: WantedNode): void {
    for (const [name, old] of before.interfaces) {
      if (this.goneLinks.has(old.link)) continue;
      const keep = new Set(now.interfaces.get(name)?.addresses.map((one) => one.address));
      for (const one of old.addresses) {
        if (!keep.has(one.address))
          this.add(
            { op: 'address.delete', node: now.id, interface: name, address: one.address },
            because('replaced', one.automatic ? 'another takes its place' : 'you removed it'),
          );
      }
    }
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

  private giveAddresses(now: WantedNode, before: WantedNode | undefined): void {
    for (const [name, one] of now.interfaces) {
      const had = before && this.lasts(now, name) ? new Set(before.interfaces.get(name)?.addresses.map((old) => old.address)) : undefined;
      for (const { address, reason } of one.addresses)
        if (!had?.has(address)) this.add({ op: 'address.add', node: now.id, interface: name, address }, reason);
    }
  }

  private giveRoutes(now: WantedNode, before: WantedNode | undefined): void {
    for (const route of now.routes) {
      const name = through(route, now);
      const stays = before?.routes.some((old) => sameRoute(old, route)) && (name === undefined || this.survives(now, before, route, name));
      if (!stays) this.add({ op: 'route.add', node: now.id, ...routeFields(route) }, route.reason);
    }
  }

  /** A route that was there stays if the interface that it left through is the same kernel object. */
  private survives(now: WantedNode, before: WantedNode, route: WantedRoute, name: string): boolean {
    return this.lasts(now, name) && through(route, before) === name;
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

/** The interface that a route leaves through: named, or the one with an address in the gateway's network. */
function through(route: WantedRoute, node: WantedNode): string | undefined {
  if (route.dev !== undefined || route.via === undefined) return route.dev;
  const via = parseAddress(route.via);
  if (!via) return undefined;
  for (const [name, one] of node.interfaces as ReadonlyMap<string, WantedInterface>) {
    for (const { address } of one.addresses) {
      const own = parsePrefixed(address);
      if (own && contains(own, via)) return name;
    }
  }
  return undefined;
}

const sameRoute = (a: WantedRoute, b: WantedRoute): boolean => a.to === b.to && a.via === b.via && a.dev === b.dev;
function routeFields({ to, via, dev }: WantedRoute): { to: string; via?: string; dev?: string } {
  return { to, ...(via !== undefined && { via }), ...(dev !== undefined && { dev }) };
}
