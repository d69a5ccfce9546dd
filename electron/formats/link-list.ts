/**
 * A network as a list of lines, as people write it in a message: `r1 -- s1`, `s1 -- h1..h20`.
 *
 * - `a -- b` is a cable; `a -- b -- c` are two. Several names with commas between them are each cabled to each of the other side.
 * - `h1..h20` stands for twenty names; `h1..20` is the same.
 * - `r1:eth2 -- s1` says which interface.
 * - A kind before names declares them: `router core1, core2`. Else the name says it, as far as it can: `r1`, `sw2`, `hub1`; everything else is a host.
 * - `#` begins a comment.
 */
import type { LinkEnd, NodeKind, Topology } from '../shared/topology/schema';
import { interfaceNameSchema, nodeKinds, nodeNameSchema } from '../shared/topology/schema';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';

export interface ListedEnd {
  readonly name: string;
  /** Absent: the next that is free. */
  readonly interface?: string;
}
export interface LinkList {
  /** Names in the order of their first mention; `declared` if the kind was written and not guessed. */
  readonly nodes: readonly { readonly name: string; readonly kind: NodeKind; readonly declared: boolean }[];
  readonly links: readonly (readonly [ListedEnd, ListedEnd])[];
}

/** As many as a lab may have. */
const most = { nodes: 10_000, links: 40_000 };
const separator = /\s*--\s*/;
const guesses: readonly (readonly [RegExp, NodeKind])[] = [
  [/^(r|rt|router|gw)[-\d]*$/i, 'router'],
  [/^(s|sw|switch)[-\d]*$/i, 'switch'],
  [/^hub[-\d]*$/i, 'hub'],
  [/^internet[-\d]*$/i, 'internet'],
];

/** The kind that a name stands for by itself. */
export const kindOfName = (name: string): NodeKind => guesses.find(([pattern]) => pattern.test(name))?.[1] ?? 'host';

/** Whether text looks like such a list: some line has two names with `--` between them. Cheap for text of any length. */
export const looksLikeLinks = (text: string): boolean => /^[^\S\n]*[A-Za-z0-9][\w.:, -]*?\s*--\s*[A-Za-z0-9]/m.test(text.slice(0, 65_536));

