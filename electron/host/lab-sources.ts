/** The private files beside the lab file as a running lab has them: read when it starts and when something that has one is touched, the same for every door. */
import type { Sources } from '../engine/inside';
import type { Topology } from '../shared/topology/schema';
import { readSources, sourcesIn } from './sources';

export class LabSources {
  private current: Sources;

  /** @param kept what the lab was made with. @param stale it is being made only now. */
  constructor(
    kept: Readonly<Record<string, string>> | undefined,
    private stale: boolean,
  ) {
    this.current = new Map(Object.entries(kept ?? {}));
  }

  /** The same map until a text is another one. */
  get texts(): Sources {
    return this.current;
  }

  /** A door that applied a change has read them. */
  take(kept: Readonly<Record<string, string>> | undefined): void {
    this.become(new Map(Object.entries(kept ?? {})));
  }

  /** What is on disk may be another text than what is in the lab. */
  mayHaveChanged(): void {
    this.stale = true;
  }
  touched(topology: Topology, ids: ReadonlySet<string>): void {
    this.stale ||= topology.nodes.some(({ id, files }) => ids.has(id) && files?.some(({ source }) => source !== undefined));
  }

  /** Reads anew what may have changed. Undefined: there is nothing to read, so that nobody waits. */
  refresh(topology: Topology, path: string | undefined): Promise<void> | undefined {
    if (!this.stale) return undefined;
    this.stale = false;
    if (this.current.size === 0 && sourcesIn(topology).size === 0) return undefined;
    return readSources(topology, path).then(({ texts }) => this.become(texts));
  }

  private become(texts: Sources): void {
    const same = texts.size === this.current.size && [...texts].every(([name, text]) => this.current.get(name) === text);
    if (!same) this.current = texts;
  }
}

/** Those that a drawing names, as they are kept with the lab; undefined: none. */
export function sourcesOf(topology: Topology, texts: Sources): Record<string, string> | undefined {
  if (texts.size === 0) return undefined;
  const named = [...sourcesIn(topology)].flatMap((name) => (texts.has(name) ? [[name, texts.get(name)!] as const] : []));
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}

/** Texts that are new or others than before: what a change carries. */
export function changedSources(
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
): Record<string, string> | undefined {
  const changed = Object.entries(after).filter(([name, text]) => before[name] !== text);
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}
