/** What a window remembers of a lab's terminals: how they stood and what they were called. This page's own first, then that of the last window. */
import { z } from 'zod';
import { layoutSchema } from './layout';
import type { TileLayout } from './layout';

const keptSchema = z.object({
  layout: layoutSchema.optional(),
  names: z.record(z.string(), z.string().max(100)).default({}),
});
type Kept = z.infer<typeof keptSchema>;
type Stores = readonly Pick<Storage, 'getItem' | 'setItem'>[];

/** Names that are kept; the oldest go first. */
const namesLimit = 200;

export class Memory {
  private kept: Kept;

  /** @param lab id of the topology */
  constructor(
    private readonly lab: string,
    private readonly stores: Stores = [sessionStorage, localStorage],
  ) {
    this.kept = this.read();
  }

  get layout(): TileLayout | undefined {
    return this.kept.layout;
  }
  tab(key: string): { name: string } | undefined {
    const name = this.kept.names[key];
    return name === undefined ? undefined : { name };
  }
  keepLayout(layout: TileLayout): void {
    this.write({ ...this.kept, layout: layout as Kept['layout'] });
  }
  keepName(key: string, name: string): void {
    const others = Object.entries(this.kept.names).filter(([other]) => other !== key);
    const names = name ? [...others, [key, name] as const] : others;
    this.write({ ...this.kept, names: Object.fromEntries(names.slice(-namesLimit)) });
  }

  private read(): Kept {
    for (const store of this.stores) {
      try {
        const parsed = keptSchema.safeParse(JSON.parse(store.getItem(this.place) ?? ''));
        if (parsed.success) return parsed.data;
      } catch {
        // Nothing there, or not ours.
      }
    }
    return { names: {} };
  }
  private write(kept: Kept): void {
    this.kept = kept;
    for (const store of this.stores) {
      try {
        store.setItem(this.place, JSON.stringify(kept));
      } catch {
        // A full or forbidden storage costs the memory, nothing else.
      }
    }
  }
  private get place(): string {
    return `terminals/${this.lab}`;
  }
}
