/** Cables between the same two devices: side by side while they are few, one line with their number above that. */
import { cableLine, mostParallel } from './cable';
import type { LinkItem } from './items';

/** Orders are whole and far below 2^26: two of them fit into one number. */
const keyOf = ({ a, b }: LinkItem): number => Math.min(a.order, b.order) * 2 ** 26 + Math.max(a.order, b.order);

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
  all(): Iterable<readonly LinkItem[]> {
    return this.bundles.values();
  }
  clear(): void {
    this.bundles.clear();
  }
}

/** Gives the cables of a bundle their lines. All are measured from the same end, so that they do not cross. */
export function layOut(bundle: readonly LinkItem[]): void {
  const [first] = bundle;
  const many = bundle.length > mostParallel;
  const lanes = many ? 1 : bundle.length;
  bundle.forEach((link, index) => {
    const turned = link.a !== first?.a;
    const line = turned ? cableLine(link.b, link.a, index % lanes, lanes) : cableLine(link.a, link.b, index % lanes, lanes);
    const { a, b, direction, lights } = line;
    link.line = turned ? { ...line, a: b, b: a, direction: { x: -direction.x, y: -direction.y }, lights: [lights[1], lights[0]] } : line;
    link.stands = many ? (index === 0 ? bundle.length : 0) : 1;
  });
}
