/** Two drawings as one picture: all that either has, and for each thing that differs how. Pure. */
import type { Topology } from '../shared/topology/schema';
import { compare } from './compare';
import type { Change } from './compare';
import { derive } from './derive';
import { without } from './edit';
import type { WantedLab } from './wanted';

export interface Compared {
  /** What is here, where it is here; then what is only there. Every group stands open. */
  readonly topology: Topology;
  /** For its words: addresses are those of the drawing that a thing is from. */
  readonly wanted: WantedLab;
  readonly changes: readonly Change[];
  /** By id; what is the same in both is not in it. A cable that comes or goes with its device is. */
  readonly signs: ReadonlyMap<string, Change['sign']>;
  /** The change of a device, cable or mark that is in both. */
  readonly changed: ReadonlyMap<string, Change>;
}

export function compared(here: Topology, there: Topology): Compared {
  const other = { ...there, id: here.id };
  const changes = compare(here, other);
  const signs = new Map(changes.flatMap(({ ids, sign }) => ids.map((id) => [id, sign] as const)));
  const added = <T extends { id: string }>(list: readonly T[] | undefined): T[] => (list ?? []).filter(({ id }) => signs.get(id) === '+');
  const both = <T extends { id: string }>(mine: readonly T[] | undefined, theirs: readonly T[] | undefined): T[] => [...(mine ?? []), ...added(theirs)]; // prettier-ignore
  const [mine, theirs] = [derive(here), derive(other)];
  return {
    topology: {
      ...here,
      nodes: both(here.nodes, other.nodes),
      links: both(here.links, other.links),
      notes: both(here.notes, other.notes),
      areas: both(here.areas, other.areas),
      groups: both(here.groups, other.groups).map((group) => without(group, 'collapsed')),
    },
    wanted: {
      ...mine,
      nodes: new Map([...theirs.nodes, ...mine.nodes]),
      links: new Map([...theirs.links, ...mine.links]),
    },
    changes,
    signs,
    changed: new Map(changes.flatMap((change) => (change.sign === '~' && change.id ? [[change.id, change] as const] : []))),
  };
}
