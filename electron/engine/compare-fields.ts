/** Which fields of two records with one id differ, each with what it was and what it is as short text; absent: nobody says anything (automatic, none). */
import type { Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { namespaceKinds } from '../shared/topology/schema';
import { equal } from './reuse';

/** What a field is; words are in the catalogue of whoever shows it. `other`: one that this version does not know, named by `what`. */
export type FieldCode =
  | 'name'
  | 'kind'
  | 'position'
  | 'locked'
  | 'stopped'
  | 'icon'
  | 'tags'
  | 'ipv4'
  | 'ipv6'
  | 'mac'
  | 'mtu'
  | 'up'
  | 'route'
  | 'setting'
  | 'file'
  | 'startup'
  | 'namespace'
  | 'filesystem'
  | 'cpu'
  | 'memory'
  | 'pids'
  | 'runAs'
  | 'shell'
  | 'stp'
  | 'forward'
  | 'loopback'
  | 'computer'
  | 'nic'
  | 'cut'
  | 'end'
  | 'label'
  | 'bends'
  | 'description'
  | 'pool'
  | 'pointToPoint'
  | 'background'
  | 'text'
  | 'size'
  | 'colour'
  | 'members'
  | 'collapsed'
  | 'other';

export interface FieldChange {
  readonly code: FieldCode;
  /** Which of several: an interface, a destination, a setting, a path, a namespace, a pool. */
  readonly what?: string;
  readonly before?: string;
  readonly after?: string;
  /** The kernel need not know. */
  readonly drawing: boolean;
}

const drawn = new Set<FieldCode>([
  'position',
  'locked',
  'icon',
  'tags',
  'label',
  'bends',
  'description',
  'background',
  'text',
  'size',
  'colour',
  'members',
  'collapsed',
]);

type Fields = Readonly<Record<string, unknown>>;
/** By which of several; undefined for the only one. */
type Parts = ReadonlyMap<string | undefined, string>;

class Collector {
  readonly found: FieldChange[] = [];
  add(code: FieldCode, before: string | undefined, after: string | undefined, what?: string): void {
    if (before === after) return;
    this.found.push({
      code,
      ...(what !== undefined && { what }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      drawing: drawn.has(code),
    });
  }
  parts(code: FieldCode, before: Parts, after: Parts): void {
    for (const what of new Set([...before.keys(), ...after.keys()])) this.add(code, before.get(what), after.get(what), what);
  }
  /** What no other call has asked about; and where none has found anything, everything that differs. */
  rest(before: Fields, after: Fields, known: ReadonlySet<string>): FieldChange[] {
    const all = this.found.length === 0;
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      if ((all || !known.has(key)) && !equal(before[key], after[key])) this.add('other', text(before[key]), text(after[key]), key);
    return this.found;
  }
}

/** As short text; a thing of several parts as JSON. */
function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
const place = (value: { x: number; y: number }): string => `${Math.round(value.x)}, ${Math.round(value.y)}`;
const joined = (list: readonly string[] | undefined): string | undefined => list && (list.length > 0 ? list.join(', ') : '');
/** Several under one key are one part. */
function keyed<T>(list: readonly T[] | undefined, key: (one: T) => string, value: (one: T) => string): Parts {
  const parts = new Map<string, string>();
  for (const one of list ?? []) parts.set(key(one), [parts.get(key(one)) ?? [], value(one)].flat().join(', '));
  return parts;
}

const knownOfNode = new Set(
  'id name kind position interfaces routes sysctls files startup isolation filesystem limits runAs shell stp internet computer nic stopped locked tags icon'.split(
    ' ',
  ),
);
export function nodeFields(before: TopologyNode, after: TopologyNode): FieldChange[] {
  const fields = new Collector();
  for (const code of ['name', 'kind', 'icon', 'filesystem', 'runAs', 'stp', 'stopped', 'locked'] as const)
    fields.add(code, text(before[code]), text(after[code]));
  fields.add('tags', joined(before.tags), joined(after.tags));
  fields.add('shell', before.shell?.join(' '), after.shell?.join(' '));
  for (const key of ['cpu', 'memory', 'pids'] as const) fields.add(key, text(before.limits?.[key]), text(after.limits?.[key]));
  const interfaces = new Set([...(before.interfaces ?? []), ...(after.interfaces ?? [])].map((one) => one.name));
  for (const name of interfaces) {
    const [old, now] = [before, after].map((node) => node.interfaces?.find((one) => one.name === name));
    for (const family of ['ipv4', 'ipv6'] as const) fields.add(family, joined(old?.[family]), joined(now?.[family]), name);
    for (const key of ['mac', 'mtu', 'up'] as const) fields.add(key, text(old?.[key]), text(now?.[key]), name);
  }
  const way = ({ via, dev }: { via?: string | undefined; dev?: string | undefined }): string => via ?? dev ?? '';
  const routes = (node: TopologyNode): Parts =>
    keyed(node.routes, ({ to, via }) => (via?.includes(':') && to === 'default' ? '::/0' : to), way);
  fields.parts('route', routes(before), routes(after));
  const settings = (node: TopologyNode): Parts => new Map(Object.entries(node.sysctls ?? {}));
  fields.parts('setting', settings(before), settings(after));
  const file = ({
    content,
    source,
    mode,
  }: {
    content?: string | undefined;
    source?: string | undefined;
    mode?: string | undefined;
  }): string => `${mode ?? '644'} ${content ?? `← ${source}`}`;
  fields.parts(
    'file',
    keyed(before.files, (one) => one.path, file),
    keyed(after.files, (one) => one.path, file),
  );
  const commands = (node: TopologyNode): Parts =>
    new Map((node.startup ?? []).map((one, at) => [String(at + 1), typeof one === 'string' ? one : JSON.stringify(one)]));
  fields.parts('startup', commands(before), commands(after));
  const own = (node: TopologyNode): Parts => {
    const kinds = node.isolation ?? namespaceKinds;
    return new Map(namespaceKinds.map((kind) => [kind, String(kinds.includes(kind))]));
  };
  fields.parts('namespace', own(before), own(after));
  const forwards = (node: TopologyNode): Parts =>
    keyed(
      node.internet?.forwards,
      (one) => `${one.protocol} ${one.port}`,
      (one) => `${one.node} ${one.nodePort}`,
    );
  fields.parts('forward', forwards(before), forwards(after));
  fields.add('loopback', text(before.internet?.loopback), text(after.internet?.loopback));
  fields.parts('computer', flat(before.computer), flat(after.computer));
  fields.parts('nic', flat(before.nic), flat(after.nic));
  if (!equal(before.position, after.position)) fields.add('position', place(before.position), place(after.position));
  return fields.rest(before, after, knownOfNode);
}
const flat = (record: Fields | undefined): Parts =>
  new Map(
    Object.entries(record ?? {}).flatMap(([key, value]) => {
      const written = text(value);
      return written === undefined ? [] : [[key, written] as const];
    }),
  );

const knownOfLink = new Set(['id', 'ends', 'up', 'mtu', 'bends', 'label']);
/** @param names of devices, by id */
export function linkFields(before: TopologyLink, after: TopologyLink, names: ReadonlyMap<string, string>): FieldChange[] {
  const fields = new Collector();
  fields.add('cut', text(before.up === false), text(after.up === false));
  const end = ({ node, interface: name }: TopologyLink['ends'][0]): string => `${names.get(node) ?? node} ${name}`;
  for (const at of [0, 1] as const) fields.add('end', end(before.ends[at]), end(after.ends[at]), String(at + 1));
  fields.add('mtu', text(before.mtu), text(after.mtu));
  fields.add('label', before.label, after.label);
  if (!equal(before.bends, after.bends)) fields.add('bends', text(before.bends), text(after.bends));
  return fields.rest(before, after, knownOfLink);
}

const knownOfLab = new Set(['nestwork', 'name', 'description', 'pools', 'background']);
export function labFields(before: Partial<Topology>, after: Partial<Topology>): FieldChange[] {
  const fields = new Collector();
  fields.add('name', before.name, after.name);
  fields.add('description', before.description, after.description);
  for (const family of ['ipv4', 'ipv6'] as const) {
    const pools = (lab: Partial<Topology>): string | undefined =>
      joined(
        lab.pools?.[family].map((pool) =>
          typeof pool === 'string' ? pool : `${pool.prefix}${pool.length === undefined ? '' : ` (/${pool.length})`}`,
        ),
      );
    fields.add('pool', pools(before), pools(after), family);
  }
  fields.add('pointToPoint', text(before.pools?.pointToPoint), text(after.pools?.pointToPoint));
  if (!equal(before.background, after.background)) fields.add('background', before.background && '', after.background && 'image');
  return fields.rest(before, after, knownOfLab);
}

const knownOfMark = new Set(['id', 'name', 'text', 'position', 'size', 'width', 'colour', 'locked', 'members', 'collapsed']);
/** Of notes, areas and groups. */
export function markFields(before: Fields, after: Fields): FieldChange[] {
  const fields = new Collector();
  for (const code of ['name', 'text', 'colour', 'locked', 'collapsed'] as const) fields.add(code, text(before[code]), text(after[code]));
  for (const [code, key] of [
    ['position', 'position'],
    ['size', 'size'],
    ['size', 'width'],
    ['members', 'members'],
  ] as const)
    if (!equal(before[key], after[key])) fields.add(code, text(before[key]), text(after[key]));
  return fields.rest(before, after, knownOfMark);
}
