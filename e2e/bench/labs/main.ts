/** The benchmark of labs, see run.mjs. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Report } from '../report';
import { edits } from './edits';
import { inside } from './inside';
import { compileBare } from './processes';
import { door } from './product';
import type { Door } from './product';
import { programs } from './programs';
import { upAndDown } from './updown';

export interface Context {
  root: string;
  /** Path of the yardstick. */
  bare: string;
  door: Door;
  sizes: readonly number[];
  quick: boolean;
  /**
   * The kernel frees namespaces after their last process has gone, in the background: it is given time, so that it is in nobody's figures. `held`: how many are
   * in use meanwhile.
   */
  calm(held?: number): Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

/** How many network namespaces the kernel has, about: slabinfo(5) counts some that are free already. Only root may read it. */
function networks(): number {
  try {
    return Number(/^net_namespace +(\d+)/m.exec(readFileSync('/proc/slabinfo', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
/** The kernel's worker that frees namespaces has no real-time priority: a lab of 1,000 takes it seconds, in which others can make none. */
function untilFreed(): Context['calm'] {
  const before = networks();
  return async (held = 0) => {
    await pause(300);
    for (let waited = 0; waited < 30_000 && networks() > before + held + 64; waited += 100) await pause(100);
  };
}

const sections = { programs, up: upAndDown, edits, inside };
type Section = keyof typeof sections;

/** @param root the checkout. Resolves to the rows and whether all targets were reached. */
export async function main(root: string, args: string[]): Promise<{ rows: Report['rows']; good: boolean; json?: string }> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      sizes: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const context: Context = {
    root,
    bare: compileBare(root),
    door: door(root),
    sizes: (values.sizes ?? (values.quick ? '100,1000' : '10,100,1000,4000')).split(',').map(Number),
    quick: values.quick,
    calm: untilFreed(),
  };
  const report = new Report();
  for (const name of Object.keys(sections) as Section[])
    if (values.only === undefined || values.only.split(',').includes(name)) await sections[name](context, report);
  await context.door.host.close();
  return { rows: report.rows, good: report.end(), ...(values.json !== undefined && { json: values.json }) };
}
