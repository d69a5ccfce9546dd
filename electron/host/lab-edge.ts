/** What leads out of a running lab: the ways to the Internet, which need no root, and what is joined of this computer, which does. */
import type { Control } from '../helper/control';
import type { UplinkState } from '../shared/contract';
import type { NestworkError } from '../shared/lab/error';
import { InternetWays } from './internet-ways';
import type { RunningEdge } from './internet-ways';
import { LabUplinks } from './lab-uplinks';
import type { RootSession } from './root-session';

export interface LabPlace {
  /** Folder that holds `dist/`. */
  readonly root: string;
  readonly elevated: RootSession;
  /** As of `HostOptions`. */
  readonly trace?: string;
}
export interface EdgeOwner {
  /** Of the document. */
  readonly id: string;
  /** Of the topology. */
  lab(): string;
  /** Null: nothing runs. */
  running(): RunningEdge | null;
  control(): Control | undefined;
  /** `failures` is new. */
  failed(): void;
  uplinks(state: UplinkState): void;
}

export class LabEdge {
  readonly uplinks: LabUplinks;
  private readonly internet: InternetWays;

  constructor(
    { root, elevated }: LabPlace,
    private readonly owner: EdgeOwner,
  ) {
    const edge = (): RunningEdge | null => owner.running();
    this.internet = new InternetWays(root, edge, () => owner.failed());
    this.uplinks = new LabUplinks(
      { id: owner.id, edge, control: () => owner.control(), changed: (state) => owner.uplinks(state) },
      elevated,
      () => owner.lab(),
    );
  }

  failures(): { id: string; error: NestworkError }[] {
    return this.internet.failures();
  }
  /** The drawing, or what the kernel says of a node, has changed: cheap where nothing leads outside. */
  mayHaveChanged(): void {
    const edge = this.owner.running();
    if (edge && edge.wanted.uplinks.size + this.internet.size + this.uplinks.size > 0) void this.settle();
  }
  /** Resolves when the Internet is open; what needs a person's yes is looked at beside. */
  async settle(): Promise<void> {
    await this.internet.settle();
    void this.uplinks.settle();
  }
  async retry(): Promise<void> {
    await this.internet.retry();
    void this.uplinks.settle();
  }
  forget(): void {
    this.internet.forget();
    this.uplinks.forget();
  }
}
