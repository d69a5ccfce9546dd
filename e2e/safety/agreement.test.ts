/**
 * The two readers of operations, the schema in TypeScript (with the rules of meaning.ts) and the supervisor's in C, against each other: both accept, or both
 * refuse. And S17: a name that we accept is one that the kernel accepts.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { derive } from '../../electron/engine/derive';
import { plan } from '../../electron/engine/plan';
import { emptyLab } from '../../electron/engine/wanted';
import { operationSchema } from '../../electron/shared/lab/operation';
import { parseTopology } from '../../electron/shared/topology/parse';
import { interfaceNameSchema } from '../../electron/shared/topology/schema';
import { validate } from '../../electron/shared/topology/validate';
import { Random } from '../support/random';
import { documentMutants, realLabs } from './lab-mutants';
import { hasMeaning } from './meaning';
import { mutant } from './mutants';

const native = join(import.meta.dirname, '../../native');
const reader = join(native, 'bin/asan/tools/operations');
const seed = Number(process.env.NESTWORK_SEED ?? Date.now() % 1e9);
const random = new Random(seed);

interface Example {
  operation: Record<string, unknown>;
}
const fixtures = JSON.parse(readFileSync(join(native, 'tests/fixtures/operations.json'), 'utf8')) as Record<string, Example[]>;
const examples = Object.values(fixtures).flatMap((list) => list.map(({ operation }) => operation));

const pool = examples.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one));

/** What the supervisor says of each line: `y`, or `n` and why. */
const inC = (lines: string[]): string[] =>
  execFileSync(reader, { input: lines.map((line) => `${line}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 30 })
    .split('\n')
    .slice(0, -1);
const inTypeScript = (line: string): boolean => {
  const read = operationSchema.safeParse(JSON.parse(line));
  return read.success && hasMeaning(read.data);
};

beforeAll(() => {
  execFileSync('make', ['-C', native, '-j2', 'tools'], { stdio: ['ignore', 'ignore', 'inherit'] });
}, 600_000);

describe('both readers of operations', () => {
  it('accept the same and refuse the same', () => {
    const count = 100_000;
    const found = new Map<string, string>();
    let accepted = 0;
    for (let done = 0; done < count; done += 10_000) {
      const lines = Array.from({ length: 10_000 }, () => JSON.stringify(mutant(random.pick(examples), pool, random)));
      inC(lines).forEach((answer, at) => {
        const ours = inTypeScript(lines[at]!);
        if (ours) accepted++;
        // One of a kind is enough to see what it is about.
        if (ours !== (answer === 'y'))
          found.set(answer, `${answer}: ${ours ? 'accepted' : 'refused'} in TypeScript: ${lines[at]?.slice(0, 300)}`);
      });
    }
    expect([...found.values()], `seed ${seed}`).toEqual([]);
    // Else they might agree on refusing everything.
    expect(accepted).toBeGreaterThan(count / 20);
    console.log(`S17: ${count} operations, valid and mutated (seed ${seed}): both accept ${accepted}, both refuse ${count - accepted}`);
  }, 600_000);

  it('accept all that is planned from whole lab documents, valid and mutated', () => {
    const count = 4_000;
    const next = documentMutants(realLabs(join(native, '../labs'), seed, 400), random);
    const planned = new Map<string, string>();
    const tally = { refused: 0, flawed: 0, sound: 0, operations: 0 };
    for (let at = 0; at < count; at++) {
      const text = JSON.stringify(next());
      const read = parseTopology(text);
      if (!read.ok) {
        tally.refused++;
        continue;
      }
      if (validate(read.value).some(({ severity }) => severity === 'error')) tally.flawed++;
      else tally.sound++;
      const lab = derive(read.value);
      for (const { operation } of [...plan(lab, emptyLab).steps, ...plan(emptyLab, lab).steps]) {
        tally.operations++;
        planned.set(JSON.stringify(operation), text);
      }
    }
    const lines = [...planned.keys()];
    const answers = inC(lines);
    expect(answers).toHaveLength(lines.length);
    // Whatever a file says that can be read: what cannot be made is left out of the plan, and told as a problem.
    const wrong = lines.flatMap((line, at) =>
      answers[at] === 'y' && inTypeScript(line)
        ? []
        : [
            `in C ${answers[at]}, in TypeScript ${String(inTypeScript(line))}: ${line.slice(0, 300)} of ${planned.get(line)!.slice(0, 1500)}`,
          ],
    );
    expect(wrong.slice(0, 3), `seed ${seed}, ${wrong.length} operations`).toEqual([]);
    expect(Math.min(tally.refused, tally.flawed, tally.sound)).toBeGreaterThan(count / 50);
    console.log(
      `S17: ${count} lab documents, valid and mutated (seed ${seed}): ${tally.refused} refused, ${tally.flawed} read with errors in them, ${tally.sound} without; all of ${tally.operations} planned operations (${lines.length} different) accepted by both readers`,
    );
  }, 600_000);

  it('accept the same interface names, and the kernel accepts those', () => {
    const count = 1_000_000;
    const letters = [...'abzAZ019.-_', ...'/: \t%@"\\\u00e9\u0000\n'];
    const words = ['lo', 'all', 'default', '.', '..', 'eth0', 'a'.repeat(15), 'a'.repeat(16), 'eth0.10', '-', '--', 'name'];
    const name = (): string => {
      if (random.below(50) === 0) return random.pick(words);
      const all = random.below(4) > 0 ? letters.slice(0, 11) : letters;
      return Array.from({ length: random.below(18) }, () => random.pick(all)).join('');
    };
    const accepted = new Set<string>(words.filter((word) => interfaceNameSchema.safeParse(word).success));
    let wrong = 0;
    for (let done = 0; done < count; done += 100_000) {
      const names = Array.from({ length: 100_000 }, name);
      const answers = inC(names.map((one) => JSON.stringify({ op: 'interface.delete', node: 'a', interface: one })));
      names.forEach((one, at) => {
        const ours = interfaceNameSchema.safeParse(one).success;
        if (ours !== (answers[at] === 'y')) wrong++;
        if (ours) accepted.add(one);
      });
    }
    expect(wrong, `seed ${seed}`).toBe(0);
    const sample = [...accepted].slice(0, 3000);
    // One interface, called by one name after the other.
    const batch = sample
      .map((one, at) => (at === 0 ? `link add name ${one} type bridge` : `link set dev ${sample[at - 1]} name ${one}`))
      .join('\n');
    const made = spawnSync('unshare', ['--user', '--map-root-user', '--net', 'ip', '-batch', '-'], {
      input: `${batch}\n`,
      encoding: 'utf8',
    });
    expect(made.stderr.slice(0, 500)).toBe('');
    expect(made.status).toBe(0);
    console.log(
      `S17: ${count} names (seed ${seed}), ${accepted.size} different ones accepted by both; ${sample.length} of them given to the kernel, all taken`,
    );
  }, 600_000);
});
