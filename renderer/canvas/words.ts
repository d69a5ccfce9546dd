/**
 * What is read aloud of a node or cable, composed when it is asked for: only what is seen or walked to ever is, and the words of thousands would be half the
 * time of opening a lab. What they are composed from stands in the record, so that two records that say the same are the same.
 */
import { t } from '../text';

/** "h1, host, up, 2 cables" */
export class NodeWords {
  declare readonly name: string;
  declare readonly kind: string;
  declare readonly state: string;
  declare readonly paused: boolean;
  declare readonly differs: boolean;
  declare readonly locked: boolean;
  declare readonly cables: number;
  /** Why something of it could not be done. */
  declare readonly failure: string | undefined;

  get spoken(): string {
    const { name, cables, failure } = this;
    const words = [
      t('canvas.node', {
        name,
        kind: t(`canvas.kind.${this.kind}`),
        state: t(`canvas.state.${this.paused ? 'paused' : this.state}`),
        cables: t('common.cables', cables),
      }),
    ];
    if (this.differs) words.push(t('canvas.differs'));
    if (this.locked) words.push(t('canvas.locked'));
    if (failure) words.push(failure);
    return words.join(', ');
  }
}

/** "Cable from h1 eth0 to s1 eth1, up" */
export class LinkWords {
  declare readonly names: readonly [string, string];
  declare readonly ends: readonly [{ readonly interface: string }, { readonly interface: string }];
  /** Of `canvas.state`. */
  declare readonly word: string;
  /** As it was written, of any length. */
  declare readonly written: string | undefined;
  declare readonly mtu: number | undefined;

  get spoken(): string {
    const end = (at: 0 | 1): string => t('canvas.end', { name: this.names[at], interface: this.ends[at].interface });
    const words = [
      t('canvas.cable', { a: end(0), b: end(1), state: t(`canvas.state.${this.word}`) }),
      this.written,
      this.mtu && `MTU ${this.mtu}`,
    ];
    return words.filter(Boolean).join(', ');
  }
}
