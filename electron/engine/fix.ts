/** Mends a problem of a drawing where one way to do it is certain: one edit, as any other, so that undo takes it back. */
import type { Problem } from '../shared/contract/problem';
import { isCodeOf } from '../shared/text';
import type { CodeOf, TextArguments } from '../shared/text';
import { outsideEnd } from '../shared/topology/kinds';
import { namespaceKinds } from '../shared/topology/schema';
import type { NamespaceKind, Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import type { HostLimits } from '../shared/topology/validate';
import { derive } from './derive';
import {
  changeInterface,
  changeLinks,
  changeNodes,
  removeItems,
  renameInterface,
  renameNode,
  setAddresses,
  setLinkUp,
  without,
} from './edit';
import { problemsOf } from './problems';

type Change = (topology: Topology, args: TextArguments) => Topology;

/** The drawing after the problem's fix; the same object if it has none, or what it is about is not there any more. */
export function applyFix(topology: Topology, { fix }: Pick<Problem, 'fix'>): Topology {
  return fix && isCodeOf('fixes', fix.code) ? changes[fix.code](topology, fix.args) : topology;
}

/** In each round every problem is mended that can be; a loop of switches may hide another. */
const mostRounds = 100;

/** Everything that can be mended. `fixed`: what was, in this order. */
export function fixAll(topology: Topology, limits?: HostLimits): { topology: Topology; fixed: Problem[] } {
  let current = topology;
  const fixed: Problem[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const before = current;
    for (const problem of problemsOf(current, derive(current), limits)) {
      const next = applyFix(current, problem);
      if (next === current) continue;
      current = next;
      fixed.push(problem);
    }
    if (current === before) break;
  }
  return { topology: current, fixed };
}

const text = (args: TextArguments, name: string): string => String(args[name] ?? '');
const onNode =
  (change: (node: TopologyNode, args: TextArguments) => TopologyNode): Change =>
  (topology, args) =>
    changeNodes(topology, [text(args, 'node')], (node) => change(node, args));

const changes: Readonly<Record<CodeOf<'fixes'>, Change>> = {
  'rename-node': (topology, args) => renameNode(topology, text(args, 'node'), text(args, 'name')),
  'rename-interface': (topology, args) => renameInterface(topology, text(args, 'node'), text(args, 'interface'), text(args, 'name')),
  'delete-link': (topology, args) => removeItems(topology, [text(args, 'link')]),
  'new-link-id': (topology, args) => changeLinks(topology, [text(args, 'link')], (link) => ({ ...link, id: text(args, 'id') })),
  'move-link-end': (topology, args) =>
    changeLinks(topology, [text(args, 'link')], (link) => {
      const ends = link.ends.map((end, at) => (at === args.end ? { ...end, interface: text(args, 'name') } : end));
      return { ...link, ends: ends as TopologyLink['ends'] };
    }),
  'remove-address': (topology, args) => {
    const [node, name, address] = [text(args, 'node'), text(args, 'interface'), text(args, 'address')];
    if (name === outsideEnd) return changeNodes(topology, [node], (record) => ofComputer(record, (one) => withoutAddress(one, address)));
    return changeNodes(topology, [node], (record) => changeInterface(record, name, (one) => withoutAddress(one, address)));
  },
  'automatic-address': (topology, args) => {
    const [node, name, family] = [text(args, 'node'), text(args, 'interface'), args.family === 'ipv6' ? 'ipv6' : 'ipv4'] as const;
    if (name === outsideEnd) return changeNodes(topology, [node], (record) => ofComputer(record, (one) => without(one, family)));
    return setAddresses(topology, node, name, family, undefined);
  },
  'remove-mac': onNode((node, args) => changeInterface(node, text(args, 'interface'), (one) => without(one, 'mac'))),
  'remove-setting': onNode((node, args) => {
    const sysctls = without(node.sysctls ?? {}, text(args, 'setting'));
    return Object.keys(sysctls).length > 0 ? { ...node, sysctls } : without(node, 'sysctls');
  }),
  'remove-file': onNode((node, args) => {
    if (node.files?.[Number(args.index)]?.path !== args.path) return node;
    return { ...node, files: node.files?.filter((_, at) => at !== args.index) };
  }),
  'own-namespace': onNode((node, args) => {
    const own = new Set<NamespaceKind>([...(node.isolation ?? namespaceKinds), args.kind as NamespaceKind]);
    return { ...node, isolation: namespaceKinds.filter((kind) => own.has(kind)) };
  }),
  'remove-field': onNode((node, args) => without(node, text(args, 'field'))),
  'stp-on': onNode((node) => ({ ...node, stp: true })),
  'cut-link': (topology, args) => setLinkUp(topology, [text(args, 'link')], false),
  'remove-forward': onNode((node, args) => {
    const forwards = node.internet?.forwards ?? [];
    const one = forwards[Number(args.index)];
    if (one?.protocol !== args.protocol || String(one?.port) !== args.port) return node;
    return { ...node, internet: { ...node.internet, forwards: forwards.filter((other) => other !== one) } };
  }),
};

interface Typed {
  ipv4?: string[];
  ipv6?: string[];
}
type Computer = NonNullable<TopologyNode['computer']>;
const ofComputer = (node: TopologyNode, change: (computer: Computer) => Computer): TopologyNode => ({
  ...node,
  computer: change(node.computer ?? {}),
});

/** One that was typed twice goes once. */
function withoutAddress<T extends Typed>(one: T, address: string): T {
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const found = one[family]?.lastIndexOf(address) ?? -1;
  return found < 0 ? one : { ...one, [family]: one[family]!.filter((_, at) => at !== found) };
}
