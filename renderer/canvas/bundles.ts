/** Cables between the same two devices: side by side while they are few, one line with their number above that. */
import { bentLine, cableLine, mostParallel } from './cable';
import type { CableLine } from './cable';
import type { LinkItem, NodeItem } from './items';

/** Orders are whole and far below 2^26: two of them fit into one number. */
const keyOf = ({ a, b }: Pick<LinkItem, 'a' | 'b'>): number => Math.min(a.order, b.order) * 2 ** 26 + Math.max(a.order, b.order);

export class Bundles {
  private readonly bundles = new Map<number, LinkItem[]>();

  add(link: LinkItem): void {
    const bundle = this.bundles.get(keyOf(link));
    if (bundle) bundle.push(link);
    else this.bundles.set(keyOf(link), [link]);
  }

  remove(link: LinkItem): void {
    const rest = this.of(link).filter((one) => one !== link);
    if (rest.length > 0) this.bundles.set(keyOf(link), rest);
    else this.bundles.delete(keyOf(link));
  }

  /** The cables beside this one, and itself, in the order in which they were drawn. */
  of(link: LinkItem): readonly LinkItem[] {
    return this.bundles.get(keyOf(link)) ?? [];
  }
  between(a: NodeItem, b: NodeItem): readonly LinkItem[] {
    return this.bundles.get(keyOf({ a, b })) ?? [];
  }
  all(): Iterable<readonly LinkItem[]> {
    return this.bundles.values();
  }
  clear(): void {
    this.bundles.clear();
  }
}

/** Gives the cables of a bundle their lines. All straight ones are measured from the same end, so that they do not cross; bent ones go their own way. */
export function layOut(bundle: readonly LinkItem[]): void {
  const isBent = ({ a, b, bends }: LinkItem): boolean => bends.length > 0 && a !== b;
  const straight = bundle.some(isBent) ? bundle.filter((link) => !isBent(link)) : bundle;
  const [first] = straight;
  const many = straight.length > mostParallel;
  const lanes = many ? 1 : straight.length;
  straight.forEach((link, index) => {
    const turned = link.a !== first?.a;
    const line = turned ? cableLine(link.b, link.a, index % lanes, lanes) : cableLine(link.a, link.b, index % lanes, lanes);
    link.line = turned ? reversed(line) : line;
    link.stands = many ? (index === 0 ? straight.length : 0) : 1;
  });
  if (straight === bundle) return;
  for (const link of bundle)
    if (isBent(link)) {
      link.line = bentLine(link.a, link.b, link.bends);
      link.stands = 1;
    }
}

const reversed = ({ a, b, direction, leaves, lights, ...line }: CableLine): CableLine => ({
  ...line,
  a: b,
  b: a,
  direction: { x: -direction.x, y: -direction.y },
  leaves: [leaves[1], leaves[0]],
  lights: [lights[1], lights[0]],
});
