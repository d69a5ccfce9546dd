/** The edge of one running lab where it needs root: what is proposed, joined at the person's yes, led along with the drawing, kept or put back. */
import type { WantedUplink } from '../engine/uplinks';
import type { Control } from '../helper/control';
import { listNics } from '../helper/nics';
import type { Nic } from '../helper/nics';
import type { RootClient } from '../helper/root-client';
import type { RootWish, UplinkView } from '../helper/root-wire';
import type { HeldUplink, Proposal, UplinkCheck, UplinkState } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { uplinkPort } from '../shared/topology/kinds';
import type { RunningEdge } from './internet-ways';
import type { Held, RootSession } from './root-session';
import { checksOf } from './uplink-checks';
import { computerProposal, gatewayRoutes, nicProposal } from './uplink-proposals';
import { notJoined, wentBack } from './uplink-words';

export interface UplinkOwner {
  /** Of the document. */
  readonly id: string;
  edge(): RunningEdge | null;
  control(): Control | undefined;
  changed(state: UplinkState): void;
}
type Outside = Exclude<WantedUplink, { kind: 'internet' }>;
/** What was asked for of a node that is held, to see when the drawing wants something else. */
interface Asked {
  given: string;
  macs: string;
}

export class LabUplinks {
  private proposals: Proposal[] = [];
  private failed: UplinkState['failed'] = [];
  private joining = false;
  private way: UplinkState['way'] = 'sudo-prompt';
  private readonly asked = new Map<string, Asked>();
  private readonly gateways = new Map<string, string>();
  private told = '';
  private work: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly owner: UplinkOwner,
    private readonly root: RootSession,
    private readonly lab: () => string,
  ) {}

  /** How many it knows of. */
  get size(): number {
    return this.proposals.length + this.asked.size;
  }
  state(): UplinkState {
    const since = this.root.waitingSince();
    const held = this.root.held(this.lab());
    return {
      document: this.owner.id,
      way: this.way,
      phase: !this.joining ? 'idle' : since === null ? 'joining' : 'waiting',
      ...(this.joining && since !== null && { waited: Math.round(performance.now() - since) }),
      proposals: this.proposals,
      held: held.filter(({ view }) => view.mode !== 'expose').map((one) => this.heldOf(one)),
      failed: this.failed,
      exposed: held.filter(({ view }) => view.mode === 'expose').map(({ view }) => ({ node: view.node, name: view.made })),
    };
  }
  private heldOf({ view, at }: Held): HeldUplink {
    const gateway = this.gateways.get(view.node);
    return {
      node: view.node,
      device: this.nameOf(view.node),
      mode: view.mode as HeldUplink['mode'],
      interface: view.interface,
      made: view.made,
      state: view.state as HeldUplink['state'],
      left: view.left < 0 ? -1 : Math.max(0, Math.round(view.left - (performance.now() - at))),
      ...(gateway !== undefined && { gateway }),
      ...(view.message !== undefined && { message: view.message }),
    };
  }
  private nameOf(node: string): string {
    return this.owner.edge()?.nodes.get(node)?.name ?? node;
  }

  /** nestwork-root tells of this lab; `null`: the instance that held something of it has ended. */
  hear(view: UplinkView | null): void {
    if (view?.state === 'back') {
      this.asked.delete(view.node);
      const error = view.mode === 'expose' ? undefined : wentBack(view);
      if (error) this.failed = [...this.failed.filter(({ node }) => node !== view.node), { node: view.node, error }];
    }
    void this.settle();
    this.publish();
  }

  /** Resolves when all is known, also what other doors have joined. */
  async found(): Promise<void> {
    await this.root.look();
    await this.settle();
  }
  /** Leads what is held to what is drawn, and finds out what is to be proposed. */
  settle(): Promise<void> {
    this.again = true;
    this.work ??= this.loop().finally(() => (this.work = null));
    return this.work;
  }
  private async loop(): Promise<void> {
    while (this.again) {
      this.again = false;
      await this.look();
    }
  }
  private async look(): Promise<void> {
    const edge = this.owner.edge();
    const outside = edge ? outsideOf(edge) : [];
    if (!edge || (outside.length === 0 && this.proposals.length === 0 && this.asked.size === 0)) {
      this.proposals = [];
      return this.publish();
    }
    this.way = await this.root.way();
    await this.root.look();
    for (const [node, uplink] of outside) await this.follow(edge, node, uplink);
    const free = outside.filter(([node]) => !this.heldAt(node));
    const nics = free.some(([, { kind }]) => kind === 'nic') ? await listNics() : ok([]);
    this.proposals = free.flatMap(([node, uplink]) => this.proposal(edge, node, uplink, nics));
    this.publish();
  }
  private proposal(edge: RunningEdge, id: string, uplink: Outside, nics: Result<Nic[]>): Proposal[] {
    const node = edge.nodes.get(id);
    if (!node) return [];
    const device = { node: id, device: node.name, pid: node.pid };
    if (uplink.kind === 'this-computer') return [computerProposal(device, uplink)];
    if (uplink.interface === undefined) return [];
    const proposal = nicProposal(device, uplink, nics.ok ? nics.value.find(({ name }) => name === uplink.interface) : undefined);
    return [nics.ok ? proposal : { ...proposal, refused: nics.error }];
  }

  private heldAt(node: string): Held | undefined {
    return this.root.heldAt(this.lab(), node, 'bridge');
  }

  /** The drawing wants something else of what is joined: done at once where it costs nothing, else it goes back and is proposed anew. */
  private async follow(edge: RunningEdge, node: string, uplink: Outside): Promise<void> {
    const [held, asked] = [this.heldAt(node), this.asked.get(node)];
    if (!held || held.view.state === 'stuck') return;
    const [mode, name] = uplink.kind === 'nic' ? [uplink.mode, uplink.interface] : ['computer', uplink.interface];
    if (held.view.mode !== mode || held.view.interface !== name) {
      await held.client.call('detach', { lab: this.lab(), node, mode: held.view.mode });
      return;
    }
    const now = askedOf(edge, node, uplink);
    this.asked.set(node, now);
    if (!asked) return;
    if (asked.given !== now.given && uplink.kind === 'this-computer') {
      const addresses = uplink.addresses.map(({ address }) => address);
      const changed = await held.client.call('change', {
        lab: this.lab(),
        node,
        mode: 'computer',
        addresses,
        routes: gatewayRoutes(uplink),
      });
      if (!changed.ok) this.failed = [...this.failed.filter((one) => one.node !== node), { node, error: changed.error }];
    }
    if (asked.macs !== now.macs) await this.takePort(edge, node, uplink);
  }

  /** The person has said yes to these. */
  async join(nodes: readonly string[]): Promise<void> {
    this.joining = true;
    this.failed = this.failed.filter(({ node }) => node !== undefined && !nodes.includes(node));
    const ready = this.root.ready();
    this.publish();
    const client = await ready;
    this.publish();
    if (!client.ok) this.failed = [...this.failed, { error: client.error }];
    else for (const node of nodes) await this.joinOne(client.value, node);
    this.joining = false;
    await this.settle();
    this.publish();
  }
  private async joinOne(client: RootClient, node: string): Promise<void> {
    const edge = this.owner.edge();
    const uplink = edge?.wanted.uplinks.get(node);
    const place = edge?.nodes.get(node);
    if (!edge || !place || !uplink || uplink.kind === 'internet' || this.heldAt(node)) return;
    const wish = wishOf(this.lab(), node, uplink, { pid: place.pid, net: place.namespaces.net });
    if (!wish) return;
    const gateway = this.proposals.find((one) => one.node === node)?.gateway;
    if (gateway !== undefined) this.gateways.set(node, gateway);
    const attached = await client.call('attach', wish);
    const taken = attached.ok ? await this.takePort(edge, node, uplink) : attached;
    if (attached.ok) this.asked.set(node, askedOf(edge, node, uplink));
    if (taken.ok) return;
    if (attached.ok) await client.call('detach', { lab: this.lab(), node, mode: wish.mode });
    this.failed = [...this.failed.filter((one) => one.node !== node), { node, error: taken.error }];
  }
  /** What nestwork-root has put into the node becomes a port of its bridge. */
  private async takePort(edge: RunningEdge, node: string, uplink: Outside): Promise<Result<unknown>> {
    const macs = uplink.kind === 'nic' && uplink.mode === 'macvlan' ? macsBehind(edge, node) : undefined;
    const result = await this.owner.control()?.call('uplink.join', { node, interface: uplinkPort, ...(macs && { macs }) });
    return result ?? fail(notJoined(this.nameOf(node)));
  }

  cancel(): void {
    this.root.cancel();
  }
  async keep(node: string): Promise<Result<Record<string, never>>> {
    const held = this.heldAt(node);
    if (!held) return fail(notJoined(this.nameOf(node)));
    const kept = await held.client.call('confirm', { lab: this.lab(), node });
    return kept.ok ? ok({}) : kept;
  }
  async back(node?: string): Promise<Result<Record<string, never>>> {
    const held = this.root.held(this.lab()).filter(({ view }) => view.mode !== 'expose' && (node === undefined || view.node === node));
    if (held.length === 0) return fail(notJoined(node === undefined ? undefined : this.nameOf(node)));
    for (const { client, view } of held) {
      const back = await client.call('detach', { lab: this.lab(), node: view.node, mode: view.mode });
      if (!back.ok) return back;
    }
    await this.settle();
    return ok({});
  }
  async check(node: string): Promise<Result<{ checks: UplinkCheck[] }>> {
    const held = this.heldAt(node);
    if (!held) return fail(notJoined(this.nameOf(node)));
    const nics = await listNics();
    return nics.ok ? ok({ checks: await checksOf(held.view, nics.value, this.gateways.get(node)) }) : nics;
  }

  /** Nodes get, or lose, a name under /run/netns, their own. */
  async expose(nodes: readonly string[] | undefined, on: boolean): Promise<Result<null>> {
    const edge = this.owner.edge();
    const lab = this.lab();
    const places = [...(this.owner.edge()?.nodes.values() ?? [])].filter(({ node }) => !nodes || nodes.includes(node));
    if (!on) {
      for (const { client, view } of this.root
        .held(lab)
        .filter(({ view }) => view.mode === 'expose' && (!nodes || nodes.includes(view.node))))
        await client.call('detach', { lab, node: view.node, mode: 'expose' });
      return ok(null);
    }
    if (!edge || places.length === 0) return fail(notJoined(undefined));
    this.joining = true;
    const client = await this.root.ready();
    let wrong: NestworkError | undefined = client.ok ? undefined : client.error;
    if (client.ok)
      for (const { node, name, pid, namespaces } of places) {
        if (this.root.heldAt(lab, node, 'expose')) continue;
        const done = await client.value.call('attach', { lab, node, mode: 'expose', name, pid, net: namespaces.net });
        if (!done.ok) wrong ??= done.error;
      }
    this.joining = false;
    this.publish();
    return wrong ? fail(wrong) : ok(null);
  }

  /** The lab is gone, or let go of. */
  forget(): void {
    this.asked.clear();
    this.gateways.clear();
    this.failed = [];
    this.proposals = [];
    this.publish();
  }
  private publish(): void {
    const state = this.state();
    const text = JSON.stringify({ ...state, waited: undefined, held: state.held.map((one) => ({ ...one, left: one.left < 0 })) });
    if (text === this.told) return;
    this.told = text;
    this.owner.changed(state);
  }
}

