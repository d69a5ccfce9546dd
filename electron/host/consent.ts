/** Whether what came with a lab's file may run here: nobody has read it before somebody has seen it (safety S19). */
import type { NestworkError } from '../shared/lab/error';
import type { Program } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import type { TopologyDiff } from '../shared/topology/diff';
import { mergeDiff } from '../shared/topology/merge';
import { programsOf, withSources } from '../shared/topology/programs';
import type { Topology } from '../shared/topology/schema';
import type { LabDocument } from './document';
import type { Host } from './host';
import { contentOf, remaining } from './programs';
import { readNamed } from './sources';

/** With the files beside the lab as they are now: a file that has changed is another program. */
export async function asTheyAre(programs: readonly Program[], path: string | undefined): Promise<Program[]> {
  const names = new Set(programs.flatMap(({ source }) => source ?? []));
  if (names.size === 0) return [...programs];
  return withSources(programs, (await readNamed(names, path)).texts);
}

/** What somebody has agreed to who drew this. */
export const contentIn = async (topology: Topology, path: string | undefined): Promise<string> =>
  contentOf(await asTheyAre(programsOf(topology), path));

/** All that came from outside, and the part of it that is in a drawing. */
async function seenIn({ brought, path }: LabDocument, topology: Topology): Promise<{ all: Program[]; left: Program[] }> {
  const all = await asTheyAre(brought, path);
  const left = remaining(brought, topology);
  return { all, left: left.length === 0 ? left : await asTheyAre(left, path) };
}

/** What somebody has to agree to, and whether somebody has. @param topology absent: the drawing as it is */
export async function consent(
  host: Host,
  document: LabDocument,
  topology = document.topology,
): Promise<{ agreed: boolean; programs: Program[]; content: string }> {
  const { all, left } = await seenIn(document, topology);
  const content = contentOf(left);
  const agreed = left.length === 0 || (await host.agreements.has(contentOf(all))) || (await host.agreements.has(content));
  return { agreed, programs: left, content };
}

/** An edit that lets in what nobody has agreed to makes the edits of a running lab gather, and a lab that waits for its first device wait no more. @returns whether it has to gather */
export async function holdUnseen(host: Host, document: LabDocument, diff: TopologyDiff): Promise<boolean> {
  const { lab } = document;
  const { phase, collecting } = lab.state();
  if (host.options.door === 'cli' || document.held || phase === 'stopped' || phase === 'ended' || !document.letsIn(diff)) return false;
  if ((await consent(host, document, mergeDiff(document.topology, diff))).agreed) return false;
  if (phase === 'armed') {
    lab.arm(false);
    return false;
  }
  document.held = { before: collecting };
  await lab.collect(true);
  return true;
}

/** Whether what has gathered may follow. */
export async function released(host: Host, document: LabDocument): Promise<Result<null>> {
  if (!document.held) return ok(null);
  const { agreed, programs } = await consent(host, document);
  if (!agreed) return fail(unseen(document, programs.length));
  document.held = undefined;
  return ok(null);
}

/** Why a lab is not run, or not changed. @param n programs that nobody has agreed to */
export function unseen({ topology }: LabDocument, n: number): NestworkError {
  return {
    code: 'not-agreed',
    message: `The file of "${topology.name}" brings ${n} ${n === 1 ? 'program' : 'programs'} that would run on this computer, and nobody has agreed to that yet.`,
    args: { name: topology.name, n },
    hint: 'Look at them first.',
  };
}