/** Reads the whole list, or says which line is wrong: nothing of it is taken then. */
export function readLinkList(text: string): Result<LinkList> {
  const kinds = new Map<string, { kind: NodeKind; declared: boolean }>();
  const links: [ListedEnd, ListedEnd][] = [];
  for (const [index, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.replace(/#.*$/, '').trim().replace(/;$/, '');
    if (!line) continue;
    const read = readLine(line);
    if (!read.ok) return wrong(index + 1, whole.trim(), read.sentence, read.what);
    const { kind, groups } = read;
    for (const { name } of groups.flat()) {
      const known = kinds.get(name);
      if (known?.declared && kind && known.kind !== kind) return wrong(index + 1, whole.trim(), 'kinds', name);
      if (!known || (kind && !known.declared)) kinds.set(name, { kind: kind ?? kindOfName(name), declared: kind !== undefined });
    }
    for (let at = 1; at < groups.length; at++)
      for (const a of groups[at - 1]!)
        for (const b of groups[at]!) {
          links.push([a, b]);
          if (links.length > most.links) return wrong(index + 1, whole.trim(), 'links', String(most.links));
        }
    if (kinds.size > most.nodes) return wrong(index + 1, whole.trim(), 'nodes', String(most.nodes));
  }
  const taken = new Set<string>();
  for (const end of links.flat()) {
    if (end.interface === undefined) continue;
    const port = `${end.name}:${end.interface}`;
    if (taken.has(port)) return wrong(undefined, port, 'twice', port);
    taken.add(port);
  }
  return ok({ nodes: [...kinds].map(([name, { kind, declared }]) => ({ name, kind, declared })), links });
}

type Fault = 'name' | 'interface' | 'range' | 'empty' | 'itself' | 'kinds' | 'nodes' | 'links' | 'twice';
type Read = { ok: true; kind: NodeKind | undefined; groups: ListedEnd[][] } | { ok: false; sentence: Fault; what: string };

function readLine(line: string): Read {
  const [first = '', ...words] = line.split(/\s+/);
  const declares = words.length > 0 && !words[0]!.startsWith('--') && (nodeKinds as readonly string[]).includes(first);
  const groups: ListedEnd[][] = [];
  for (const side of (declares ? line.slice(first.length).trim() : line).split(separator)) {
    const group: ListedEnd[] = [];
    for (const part of side.split(',')) {
      const names = expand(part.trim());
      if (!names.ok) return names;
      group.push(...names.ends);
      if (group.length > most.nodes) return { ok: false, sentence: 'nodes', what: String(most.nodes) };
    }
    const before = groups.at(-1);
    const itself = before && group.find(({ name }) => before.some((other) => other.name === name));
    if (itself) return { ok: false, sentence: 'itself', what: itself.name };
    groups.push(group);
  }
  return { ok: true, kind: declares ? (first as NodeKind) : undefined, groups };
}

/** One name, one interface of it, or a range of names. */
function expand(part: string): { ok: true; ends: ListedEnd[] } | { ok: false; sentence: Fault; what: string } {
  if (!part) return { ok: false, sentence: 'empty', what: '--' };
  const range = /^([A-Za-z0-9-]*?)(\d+)\.\.([A-Za-z0-9-]*?)(\d+)$/.exec(part);
  if (range) {
    const [, stem = '', low = '', again = '', high = ''] = range;
    const count = Number(high) - Number(low) + 1;
    if ((again && again !== stem) || count < 1 || count > most.nodes) return { ok: false, sentence: 'range', what: part };
    // h01..h20 keeps its zeros.
    const width = low.startsWith('0') ? low.length : 0;
    const names = Array.from({ length: count }, (_, at) => `${stem}${String(Number(low) + at).padStart(width, '0')}`);
    if (names.some((name) => !nodeNameSchema.safeParse(name).success)) return { ok: false, sentence: 'name', what: part };
    return { ok: true, ends: names.map((name) => ({ name })) };
  }
  const [name = '', port, ...rest] = part.split(':');
  if (!nodeNameSchema.safeParse(name).success || rest.length > 0) return { ok: false, sentence: 'name', what: part };
  if (port === undefined) return { ok: true, ends: [{ name }] };
  if (!interfaceNameSchema.safeParse(port).success) return { ok: false, sentence: 'interface', what: port };
  return { ok: true, ends: [{ name, interface: port }] };
}

const reasons: Readonly<Record<Fault, (what: string) => string>> = {
  name: (what) => `“${what}” is no name of a device; a name is 1 to 63 letters, digits and “-”`,
  interface: (what) => `“${what}” is no name of an interface`,
  range: (what) => `“${what}” is no range; one is written h1..h20`,
  empty: () => 'a name is missing beside a “--” or a comma',
  itself: (what) => `${what} would be cabled to itself`,
  kinds: (what) => `${what} was declared as another kind before`,
  nodes: (what) => `these are more than ${what} devices`,
  links: (what) => `these are more than ${what} cables`,
  twice: (what) => `the interface ${what} has two cables`,
};
/** Longer lines are shown by their beginning. */
const shown = 60;

function wrong(line: number | undefined, text: string, sentence: Fault, what: string): Result<never> {
  const start = text.length > shown ? `${text.slice(0, shown)}…` : text;
  return fail({
    code: 'malformed-links',
    sentence,
    args: { line: line ?? 0, text: start, what },
    message: `${line ? `Line ${line} (“${start}”)` : 'The list'} cannot be drawn: ${reasons[sentence](what)}.`,
    hint: 'Nothing was added. A cable is written as r1 -- s1, several at once as s1 -- h1..h20.',
    ...(line && { line }),
  });
}

/**
 * The same network as such a list: what `readLinkList` gives back is these devices, and the cables among them at the same interfaces.
 * Everything else of a device (addresses, commands, its place) is not in it.
 */
export function writeLinkList({ nodes, links }: Pick<Topology, 'nodes' | 'links'>): string {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const lines: string[] = [];
  for (const kind of nodeKinds) {
    const declared = nodes.filter((node) => node.kind === kind && kindOfName(node.name) !== kind).map((node) => node.name);
    if (declared.length) lines.push(`${kind} ${joined(declared)}`);
  }
  const ends = new Map<string, string[]>();
  const taken = new Map<string, Set<string>>();
  /** As it would be read: the interface is said only where it is not the next free one. */
  const written = (end: LinkEnd): string => {
    const used = taken.get(end.node) ?? new Set();
    taken.set(end.node, used);
    let next = 0;
    while (used.has(`eth${next}`)) next++;
    used.add(end.interface);
    return end.interface === `eth${next}` ? names.get(end.node)! : `${names.get(end.node)!}:${end.interface}`;
  };
  let before = '';
  for (const link of links) {
    if (!link.ends.every((end) => names.has(end.node))) continue;
    const [a, b] = [written(link.ends[0]), written(link.ends[1])];
    // Cables that follow each other from one device stand in one line; an order that changed would change interfaces.
    const open = before === a && !a.includes(':') ? ends.get(a) : undefined;
    if (open && !b.includes(':') && !open.includes(b)) open.push(b);
    else {
      flush();
      ends.set(a, [b]);
    }
    before = b.includes(':') ? '' : a;
  }
  flush();
  function flush(): void {
    for (const [from, to] of ends) lines.push(`${from} -- ${joined(to)}`);
    ends.clear();
  }
  const cabled = new Set(links.flatMap((link) => (link.ends.every((end) => names.has(end.node)) ? link.ends.map((end) => end.node) : [])));
  const alone = nodes.filter((node) => !cabled.has(node.id) && kindOfName(node.name) === node.kind).map((node) => node.name);
  if (alone.length) lines.push(joined(alone));
  return `${lines.join('\n')}\n`;
}

/** Names with commas between them; three or more that count up become a range. */
function joined(names: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < names.length;) {
    const match = /^(.*?)([1-9]\d*|0)$/.exec(names[at]!);
    let length = 1;
    while (match && names[at + length] === `${match[1]}${Number(match[2]) + length}`) length++;
    parts.push(length > 2 ? `${names[at]}..${names[at + length - 1]}` : names.slice(at, at + length).join(', '));
    at += length;
  }
  return parts.join(', ');
}
