/** Problems of names, ids and MAC addresses: whatever must be one of its kind. */
import type { Problem } from '../contract';
import { problem } from '../text/problem';
import type { Fix } from '../text/problem';
import { bridgeName, hasOutsidePort, isBridge, uplinkPort } from './kinds';
import type { Topology, TopologyNode } from './schema';

/** What /etc/hosts of every computer gives to the computer itself. */
const ownNames = new Set(['localhost', 'localhost4', 'localhost6', 'ip6-localhost', 'ip6-loopback', 'ip6-allnodes', 'ip6-allrouters']);

export function* nameProblems(topology: Topology): Generator<Problem> {
  const taken = new Set(topology.nodes.map(({ name }) => name.toLowerCase()));
  const seen = new Set<string>();
  for (const { id, name } of topology.nodes) {
    const key = name.toLowerCase();
    const rename = (): Fix => {
      const free = freeNameLike(name, taken);
      taken.add(free.toLowerCase());
      return { code: 'rename-node', args: { node: id, name: free } };
    };
    if (seen.has(key)) yield problem('duplicate-name', 'error', { node: id }, { name }, rename());
    else if (ownNames.has(key)) yield problem('reserved-name', 'error', { node: id }, { name }, rename());
    seen.add(key);
  }
  yield* ids(topology);
  for (const node of topology.nodes) yield* interfaces(node, topology);
  yield* macs(topology);
}

/** `web` -> `web2`, `h9` -> `h10`: with the next number behind it that nobody has, in 63 characters. */
export function freeNameLike(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, number] = /^(.*?)(\d{0,9})$/.exec(name)!;
  for (let next = Number(number || 1) + 1; ; next++) {
    const free = `${stem.slice(0, 63 - String(next).length)}${next}`;
    if (!taken.has(free.toLowerCase())) return free;
  }
}

/** Failures and selections name a node or a cable by its id alone. */
function* ids({ nodes, links }: Topology): Generator<Problem> {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const taken = new Set([...names.keys(), ...links.map(({ id }) => id)]);
  for (const { id } of links) {
    const name = names.get(id);
    if (name === undefined) continue;
    let number = 1;
    while (taken.has(`l${number}`)) number++;
    taken.add(`l${number}`);
    const fix = { code: 'new-link-id', args: { link: id, id: `l${number}` } } as const;
    yield problem('shared-id', 'error', { link: id, node: id }, { link: id, name }, fix);
  }
}

function* interfaces(node: TopologyNode, { links }: Topology): Generator<Problem> {
  const reserved = [...(isBridge(node) ? [bridgeName] : []), ...(hasOutsidePort(node) ? [uplinkPort] : [])];
  if (reserved.length === 0) return;
  const drawn = new Set(node.interfaces?.map(({ name }) => name));
  const cabled = new Set(links.flatMap(({ ends }) => ends.filter((end) => end.node === node.id).map((end) => end.interface)));
  for (const name of reserved) {
    if (!drawn.has(name) && !cabled.has(name)) continue;
    let number = 0;
    while (drawn.has(`eth${number}`) || cabled.has(`eth${number}`)) number++;
    const fix = { code: 'rename-interface', args: { node: node.id, interface: name, name: `eth${number}` } } as const;
    yield problem('reserved-interface', 'error', { node: node.id, interface: name }, { device: node.name, interface: name }, fix);
  }
}

function* macs(topology: Topology): Generator<Problem> {
  const seen = new Map<string, string>();
  for (const node of topology.nodes) {
    for (const { name, mac } of node.interfaces ?? []) {
      if (mac === undefined) continue;
      const other = seen.get(mac);
      const place = { node: node.id, interface: name };
      const fix = { code: 'remove-mac', args: place } as const;
      if (other !== undefined) yield problem('duplicate-mac', 'error', place, { device: node.name, interface: name, mac, other }, fix);
      else seen.set(mac, `${node.name} ${name}`);
    }
  }
}
