/**
 * What a topology asks of the kernel, complete: every name, MAC address, IP address and route decided, and nothing in it that the kernel
 * need not know (positions, notes). `derive` makes it; `plan` compares two of them. Immutable: parts that did not change are the same objects.
 */
import type { Operation, Reason } from '../shared/lab/operation';
import type { KernelKind, LinkEnd, NamespaceKind, NodeLimits } from '../shared/topology/schema';
import type { WantedUplink } from './uplinks';

/** One end of a cable: a node id and the name of an interface of that node. */
export type End = Readonly<Pick<LinkEnd, 'node' | 'interface'>>;

export interface WantedAddress {
  /** Canonical text with prefix length, as the kernel shows it: `10.0.1.1/24`. */
  readonly address: string;
  readonly automatic: boolean;
  readonly reason: Reason;
}

export interface WantedRoute {
  /** Canonical prefix; a default route is `0.0.0.0/0` or `::/0`. */
  readonly to: string;
  /** Gateway, canonical. Absent: directly reachable through `dev`. */
  readonly via?: string;
  readonly dev?: string;
  readonly automatic: boolean;
  readonly reason: Reason;
}

export interface WantedInterface {
  readonly name: string;
  readonly mac: string;
  /** Bytes. */
  readonly mtu: number;
  readonly up: boolean;
  /** IPv6 is possible on it. */
  readonly ipv6: boolean;
  /** A port of the node's bridge; such an interface has no addresses. */
  readonly port: boolean;
  /** Id of its link. */
  readonly link: string;
  readonly addresses: readonly WantedAddress[];
}

/** A file that only one node sees. */
export type WantedFile = Extract<Operation, { op: 'node.files' }>['files'][number];
/** A start-up command with all that was left open decided. */
export type WantedCommand = Readonly<Omit<Extract<Operation, { op: 'command.run' }>, 'op' | 'node'>>;

export interface WantedNode {
  readonly id: string;
  readonly name: string;
  /** What it is to the kernel; the lab's edge is a router or a switch. */
  readonly kind: KernelKind;
  /** Its own namespaces, in the order of `namespaceKinds`; always with `net`. */
  readonly isolation: readonly NamespaceKind[];
  readonly forwarding: boolean;
  /** MAC address of the bridge: switch and hub only. */
  readonly mac?: string;
  /** Spanning Tree Protocol of the bridge. */
  readonly stp: boolean;
  /** The computer's files cannot be written from it. */
  readonly readOnly: boolean;
  readonly runAs?: string;
  /** Settings by name, in one writing (`settingName`); only such as are there: of the whole network, `lo`, the bridge, or one of `interfaces`. */
  readonly sysctls: ReadonlyMap<string, string>;
  /** By path, in the order of paths. */
  readonly files: readonly WantedFile[];
  readonly limits: Readonly<Pick<NodeLimits, 'cpu' | 'memory' | 'pids'>>;
  readonly startup: readonly WantedCommand[];
  /** Only interfaces that have a link, by name, in natural order (eth2 before eth10). */
  readonly interfaces: ReadonlyMap<string, WantedInterface>;
  readonly routes: readonly WantedRoute[];
}

export interface WantedLink {
  readonly id: string;
  /** `wire` between two layer-3 ends, so that a cut shows as NO-CARRIER on both; `pair` where a bridge has one of the ends. */
  readonly medium: 'pair' | 'wire';
  readonly ends: readonly [End, End];
  readonly cut: boolean;
}

/** What one broadcast reaches: the layer-3 ends joined by cables, switches and hubs. Cut cables and stopped nodes still belong to it. */
export interface Segment {
  /** Id of its oldest switch or hub, else of its cable: what its automatic prefixes are made from. */
  readonly id: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly members: readonly End[];
  /** Ids of its switches and hubs, and of this computer and its interfaces where they join it. */
  readonly switches: readonly string[];
  /** An interface of this computer is part of it: addresses come from the network that it leads to. Absent: false. */
  readonly lan?: true;
}

export interface WantedLab {
  readonly nodes: ReadonlyMap<string, WantedNode>;
  readonly links: ReadonlyMap<string, WantedLink>;
  readonly segments: readonly Segment[];
  /** Name servers of the lab, where a node leads to the Internet. */
  readonly resolver?: Readonly<Omit<Extract<Operation, { op: 'lab.resolver' }>, 'op'>>;
  /** How the nodes of the lab's edge that are there reach what is outside, by node id. */
  readonly uplinks: ReadonlyMap<string, WantedUplink>;
  /** Ids of nodes that are drawn but stopped: so a plan can say why they go. */
  readonly stopped?: ReadonlySet<string>;
}

export const emptyLab: WantedLab = { nodes: new Map(), links: new Map(), segments: [], uplinks: new Map() };
