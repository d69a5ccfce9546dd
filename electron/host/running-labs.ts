/** What runs on this computer as this user, whoever started it. */
import { connectLab, labFolders, untilGone } from '../helper/supervisor';
import type { LabSummary } from '../shared/contract';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { readKept } from './kept';
import type { Kept } from './kept';

/** A supervisor that does not answer within this time is left out of the list, ms. */
const answerLimit = 3_000;

export async function runningLabs(): Promise<LabSummary[]> {
  const summaries = await Promise.all((await labFolders()).map(summarize));
  return summaries.filter((summary) => summary !== null).sort((a, b) => a.since - b.since);
}

/**
 * Id of the running lab that a file stands for; undefined if none runs. Two files may hold the same id (one is a copy of the
 * other): then the lab that was started from this very file is meant, if there is one.
 */
export async function labOfFile(path: string, id: string): Promise<string | undefined> {
  const labs = await runningLabs();
  return (labs.find((lab) => lab.path === path) ?? labs.find((lab) => lab.lab === id))?.lab;
}

async function summarize(lab: string): Promise<LabSummary | null> {
  const connected = await connectLab(lab);
  if (!connected.ok) return null;
  const { control } = connected.value;
  const limit = setTimeout(() => control.close(), answerLimit);
  try {
    const hello = await control.call('hello', {});
    if (!hello.ok) return null;
    const terminals = await control.call('terminals', {});
    const kept = await new Promise<Kept | null>((resolve) => readKept(control, (result) => resolve(result.ok ? result.value.kept : null)));
    const { pid, since } = hello.value;
    const running = terminals.ok ? terminals.value.terminals.filter(({ exited }) => exited === null).length : 0;
    const held = new Set(kept?.failures.map(({ id }) => id));
    return {
      lab,
      name: kept?.topology.name ?? lab,
      pid,
      nodes: kept?.topology.nodes.filter((node) => !node.stopped && !held.has(node.id)).length ?? 0,
      terminals: running,
      since,
      ...(kept?.path && { path: kept.path }),
    };
  } finally {
    clearTimeout(limit);
    control.close();
  }
}

/** Ends a lab by its topology id. Resolves when its supervisor has gone. */
export async function endLab(lab: string): Promise<Result<Record<string, never>>> {
  let gone: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (gone = resolve));
  const connected = await connectLab(lab, { close: () => gone() });
  if (!connected.ok) return connected;
  const { control } = connected.value;
  const hello = await control.call('hello', {});
  const down = await control.call('down', {});
  if (!down.ok && down.error.code !== 'lab-ended') {
    control.close();
    return fail(down.error);
  }
  const limit = setTimeout(() => control.close(), 10_000);
  await ended;
  clearTimeout(limit);
  if (hello.ok) await untilGone(hello.value.pid);
  return ok({});
}