const outsideOf = ({ wanted }: RunningEdge): [string, Outside][] =>
  [...wanted.uplinks].flatMap(([id, uplink]): [string, Outside][] => (uplink.kind === 'internet' ? [] : [[id, uplink]]));

/** MAC addresses of the ends that the node's bridge reaches. */
function macsBehind({ wanted }: RunningEdge, node: string): string[] {
  const segment = wanted.segments.find(({ switches }) => switches.includes(node));
  return (segment?.members ?? []).flatMap((end) => wanted.nodes.get(end.node)?.interfaces.get(end.interface)?.mac ?? []);
}
const askedOf = (edge: RunningEdge, node: string, uplink: Outside): Asked => ({
  given: uplink.kind === 'this-computer' ? JSON.stringify([uplink.addresses.map(({ address }) => address), gatewayRoutes(uplink)]) : '',
  macs: uplink.kind === 'nic' && uplink.mode === 'macvlan' ? macsBehind(edge, node).join() : '',
});

/** The person has seen what it costs, and said yes to it. */
function wishOf(lab: string, node: string, uplink: Outside, place: { pid: number; net: number }): RootWish | null {
  if (uplink.kind === 'this-computer') {
    const { interface: name, mac, portMac } = uplink;
    const addresses = uplink.addresses.map(({ address }) => address);
    return { lab, node, mode: 'computer', interface: name, mac, portMac, addresses, routes: gatewayRoutes(uplink), ...place };
  }
  return uplink.interface === undefined ? null : { lab, node, mode: uplink.mode, interface: uplink.interface, sure: true, ...place };
}
