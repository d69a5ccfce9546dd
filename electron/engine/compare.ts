/**
 * What differs between two drawings, as a person would list it: one change for each device, cable or mark, each with the fields that are different and the
 * edit that makes this one alone. Whoever shows it puts the codes into words.
 */
import { diffTopologies } from '../shared/topology/diff';
import type { TopologyDiff } from '../shared/topology/diff';
import type { Topology, TopologyLink, TopologyNode } from '../shared/topology/schema';
import { labFields, linkFields, markFields, nodeFields } from './compare-fields';
import type { FieldChange } from './compare-fields';

export type { FieldChange, FieldCode } from './compare-fields';
export type Thing = 'lab' | 'node' | 'link' | 'note' | 'area' | 'group';

export interface Change {
  readonly sign: '+' | '~' | '-';
  readonly thing: Thing;
  /** Id of the record; of the lab: empty. */
  readonly id: string;
  /** Name of the device, mark or lab; of a cable: empty. */
  readonly name: string;
  /** Names of the devices that its cables lead to: of a cable both ends; of a new or removed device, those that come or go with it. */
  readonly ends: readonly string[];
  /** Ids of everything that the edit touches. */
  readonly ids: readonly string[];
  /** Of a changed record. */
  readonly fields: readonly FieldChange[];
  /** The kernel need not know. */
  readonly drawing: boolean;
  /** This change alone. */
  readonly diff: TopologyDiff;
}

/** In the order of the drawings: what is new, what changed, what is gone. Cables of a device that comes or goes are part of its change. */
export function compare(before: Topology, after: Topology): Change[] {
  const diff = diffTopologies(before, after);
  const names = new Map([...before.nodes, ...after.nodes].map((node) => [node.id, node.name] as const));
  const come = cablesOf(diff.links?.added ?? [], new Set(diff.nodes?.added.map(({ id }) => id)));
  const go = cablesOf(diff.links?.removed ?? [], new Set(diff.nodes?.removed.map(({ id }) => id)));
  const far = (node: TopologyNode, links: readonly TopologyLink[]): string[] =>
    links.map((link) => names.get((link.ends.find((end) => end.node !== node.id) ?? link.ends[0]).node) ?? '');
  const both = (link: TopologyLink): string[] => link.ends.map((end) => names.get(end.node) ?? end.node);
  const whole = (
    sign: '+' | '-',
    thing: Thing,
    id: string,
    name: string,
    ends: readonly string[],
    part: TopologyDiff,
    links: readonly TopologyLink[] = [],
  ): Change => ({
    sign,
    thing,
    id,
    name,
    ends,
    ids: [id, ...links.map((link) => link.id)],
    fields: [],
    drawing: thing !== 'node' && thing !== 'link',
    diff: part,
  });
  const changed = (
    thing: Thing,
    id: string,
    name: string,
    ends: readonly string[],
    fields: readonly FieldChange[],
    part: TopologyDiff,
  ): Change => ({
    sign: '~',
    thing,
    id,
    name,
    ends,
    ids: [id],
    fields,
    drawing: fields.every((field) => field.drawing),
    diff: part,
  });

  const marks = (['notes', 'areas', 'groups'] as const).flatMap((list) => {
    const thing = list.slice(0, -1) as 'note' | 'area' | 'group';
    return [
      ...(diff[list]?.added ?? []).map((one) => whole('+', thing, one.id, titleOf(one), [], { [list]: { ...none, added: [one] } })),
      ...(diff[list]?.changed ?? []).map(([old, now]) =>
        changed(thing, now.id, titleOf(now), [], markFields(old, now), { [list]: { ...none, changed: [[old, now]] } }),
      ),
      ...(diff[list]?.removed ?? []).map((one) => whole('-', thing, one.id, titleOf(one), [], { [list]: { ...none, removed: [one] } })),
    ];
  });
  return [
    ...(diff.lab ? [changed('lab', '', after.name, [], labFields(...diff.lab), { lab: diff.lab })] : []),
    ...(diff.nodes?.added ?? []).map((node) => {
      const links = come.get(node.id) ?? [];
      return whole(
        '+',
        'node',
        node.id,
        node.name,
        far(node, links),
        withLinks({ nodes: { ...none, added: [node] } }, 'added', links),
        links,
      );
    }),
    ...(come.get('') ?? []).map((link) => whole('+', 'link', link.id, '', both(link), { links: { ...none, added: [link] } })),
    ...(diff.nodes?.changed ?? []).map(([old, now]) =>
      changed('node', now.id, now.name, [], nodeFields(old, now), { nodes: { ...none, changed: [[old, now]] } }),
    ),
    ...(diff.links?.changed ?? []).map(([old, now]) =>
      changed('link', now.id, '', both(now), linkFields(old, now, names), { links: { ...none, changed: [[old, now]] } }),
    ),
    ...(diff.nodes?.removed ?? []).map((node) => {
      const links = go.get(node.id) ?? [];
      return whole(
        '-',
        'node',
        node.id,
        node.name,
        far(node, links),
        withLinks({ nodes: { ...none, removed: [node] } }, 'removed', links),
        links,
      );
    }),
    ...(go.get('') ?? []).map((link) => whole('-', 'link', link.id, '', both(link), { links: { ...none, removed: [link] } })),
    ...marks,
  ];
}

const none = { added: [], changed: [], removed: [] };
const withLinks = (diff: TopologyDiff, part: 'added' | 'removed', links: readonly TopologyLink[]): TopologyDiff =>
  links.length > 0 ? { ...diff, links: { ...none, [part]: links } } : diff;

/** Cables by the device that they come or go with: the last of the list, since a cable needs both its ends. Under '': those whose devices stay. */
function cablesOf(links: readonly TopologyLink[], nodes: ReadonlySet<string>): Map<string, TopologyLink[]> {
  const order = new Map([...nodes].map((id, at) => [id, at] as const));
  const found = new Map<string, TopologyLink[]>();
  for (const link of links) {
    const [a, b] = link.ends.map((end) => order.get(end.node) ?? -1) as [number, number];
    const last = link.ends[b > a ? 1 : 0].node;
    const key = a < 0 && b < 0 ? '' : last;
    found.set(key, [...(found.get(key) ?? []), link]);
  }
  return found;
}

/** The name of an area or group, or how a note begins. */
function titleOf(mark: { name?: string | undefined; text?: string }): string {
  const text = mark.name ?? mark.text?.split('\n')[0] ?? '';
  return [...text].length > 40 ? `${[...text].slice(0, 39).join('')}…` : text;
}
