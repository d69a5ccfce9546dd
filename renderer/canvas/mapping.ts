/**
 * From what is wanted and what the kernel says to what is drawn: one record per node and per link. Pure; nothing else in the
 * canvas knows the topology, and nothing here knows a pixel.
 */
import { differences, interfaceOf, linkState, nodeState } from '../../electron/engine/observe';
import { routeDifferences } from '../../electron/engine/observe-routes';
import type { WantedLab, WantedNode } from '../../electron/engine/wanted';
import type { LabState } from '../../electron/shared/contract';
import type { NestworkError } from '../../electron/shared/lab/error';
import type { ObservedNode, ObservedState } from '../../electron/shared/lab/observed';
import { isBridge } from '../../electron/shared/topology/kinds';
import type { TopologyLink, TopologyNode } from '../../electron/shared/topology/schema';
import { errorIn, t } from '../text';
import type { DrawnKind } from './geometry';
import type { ChangeSign } from './model';
import { LinkWords, NodeWords } from './words';

/** How a node or cable is drawn; a cut and a difference are shown beside it. */
export type DrawnState = 'planned' | 'changing' | 'up' | 'down' | 'failed';

export interface NodeView {
  readonly id: string;
  readonly name: string;
  readonly kind: DrawnKind;
  readonly state: DrawnState;
  /** The kernel has it, but not as it is wanted. */
  readonly differs: boolean;
  /** Two drawings are compared, and it is not the same in both. */
  readonly change: ChangeSign | undefined;
  /** Its place is fixed. */
  readonly locked: boolean;
  /** It runs, and something in it could not be done. */
  readonly problem: boolean;
  /** It runs, and its processes are held where they are. */
  readonly paused: boolean;
  /** Under the name: `mono` is the kernel's word, `wish` the plan's, `why` and `bad` are reasons. */
  readonly second: { readonly text: string; readonly style: 'mono' | 'wish' | 'why' | 'bad' } | undefined;
  /** Read aloud: "h1, host, up, 2 cables". */
  readonly spoken: string;
}

export interface LinkEndView {
  readonly node: string;
  readonly interface: string;
  /** The interface is up and has carrier. */
  readonly carrier: boolean;
  /** What its address adds to the prefix, as in `.2`; empty where there is none. */
  readonly host: string;
  /** Named without being asked: routers, and hosts with several interfaces. */
  readonly named: boolean;
}
export interface LinkView {
  readonly id: string;
  readonly state: DrawnState;
  readonly cut: boolean;
  /** Two drawings are compared, and it is not the same in both. */
  readonly change: ChangeSign | undefined;
  readonly ends: readonly [LinkEndView, LinkEndView];
  /** The segment's prefix, where the segment is this one cable. */
  readonly prefix: string | undefined;
  /** What a person wrote at its middle. */
  readonly label: string | undefined;
  /** Bytes, where a person has set it for the cable. */
  readonly mtu: number | undefined;
  readonly spoken: string;
}

/** What the lab is doing, in the form that mapping asks for. */
export interface Status {
  readonly lab: LabState | undefined;
  /** The lab as it concerns whatever neither changes nor failed: nearly everything. */
  readonly calm: LabState | undefined;
  readonly changing: ReadonlySet<string>;
  readonly failed: ReadonlyMap<string, NestworkError>;
}
export function statusOf(lab: LabState | undefined): Status {
  return {
    lab,
    calm: lab && { ...lab, changing: [], failed: [] },
    changing: new Set(lab?.changing),
    failed: new Map(lab?.failed.map(({ id, error }) => [id, error])),
  };
}

/** Each segment's prefix stands once: on the cable, if the segment is one, else under its first switch. */
export function prefixesOf(wanted: WantedLab): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>();
  for (const segment of wanted.segments) {
    const prefix = segment.ipv4 ?? segment.ipv6;
    const [end] = segment.members;
    const place =
      segment.switches[0] ??
      (end && segment.members.length > 1 ? wanted.nodes.get(end.node)?.interfaces.get(end.interface)?.link : undefined);
    if (prefix && place) prefixes.set(place, prefix);
  }
  return prefixes;
}

export interface Sources {
  readonly wanted: WantedLab;
  readonly observed: ObservedState;
  readonly status: Status;
  readonly prefixes: ReadonlyMap<string, string>;
}

/** The lab as far as it concerns one id, so that asking for each of a thousand does not search a thousand. */
function labFor(id: string, { lab, calm, changing, failed }: Status): LabState | undefined {
  const error = failed.get(id);
  if (!error && !changing.has(id)) return calm;
  return lab && { ...lab, changing: changing.has(id) ? [id] : [], failed: error ? [{ id, error }] : [] };
}

export function nodeView(node: TopologyNode, cables: number, { wanted, observed, status, prefixes }: Sources): NodeView {
  const [want, have, failure] = [wanted.nodes.get(node.id), observed[node.id], status.failed.get(node.id)];
  const told = nodeState(node, wanted, observed, labFor(node.id, status));
  // What runs is up, whatever else is wrong with it; what should not run any more is about to end.
  const state: DrawnState = told === 'differs' || (told === 'failed' && have) ? (want ? 'up' : 'changing') : told;
  const differs = told !== 'up' && state === 'up' && want !== undefined && have !== undefined && isOtherwise(want, have);
  const paused = state === 'up' && have?.frozen === true;
  return Object.assign(new NodeWords(), {
    id: node.id,
    name: node.name,
    kind: node.kind,
    state,
    differs,
    change: undefined,
    locked: node.locked === true,
    problem: failure !== undefined && have !== undefined,
    paused,
    second: paused ? { text: t('canvas.state.paused'), style: 'why' as const } : secondLine(node, state, want, have, failure, prefixes),
    cables,
    failure: failure && errorIn(failure).message,
  });
}

