/**
 * A process that reads lab files as the host does, so that its memory and time can be told from the tests' own. On its command line `mutants`, the folder of
 * labs, a seed and how many; or `files` and their paths. Prints one line of JSON.
 */
import { readFileSync } from 'node:fs';
import { parseTopology } from '../../electron/shared/topology/parse';
import { validate } from '../../electron/shared/topology/validate';
import { Random } from '../support/random';
import { realLabs, textMutants } from './lab-mutants';

const [what, ...args] = process.argv.slice(2);
const tally = { read: 0, refused: 0, slowest: { name: '', ms: 0 }, wrong: [] as string[], memory: 0 };

/** Without a list of them: there may be millions. */
function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Reads it, and what is read is looked through, which must not throw. What is planned of it: agreement.test.ts. */
function judge(name: string, text: string): void {
  // Of the processor, so that nothing depends on what else runs.
  const start = process.cpuUsage();
  try {
    const result = parseTopology(text);
    if (result.ok) {
      tally.read++;
      for (const { message } of validate(result.value)) if (!message) tally.wrong.push(`${name}: a problem without words`);
    } else {
      tally.refused++;
      const { message, line, column, code } = result.error;
      const placed = line !== undefined && column !== undefined && line >= 1 && column >= 1 && line <= linesOf(text);
      // What is no lab at all, or of a newer version, has no place.
      if (!/^[^]{10,}\.$/.test(message) || !(placed || ['not-a-lab', 'newer-file'].includes(code) || message.includes('not a lab')))
        tally.wrong.push(`${name}: ${JSON.stringify(result.error).slice(0, 300)}`);
      if (message.length > 2000) tally.wrong.push(`${name}: a message of ${message.length} characters`);
    }
  } catch (error) {
    tally.wrong.push(`${name}: thrown: ${(error as Error).stack?.slice(0, 600)}: ${text.slice(0, 500)}`);
  }
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  if (process.env.NESTWORK_TELL) process.stderr.write(`${name}: ${ms.toFixed(0)} ms, ${process.resourceUsage().maxRSS >> 10} MiB\n`);
  if (ms > tally.slowest.ms) tally.slowest = { name, ms };
}

if (what === 'files') for (const path of args) judge(path, readFileSync(path, 'utf8'));
else {
  const [folder = '', seed = '0', count = '0'] = args;
  const random = new Random(Number(seed));
  const next = textMutants(realLabs(folder, random.seed), random);
  for (let at = 0; at < Number(count); at++) judge(`mutant ${at}`, next());
}
// KiB; of the whole process with its runtime.
tally.memory = process.resourceUsage().maxRSS;
process.stdout.write(`${JSON.stringify(tally)}\n`);