/** What is missing with a cable that is not there yet is the cable's to show. */
function isOtherwise(want: WantedNode, have: ObservedNode): boolean {
  const found = differences(want, have);
  const waiting = found.filter(({ kind, what }) => kind === 'missing' && what === 'interface').length;
  return found.length > waiting || routeDifferences(want, have).some(({ kind }) => kind === 'extra' || waiting === 0);
}

function secondLine(
  node: TopologyNode,
  state: DrawnState,
  want: WantedNode | undefined,
  have: ObservedNode | undefined,
  failure: NestworkError | undefined,
  prefixes: ReadonlyMap<string, string>,
): NodeView['second'] {
  if (state === 'failed' && failure) return { text: shortened(failure.kernel ?? errorIn(failure).message), style: 'bad' };
  if (state === 'down') return { text: t('canvas.state.down'), style: 'why' };
  if (isBridge(node)) {
    const prefix = prefixes.get(node.id);
    return prefix ? { text: prefix, style: have ? 'mono' : 'wish' } : undefined;
  }
  if (node.kind !== 'host') return undefined;
  if (have) {
    const text = firstAddress(
      have.interfaces.flatMap((one) => one.addresses.filter(({ scope }) => scope === 'global').map(({ address }) => address)),
    );
    return text ? { text, style: 'mono' } : undefined;
  }
  const planned = firstAddress([...(want?.interfaces.values() ?? [])].flatMap((one) => one.addresses.map(({ address }) => address)));
  return planned ? { text: planned, style: 'wish' } : undefined;
}

/** IPv4 before IPv6, since it is shorter; without its prefix length. */
function firstAddress(addresses: readonly string[]): string | undefined {
  return (addresses.find((address) => !address.includes(':')) ?? addresses[0])?.split('/')[0];
}
const shortened = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

export function linkView(
  link: TopologyLink,
  nodeOf: (id: string) => TopologyNode | undefined,
  { wanted, observed, status, prefixes }: Sources,
): LinkView {
  const told = linkState(link, wanted, observed, labFor(link.id, status));
  const cut = link.up === false;
  const state: DrawnState = told === 'cut' ? 'up' : told;
  const endView = (end: TopologyLink['ends'][0]): LinkEndView => {
    const [node, want, seen] = [nodeOf(end.node), wanted.nodes.get(end.node), interfaceOf(observed[end.node], end.interface)];
    const address = seen ? ipv4(seen.addresses) : ipv4(want?.interfaces.get(end.interface)?.addresses ?? []);
    return {
      node: end.node,
      interface: end.interface,
      carrier: seen?.carrier ?? false,
      host: address ? hostPart(address) : '',
      named: node !== undefined && (node.kind === 'router' || (!isBridge(node) && (want?.interfaces.size ?? 0) > 1)),
    };
  };
  const [a, b] = [endView(link.ends[0]), endView(link.ends[1])];
  const held = link.ends.some((end) => wanted.stopped?.has(end.node));
  const word = cut ? 'cut' : state === 'down' && !held ? 'no-carrier' : state;
  const nameOf = (end: LinkEndView): string => nodeOf(end.node)?.name ?? end.node;
  const label = link.label ? shortened(link.label) : undefined;
  return Object.assign(new LinkWords(), {
    id: link.id,
    state,
    cut,
    change: undefined,
    ends: [a, b] as const,
    prefix: prefixes.get(link.id),
    label,
    mtu: link.mtu,
    names: [nameOf(a), nameOf(b)] as const,
    word,
    written: link.label,
  });
}

/** The first that is not of one link alone. */
function ipv4(addresses: readonly { readonly address: string; readonly scope?: string }[]): string | undefined {
  return addresses.find(({ address, scope }) => (scope ?? 'global') === 'global' && !address.includes(':'))?.address;
}

/** What an IPv4 address adds to its prefix, in whole octets: `.2` of 10.0.1.2/24, `.1.2` of 10.0.1.2/16. */
export function hostPart(address: string): string {
  const slash = address.indexOf('/');
  const [end, length] = slash < 0 ? [address.length, 32] : [slash, Number(address.slice(slash + 1))];
  // Thousands of them are made when a lab is opened: no lists.
  let from = 0;
  for (let octet = Math.min(3, Math.floor(length / 8)); octet > 0; octet--) from = address.indexOf('.', from) + 1;
  return `.${address.slice(from, end)}`;
}

/** Letters in the longest word beside a node or cable. */
export function lettersOf(view: NodeView | LinkView): number {
  if ('name' in view) return Math.max(view.name.length, view.second?.text.length ?? 0);
  const [a, b] = view.ends;
  const word = (view.label?.length ?? 0) + (view.mtu === undefined ? 0 : 11);
  return Math.max(word, view.prefix?.length ?? 0, a.interface.length + a.host.length + 1, b.interface.length + b.host.length + 1);
}

/** Same drawing? Then nothing need be painted. */
export function sameView(a: NodeView | LinkView, b: NodeView | LinkView): boolean {
  return same(a, b);
}
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  // Records made here have the same keys in the same order, whatever their values.
  for (const key in a) if (!same(a[key as never], b[key as never])) return false;
  return true;
}
